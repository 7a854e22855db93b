"""How to join a meeting: its code to read and type, and the same as a picture for phones."""

import io
from html import escape

import segno
import streamlit as st

from geo.messages import N_
from geo.store.meetings import Meeting
from geo.ui import session
from geo.ui.pictures import address_of_svg


def invitation(meeting: Meeting) -> None:
    """Show how to join."""
    st.html(invitation_html(meeting))


def invitation_html(meeting: Meeting, *, large: bool = False) -> str:
    """
    Return how to join, as HTML.

    Parameters
    ----------
    large
        For a room that nobody has joined yet.
    """
    say = session.words()
    page = (st.context.url or "").split("?")[0]
    alt, told = (escape(say(text)) for text in (N_("Picture to join the meeting with a phone"), N_("Join on")))
    short = escape(page.removeprefix("https://").removeprefix("http://"))
    return (
        f'<div class="jc-invitation{" jc-large" * large}">'
        f'<img src="{_picture(f"{page}?code={meeting.code}")}" alt="{alt}">'
        f"<p><small>{told} {short}</small><strong>{meeting.code[:3]} {meeting.code[3:]}</strong></p></div>"
    )


def _picture(address: str) -> str:
    """Return the address as a QR code (ISO/IEC 18004), in a data URI: nothing is asked of anybody."""
    content = io.BytesIO()
    segno.make(address, error="m").save(content, kind="svg", border=2, scale=4, dark="#1D2B36")
    return address_of_svg(content.getvalue().decode())
