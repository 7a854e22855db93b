"""Pictures that people take of a site: looked at before they are kept, and written anew without what a phone adds."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from geo.errors import SourceError
from geo.messages import N_, Message

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 60_000_000
"""Phones take pictures of 50 millions; a small file may claim to be far larger."""
_FORMS = ("JPEG", "PNG")
_LONGEST_PX = 1600
_QUALITY = 85


def clean_photo(data: bytes, *, name: str = "") -> bytes:
    """
    Return a picture as a JPEG of our own: upright, at most 1600 pixels long, without the place where it was taken.

    Parameters
    ----------
    data
        A JPEG or a PNG, whatever its name says.
    name
        Of the file, for the message.

    Raises
    ------
    SourceError
        It is too large, damaged, or no such picture.

    Examples
    --------
    >>> buffer = io.BytesIO()
    >>> Image.new("RGB", (3200, 40)).save(buffer, "PNG")
    >>> Image.open(io.BytesIO(clean_photo(buffer.getvalue()))).size
    (1600, 20)
    """
    if len(data) > MOST_BYTES:
        limit = Message(N_("This picture is larger than {most} MB."), {"most": MOST_BYTES // 1024**2})
        raise SourceError(limit, where=name, remedy=Message(N_("Make it smaller, or send a copy from the phone.")))
    try:
        with Image.open(io.BytesIO(data), formats=_FORMS) as looked_at:
            _check_size(looked_at, name)
            looked_at.verify()
        with Image.open(io.BytesIO(data), formats=_FORMS) as opened:  # a picture that was verified cannot be read on
            return _written(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(name) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise SourceError(
            Message(N_("This file is no picture that can be read.")),
            where=name,
            remedy=Message(N_("Choose a JPEG or a PNG.")),
        ) from error


def _check_size(picture: Image.Image, name: str) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_large(name)


def _too_large(name: str) -> SourceError:
    return SourceError(
        Message(N_("This picture has more than {most} million pixels."), {"most": MOST_PIXELS // 1_000_000}),
        where=name,
        remedy=Message(N_("Make it smaller, or send a copy from the phone.")),
    )


def _written(opened: Image.Image) -> bytes:
    opened.draft("RGB", (_LONGEST_PX, _LONGEST_PX))
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((_LONGEST_PX, _LONGEST_PX))
    seen = upright.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    buffer = io.BytesIO()
    paper.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return buffer.getvalue()
