"""The scripts and styles of the map: ours, and the Leaflet library as its package installs it."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from xstatic.pkg import leaflet

LEAFLET_FOLDER = Path(leaflet.BASE_DIR)
_OURS = Path(__file__).parent / "map_assets"
_RUNTIME = ("cards.js", "shapes.js", "scene.js", "panel.js", "map.js", "list.js")


@cache
def runtime() -> str:
    """Return the script that draws maps, with its style inside: it offers the one name `Jachere`."""
    source = "\n".join((_OURS / name).read_text(encoding="utf-8") for name in _RUNTIME)
    style = (_OURS / "map.css").read_text(encoding="utf-8")
    return f'"use strict";\nwindow.Jachere = (() => {{\nconst STYLE = {string_literal(style)};\n{source}\n}})();\n'


@cache
def runtime_name() -> str:
    """Return the file name of the runtime, which changes with its content: a browser never keeps an old one."""
    return f"map-{hashlib.sha256(runtime().encode()).hexdigest()[:16]}.js"


@cache
def page(name: str) -> str:
    """Return one of our page templates, scripts or styles."""
    return (_OURS / name).read_text(encoding="utf-8")


@cache
def leaflet_script() -> str:
    """Return Leaflet, without the address of its source map, which no reader of ours has."""
    source = (LEAFLET_FOLDER / "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"\s*//# sourceMappingURL=\S+\s*$", "\n", source)


@cache
def leaflet_style() -> str:
    """Return Leaflet's style, without the pictures and behaviours that it would ask the network for."""
    source = (LEAFLET_FOLDER / "leaflet.css").read_text(encoding="utf-8")
    return re.sub(r"url\([^)]*\)", "none", source)


def string_literal(text: str) -> str:
    r"""
    Return a text as a JavaScript string that is safe inside a script, an HTML page or a Python template.

    Only ASCII is left, and none of the characters that could end a script, open a tag or an expression.

    Examples
    --------
    >>> print(string_literal("</script>{{ 7*7 }}"))
    "\u003c/script\u003e\u007b\u007b 7*7 \u007d\u007d"
    """
    return _escaped(json.dumps(text, ensure_ascii=True), "<>&{}`$'")


def document_text(document: Any) -> str:
    r"""
    Return a document as JSON that may stand between the tags of a script element.

    Examples
    --------
    >>> print(document_text({"name": "</script>"}))
    {"name":"\u003c/script\u003e"}
    """
    return _escaped(json.dumps(document, ensure_ascii=True, allow_nan=False, separators=(",", ":")), "<>&")


def _escaped(text: str, signs: str) -> str:
    for sign in signs:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
