"""A real server and a real browser, with the network closed."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route

from tests.e2e.closed_network import OUTSIDE

PROJECT = Path(__file__).resolve().parents[2]
collect_ignore = ["map_app.py"]  # a page, which runs as it is read

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium where there is one, else the one that Playwright installed."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    system = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **system, "args": list(QUIET)}


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with urlopen(f"{url}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _wait_for(server: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + 60
    while not _answers(url):
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the server at {url} did not start")
        try:
            server.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Start Streamlit on a script with its arguments, and return its address; every server ends with the tests."""
    servers = []
    store = f"sqlite:///{tmp_path_factory.mktemp('store') / 'jachere.sqlite'}"

    def start(script: Path, *arguments: str, base_path: str = "", **variables: str) -> str:
        port = free_port()
        options = {
            "server.port": port,
            "server.address": "127.0.0.1",
            "server.headless": "true",
            "server.fileWatcherType": "none",
            "server.baseUrlPath": base_path,
            "browser.gatherUsageStats": "false",
        }
        command = [sys.executable, "-m", "streamlit", "run", str(script)]
        command += [f"--{name}={value}" for name, value in options.items()]
        environment = {**os.environ, "PYTHONPATH": str(PROJECT), "JACHERE_DATABASE_URL": store, **variables}
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen([*command, "--", *arguments], env=environment, **silent)
        servers.append(server)
        url = f"http://127.0.0.1:{port}/{base_path}".rstrip("/")
        _wait_for(server, url)
        return url

    yield start
    for server in servers:
        server.terminate()
        server.wait(timeout=20)


def _faults(told: ConsoleMessage) -> list[str]:
    """Return an error that the console tells; Streamlit first asks for its own health below a deep link, and misses."""
    where = told.location.get("url", "")
    own = re.search(r"/_stcore/(health|host-config)$", where)
    return [] if told.type != "error" or own else [f"{told.text} ({where})"]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open an address in a browser whose network is closed; any request outside or script error fails the test."""
    outside: list[str] = []
    faults: list[str] = []
    contexts = []

    def refuse(route: Route) -> None:
        outside.append(route.request.url)
        route.abort()

    def start(url: str, *, width: int = 1280, height: int = 800, interrupted: bool = False, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.route(OUTSIDE, refuse)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        if not interrupted:  # a test that stops a request itself wants the console to tell so
            page.on("console", lambda told: faults.extend(_faults(told)))
        page.on("websocket", lambda channel: outside.extend(filter(OUTSIDE.match, [channel.url])))
        page.goto(url)
        return page

    yield start
    for context in contexts:
        context.close()
    assert outside == []
    assert faults == []
