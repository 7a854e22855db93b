"""What is wrong in a file of settings, key by key, for a person."""

from pydantic import ValidationError

from geo.messages import N_, Message, Value


def faults_in(error: ValidationError, whole: Value) -> tuple[Value, ...]:
    """
    Return one message a fault: the key and what is wrong with it.

    Parameters
    ----------
    error
        From the check of a document.
    whole
        What a fault of no single key is said of.

    Examples
    --------
    >>> from pydantic import BaseModel
    >>> class Tap(BaseModel):
    ...     count: int
    >>> try:
    ...     Tap.model_validate({"count": "many"})
    ... except ValidationError as error:
    ...     print(faults_in(error, "tap")[0].values["key"])
    count
    """
    return tuple(
        Message(
            N_("{key}: {reason}"),
            {
                "key": ".".join(str(part) for part in fault["loc"]) or whole,
                "reason": str(fault["msg"]).removeprefix("Value error, "),
            },
        )
        for fault in error.errors(include_url=False)
    )
