"""Office files are zip archives that hold the time of their writing: packed again, they hold none."""

import io
import zipfile

_ANY_TIME = (1980, 1, 1, 0, 0, 0)


def repacked(archive: bytes) -> bytes:
    """
    Return a zip archive with the same members in the same order and no time in it.

    Examples
    --------
    >>> def made(day):
    ...     content = io.BytesIO()
    ...     with zipfile.ZipFile(content, "w") as file:
    ...         file.writestr(zipfile.ZipInfo("a.txt", (2026, 1, day, 0, 0, 0)), "same")
    ...     return content.getvalue()
    >>> made(1) == made(2), repacked(made(1)) == repacked(made(2))
    (False, True)
    """
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            described = zipfile.ZipInfo(member.filename, _ANY_TIME)
            described.compress_type = zipfile.ZIP_DEFLATED
            described.external_attr = 0o600 << 16
            new.writestr(described, old.read(member))
    return content.getvalue()
