"""The profiles that come with the tool."""

from pathlib import Path

from geo.errors import ScoringError
from geo.messages import N_, Message

FOLDER = Path(__file__).with_name("profiles")
DEFAULT = FOLDER / "technicien.toml"
PROFILES = (DEFAULT, FOLDER / "elu.toml", FOLDER / "association.toml")
"""One a point of view, the default first."""


def path_of(name: str) -> Path:
    """
    Return the file of a profile that comes with the tool.

    Raises
    ------
    ScoringError
        None has this name.

    Examples
    --------
    >>> path_of("elu").name
    'elu.toml'
    """
    for path in PROFILES:
        if path.stem == name:
            return path
    names = tuple(path.stem for path in PROFILES)
    raise ScoringError(
        Message(N_("No profile that comes with the tool is called “{name}”."), {"name": name}),
        remedy=Message(N_("Extend one of these: {names}."), {"names": names}),
    )
