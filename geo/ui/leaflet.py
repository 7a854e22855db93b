"""Publishes Leaflet and the files of the territories, so that the map needs nothing from outside.

The frame of `st_folium` and these folders are neighbours on the server, which makes their addresses relative:
they hold under any base path.
"""

import os
import tempfile
import time
from pathlib import Path

import streamlit as st
from streamlit.components.v1 import declare_component

from geo.present import assets
from geo.present.maps import MapScript
from geo.present.pictures import Picture

KEPT_FILES = 24
KEPT_SECONDS = 3600
_KEPT_KINDS = ("*.json.gz", "*.png")


def leaflet_url() -> str:
    """Publish Leaflet's folder and return its address, seen from the frame of the map."""
    return f"../{declare_component('leaflet', path=str(assets.LEAFLET_FOLDER)).name}"


@st.cache_resource
def _folder() -> tempfile.TemporaryDirectory[str]:
    # Kept by the cache for the life of the server, and removed with it.
    return tempfile.TemporaryDirectory(prefix="jachere-maps-")


def publish(script: MapScript) -> str:
    """
    Publish a territory's file, the runtime beside it, and return its address, seen from the frame of the map.

    Call it at each run: a file that was cleaned away comes back.
    """
    write_once(Path(_folder().name) / assets.runtime_name(), assets.runtime().encode())
    return _published(script.name, script.data)


def publish_picture(picture: Picture) -> str:
    """
    Publish a picture beside the territories' files, and return its address, seen from the frame of the map.

    Call it at each run, like `publish`.
    """
    return _published(picture.name, picture.data)


def _published(name: str, data: bytes) -> str:
    folder = Path(_folder().name)
    write_once(folder / name, data)
    clean(folder, now=time.time())
    return f"../{declare_component('territories', path=str(folder)).name}/{name}"


def write_once(path: Path, data: bytes) -> None:
    """Write a file where it is not yet, whole or not at all, and mark it as used."""
    if path.exists():
        path.touch()
        return
    handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(part).replace(path)


def clean(folder: Path, *, now: float) -> None:
    """
    Remove the territories and pictures that nobody has used lately.

    The latest `KEPT_FILES` of each kind stay, and all that were used within the last hour: several people at once
    never lose the map they are loading.

    Parameters
    ----------
    now
        [s since 1970]
    """
    for kind in _KEPT_KINDS:
        ages = {path: now - _used(path) for path in folder.glob(kind)}
        for path in sorted(ages, key=ages.__getitem__)[KEPT_FILES:]:
            if ages[path] > KEPT_SECONDS:
                path.unlink(missing_ok=True)


def _used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another session removed it in between
        return 0.0
