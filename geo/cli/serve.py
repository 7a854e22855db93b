"""The command `serve`: the app in a browser."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer


def serve(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Folder of the territory to open.")] = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 8501,
) -> None:
    """Open the app; without a folder, on the fictional demonstration territory."""
    from geo.territory import open_territory

    environment = dict(os.environ)
    if folder is not None:
        open_territory(folder)
        environment["JACHERE_TERRITORY"] = str(folder.resolve())
    options = {"server.address": host, "server.port": port, "server.headless": "true"}
    arguments = [f"--{name}={value}" for name, value in options.items()]
    page = Path(__file__).resolve().parents[2] / "app.py"
    os.execve(  # noqa: S606 — our own interpreter and page, no shell
        sys.executable, [sys.executable, "-m", "streamlit", "run", str(page), *arguments], environment
    )
