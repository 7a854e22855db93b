"""Photographs of a site at the size that a page of the dossier needs, no larger."""

import io

from PIL import Image

from geo.present.photos import clean_photo
from geo.study.dossier import Photo

_LONGEST_PX = 1000
"""Half a page wide at 300 dots per inch. [px]"""
_QUALITY = 80


def printed(data: bytes, *, name: str = "", caption: str = "") -> Photo:
    """
    Return a picture that somebody took, cleaned and no larger than it is printed.

    Parameters
    ----------
    data
        A JPEG or a PNG.
    name
        Of the file, for the message.

    Raises
    ------
    SourceError
        It is too large, damaged, or no such picture.

    Examples
    --------
    >>> buffer = io.BytesIO()
    >>> Image.new("RGB", (3000, 1500)).save(buffer, "PNG")
    >>> Image.open(io.BytesIO(printed(buffer.getvalue()).data)).size
    (1000, 500)
    """
    with Image.open(io.BytesIO(clean_photo(data, name=name)), formats=("JPEG",)) as clean:
        clean.thumbnail((_LONGEST_PX, _LONGEST_PX))
        buffer = io.BytesIO()
        clean.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return Photo(buffer.getvalue(), "jpg", caption)
