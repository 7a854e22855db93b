"""The profiles that come with the tool."""

from pathlib import Path

FOLDER = Path(__file__).with_name("profiles")
DEFAULT = FOLDER / "technicien.toml"
