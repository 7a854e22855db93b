"""A participant's phone without a browser: it speaks to the server of the app over the same channel as a page does.

It draws nothing. It keeps what a browser would keep, asks again as often as a page does, and knows which elements the
page shows; so a room of thirty fits beside the server that is measured.
"""

import asyncio
import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PAGE = "reunion"
PATIENCE_S = 90.0
MOST_BYTES = 64 * 1024 * 1024
_TRIGGERS = "$$STREAMLIT_INTERNAL_KEY_{id}__events"

Page = tuple[Element, ...]


class PhoneError(Exception):
    """The app shows an error, or nothing that was awaited."""


@dataclass
class Phone:
    """
    One page that is open in one browser.

    Attributes
    ----------
    query
        Of its address, such as “code=ABC234”.
    kept
        What the browser keeps by name.
    reruns
        How often the page asked by itself.
    lost
        How often it found that it was not drawn to its end.
    """

    channel: ClientConnection
    query: str
    kept: dict[str, dict[str, str]] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)
    page: Page = ()
    reruns: int = 0
    lost: int = 0
    _mark: int = 0
    _page_hash: str = ""
    _ear: asyncio.Task[None] | None = None
    _drawing: list[Element] = field(default_factory=list)
    _clocks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _drawn: asyncio.Condition = field(default_factory=asyncio.Condition)

    def listen(self) -> None:
        """Begin to take what the server sends, until the channel closes."""
        self._ear = asyncio.create_task(self._heard())

    async def _heard(self) -> None:
        with suppress(ConnectionClosed):  # the server was ended, or the page was closed
            await self._listen()

    async def _listen(self) -> None:
        async for message in self.channel:
            told = ForwardMsg.FromString(message if isinstance(message, bytes) else message.encode())
            match told.WhichOneof("type"):
                case "new_session":
                    self._begin(whole=not told.metadata.run.fragment_ids)
                case "navigation":
                    self._page_hash = told.navigation.page_script_hash
                case "delta" if told.delta.WhichOneof("type") == "new_element":
                    self._drawing.append(told.delta.new_element)
                case "auto_rerun":
                    self._keep_asking(told.auto_rerun.fragment_id, told.auto_rerun.interval)
                case "script_finished" if told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    await self._finish()
                case "script_finished" if told.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
                    await self._compare()

    async def ask(self, *triggers: WidgetState, fragment: str = "") -> None:
        """Ask the server to run the page, or a fragment of it, as a browser does when a widget changes."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_name = self.query, "" if self._page_hash else PAGE
        asked.page_script_hash = self._page_hash
        asked.fragment_id, asked.is_auto_rerun = fragment, bool(fragment) and not triggers
        asked.widget_states.widgets.extend([*self.states.values(), *triggers])
        await self.channel.send(message.SerializeToString())

    async def until(self, seen: Callable[[Page], Any]) -> Any:
        """
        Wait for a page that shows something, and return it.

        Raises
        ------
        PhoneError
            It does not come in time, or the app shows an error.
        """
        found: Any = None

        def shows() -> bool:
            nonlocal found
            found = seen(self.page)
            return bool(found) or any(_is_error(element) for element in self.page)

        async with self._drawn:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._drawn.wait_for(shows), PATIENCE_S)
        if not found:
            raise PhoneError([str(element)[:300] for element in self.page][-5:])
        return found

    async def act(self, *triggers: WidgetState, seen: Callable[[Page], Any]) -> float:
        """Do something, and return how long the page took to show what follows from it. [s]"""
        start = time.perf_counter()
        async with self._drawn:
            self.page = ()
        await self.ask(*triggers)
        await self.until(seen)
        return time.perf_counter() - start

    async def close(self) -> None:
        """Close the page."""
        self._quiet()
        await self.channel.close()

    def _begin(self, *, whole: bool) -> None:
        """Draw anew; with a whole run, what asks by itself begins to wait anew too, as in a browser."""
        self._drawing = []
        if whole:
            self._quiet()

    async def _compare(self) -> None:
        """Ask again for a page that was not drawn to its end, as the script of the page does."""
        data = data_of(tuple(self._drawing), "pulse")
        if data and data["drawn"] > self._mark:
            self.lost += 1
            fragment = next(iter(self._clocks), "")
            await self.ask(given(tuple(self._drawing), "pulse", "stale", data["drawn"]), fragment=fragment)

    def _quiet(self) -> None:
        for clock in self._clocks.values():
            clock.cancel()
        self._clocks = {}

    async def _finish(self) -> None:
        self._mark = max([self._mark, *map(_mark, self._drawing)])
        async with self._drawn:
            self.page = tuple(self._drawing)
            self._drawn.notify_all()
        for element in self.page:
            await self._remember(element)

    async def _remember(self, element: Element) -> None:
        """Answer what keeps a seat in the browser, as its script does: once, and again when something is to be kept."""
        part = element.bidi_component
        if not part.component_name.endswith("jachere_memory"):
            return
        data = json.loads(part.json)
        self.kept.setdefault(data["name"], {}).update(data["changes"])
        if part.id not in self.states:
            kept = json.dumps({"kept": self.kept[data["name"]]})
            self.states[part.id] = WidgetState(id=part.id, json_value=kept)
            await self.ask()

    def _keep_asking(self, fragment: str, seconds: float) -> None:
        if fragment not in self._clocks:
            self._clocks[fragment] = asyncio.create_task(self._tick(fragment, seconds))

    async def _tick(self, fragment: str, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            self.reruns += 1
            await self.ask(fragment=fragment)


async def opened(url: str, query: str) -> Phone:
    """
    Open the page of the meeting.

    Parameters
    ----------
    url
        Of the server, such as “http://127.0.0.1:8501”.
    query
        Of the address.
    """
    where = url.replace("http", "ws", 1) + "/_stcore/stream"
    channel = await connect(where, subprotocols=["streamlit"], max_size=MOST_BYTES)  # type: ignore[list-item]
    phone = Phone(channel, query)
    phone.listen()
    await phone.ask()
    return phone


async def join(phone: Phone, name: str) -> None:
    """Give a name at the door, and wait for the first question or site."""
    field_, button = await phone.until(_door)
    phone.states[field_] = WidgetState(id=field_, string_value=name)
    await phone.act(WidgetState(id=button, trigger_value=True), seen=lambda page: mounted(page, "questions", "ballot"))
    phone.states.pop(field_)


def given(page: Page, component: str, event: str, value: object) -> WidgetState:
    """Return what a component of a page sends."""
    part = mounted(page, component)
    told = json.dumps([{"event": event, "value": value}])
    return WidgetState(id=_TRIGGERS.format(id=part.id), json_trigger_value=told)


def pressed(page: Page, key: str) -> WidgetState:
    """Return what a button of a page sends."""
    [button] = [one.button.id for one in page if one.button.id.endswith(f"-{key}")]
    return WidgetState(id=button, trigger_value=True)


def button_named(page: Page, key: str) -> bool:
    """Tell whether a page has a button."""
    return any(one.button.id.endswith(f"-{key}") for one in page)


def mounted(page: Page, *names: str) -> Any:
    """Return the first of some components that a page shows."""
    parts = [one.bidi_component for one in page if one.WhichOneof("type") == "bidi_component"]
    wanted = [part for part in parts if part.component_name.removeprefix("jachere_") in names]
    return wanted[0] if wanted else None


def data_of(page: Page, name: str) -> dict[str, Any]:
    """Return what a component of a page draws."""
    part = mounted(page, name)
    return {} if part is None else dict(json.loads(part.json))


def _door(page: Page) -> tuple[str, str] | None:
    names = [one.text_input.id for one in page if one.text_input.id.endswith("-join-name")]
    buttons = [one.button.id for one in page if one.button.is_form_submitter]
    return (names[0], buttons[0]) if names and buttons else None


def _mark(element: Element) -> int:
    """Return the number that a whole run left at the end of the page."""
    found = re.search(r'class="jc-drawn"[^>]*>(\d+)<', element.html.body)
    return int(found[1]) if found else 0


def _is_error(element: Element) -> bool:
    return element.WhichOneof("type") == "exception"
