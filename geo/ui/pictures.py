"""Drawings as addresses that a page may show as pictures, where nothing in them can run."""

import base64


def address_of_svg(svg: str) -> str:
    """
    Return a drawing as a data URI.

    Examples
    --------
    >>> address_of_svg("<svg/>")
    'data:image/svg+xml;base64,PHN2Zy8+'
    """
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"
