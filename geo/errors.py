"""What can go wrong, for whom.

::

    GeoError               anything that Jachère says to a person
    ├── SourceError        a file that cannot be used: which, why, what to do
    ├── LayerError         a table that breaks the contract of its role
    ├── ScoringError       a profile or a weight that makes no sense
    ├── SunlightError      a surface or a period whose sun cannot be computed
    ├── LayoutError        a site or programme that no plan can be drawn for
    ├── CostError          a file of prices or an option that makes no sense
    ├── PortfolioError     gardens that cannot be chosen together, or a question that makes no sense
    └── StoreError         a saved study, meeting or vote that cannot be kept or found
"""

from geo.messages import Message


class GeoError(Exception):
    """
    An error with its place, its reason and its remedy.

    Parameters
    ----------
    reason
        What is wrong and why.
    where
        The file, key or site concerned.
    remedy
        What the person can do about it.

    Examples
    --------
    >>> str(GeoError(Message("no parcel"), where="parcels/", remedy=Message("Add a cadastre file.")))
    'parcels/: no parcel Add a cadastre file.'
    """

    def __init__(self, reason: Message, *, where: str = "", remedy: Message | None = None) -> None:
        super().__init__(reason, where, remedy)
        self.reason = reason
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        return " ".join(f"{self.where}: {self.reason}".removeprefix(": ").split()) + (
            f" {self.remedy}" if self.remedy else ""
        )


class SourceError(GeoError):
    """A file cannot be used."""


class LayerError(GeoError):
    """A table breaks the contract of its role."""


class ScoringError(GeoError):
    """A profile cannot be used."""


class SunlightError(GeoError):
    """The sun of a surface or a period cannot be computed."""


class LayoutError(GeoError):
    """No plan can be drawn."""


class CostError(GeoError):
    """A cost cannot be computed."""


class PortfolioError(GeoError):
    """No set of gardens meets all that is asked."""


class StoreError(GeoError):
    """Something saved cannot be kept or found."""
