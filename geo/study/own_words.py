"""What an association says of its own project, beside what the files tell: a small value that a study keeps."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from geo.errors import SourceError
from geo.faults import faults_in
from geo.messages import N_, Message

_Line = Annotated[str, Field(max_length=120)]
_Text = Annotated[str, Field(max_length=1500)]


class Convention(StrEnum):
    """What the town and the association would sign."""

    UNDECIDED = "undecided"
    NEW = "new"
    AMENDMENT = "amendment"


class OwnWords(BaseModel):
    """
    The words of an association on its project; what it leaves empty is told as to be completed.

    Attributes
    ----------
    project, association
        Names.
    public, activities, partners, asked
        For whom, to do what, with whom, and what is asked of the town.
    convention
        In Clamart, the town added the garden to a convention that it had with the association.

    Examples
    --------
    >>> OwnWords(association="Espaces").empty, OwnWords().empty
    (False, True)
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    project: _Line = ""
    association: _Line = ""
    public: _Text = ""
    activities: _Text = ""
    partners: _Text = ""
    asked: _Text = ""
    convention: Convention = Convention.UNDECIDED

    @property
    def empty(self) -> bool:
        """Whether nothing was said."""
        return self == OwnWords()


def parse_words(document: Mapping[str, Any], *, where: str) -> OwnWords:
    """
    Check what was read from a file of an association.

    Raises
    ------
    SourceError
        Naming every key that is wrong and why.

    Examples
    --------
    >>> parse_words({"association": "Espaces", "convention": "amendment"}, where="words.toml").convention.value
    'amendment'
    """
    try:
        return OwnWords.model_validate(document)
    except ValidationError as error:
        faults = faults_in(error, Message(N_("the whole file")))
        raise SourceError(
            Message(N_("These words cannot be used: {faults}."), {"faults": faults}),
            where=where,
            remedy=Message(
                N_("The keys are project, association, public, activities, partners, asked and convention, all texts.")
            ),
        ) from error
