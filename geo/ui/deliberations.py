"""What the meetings on a saved study said, for the pages that come after them: of one site, and in their minutes."""

from functools import partial
from typing import Any

import streamlit as st

from geo.errors import StoreError
from geo.export.dossier import MAKERS, MIME_TYPES, DocumentKind, safe_name
from geo.messages import N_
from geo.models import Verdict
from geo.present import minutes
from geo.store import meetings, room
from geo.store.keys import day_of
from geo.store.meetings import Meeting
from geo.study import Survey, judge
from geo.study.council import council, counted, ranks_among
from geo.study.dossier import Deliberation
from geo.ui import saving, session, storage
from geo.ui.agenda import survey_of
from geo.ui.texts import plain


def closed() -> tuple[Meeting, ...]:
    """Return the closed meetings on the saved study that is open, the latest first."""
    study = saving.opened()
    try:
        return () if study is None else meetings.closed_meetings(storage.store(), study.id)
    except StoreError:  # the page of the meeting says so
        return ()


def about(surveyed: Survey, site: str) -> tuple[Deliberation, ...]:
    """Return what the meetings on this study said of a site."""
    return tuple(_said(surveyed.digest, one, site, surveyed) for one in closed() if site in one.sites)


@st.cache_data(max_entries=64, show_spinner=False)
def _said(digest: str, meeting: Meeting, site: str, _surveyed: Survey) -> Deliberation:
    people = room.room(storage.store(), meeting)
    together = council(session.usual_profile(), {person.id: person.weights for person in people if person.weights})
    known = tuple(one for one in meeting.sites if one in _surveyed.sites.index)
    judged = judge(_surveyed, together.profile)
    excluded = judged.results.at[site, "verdict"] == Verdict.EXCLUDED
    votes = counted((site,), {person.id: person.votes for person in people}).loc[site]
    return Deliberation(
        title=meeting.title,
        day=day_of(meeting.closed),
        present=len(people),
        weighed=len(together.shares),
        place=None if excluded else int(ranks_among(judged, known)[site]),
        among=len(known),
        approve=int(votes["approve"]),
        refuse=int(votes["refuse"]),
        decision=meeting.decision,
    )


def handouts() -> None:
    """Offer the minutes of the meetings on this study."""
    told = closed()
    if not told:
        return
    st.subheader(session.words()(N_("Minutes of the meetings")), anchor=False)
    with st.container(horizontal=True, key="files-meetings"):
        for meeting in told:
            for kind in DocumentKind:
                offer(meeting, kind, f"{plain(meeting.title)} ({kind.upper()})")


def offer(meeting: Meeting, kind: DocumentKind, label: str, **style: Any) -> None:
    """Offer the minutes of a closed meeting; they are written when they are asked for."""
    st.download_button(
        label,
        partial(minutes_of, meeting, kind),
        f"{safe_name(meeting.title)}.{kind}",
        MIME_TYPES[kind],
        key=f"minutes-{meeting.code}-{kind}",
        icon=":material/download:",
        on_click="ignore",
        **style,
    )


def minutes_of(meeting: Meeting, kind: DocumentKind) -> bytes:
    """Return the minutes of a closed meeting."""
    people, surveyed, profile = room.room(storage.store(), meeting), survey_of(meeting), session.usual_profile()
    return MAKERS[kind](minutes.minutes(meeting, people, surveyed, profile, session.translate(), session.language()))
