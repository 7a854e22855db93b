"""Drawings as pictures, the same on every machine: resvg draws them with the fonts of a package."""

from importlib import resources

_FONTS, _FACE = "fontpkg_source_sans_3", "Source Sans 3"


def png_of_svg(svg: str, *, dpi: float = 96.0, width_px: int | None = None) -> bytes:
    """
    Return the picture of a drawing.

    Parameters
    ----------
    dpi
        Of the paper, for a drawing in millimetres. [dots per inch]
    width_px
        Width of the picture whatever the drawing says of itself; its height follows. [px]

    Examples
    --------
    >>> png_of_svg('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>', width_px=40)[1:4]
    b'PNG'
    """
    import resvg_py

    with resources.as_file(resources.files(_FONTS) / "files") as folder:
        return resvg_py.svg_to_bytes(
            svg_string=svg,
            dpi=float(dpi),
            width=width_px,
            font_files=sorted(str(path) for path in folder.glob("*.ttf")),
            skip_system_fonts=True,
            font_family=_FACE,
            sans_serif_family=_FACE,
        )
