"""The sites that a meeting is about, prepared once for all its phones: words, pictures, what is known but weights."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from geo.errors import StoreError
from geo.messages import N_, Message
from geo.models import Verdict
from geo.present import room_map, screening
from geo.present.room import Name, split_name
from geo.present.situation import situation_svg
from geo.present.standalone import SiteCard
from geo.scoring import Profile
from geo.store import studies
from geo.store.meetings import Meeting
from geo.study import Survey, judge
from geo.study.council import Shortlist, shortlist
from geo.ui import saving, session, storage
from geo.ui.pictures import address_of_svg
from geo.ui.texts import plain

_FRESH_S = 120
_THUMBNAIL_RATIO = 0.62


@dataclass(frozen=True, slots=True)
class Item:
    """
    One site as a ballot shows it; no weight moves it.

    Attributes
    ----------
    detail
        Area and the first reason.
    picture
        Address of its situation.
    """

    name: Name
    verdict: Verdict
    score_text: str
    detail: str
    picture: str

    @property
    def title(self) -> str:
        """The whole name."""
        return f"{self.name.main} ({self.name.references})" if self.name.references else self.name.main

    @property
    def label(self) -> str:
        """The name, for the label of a button, which Streamlit reads as Markdown."""
        return plain(self.name.main)


@dataclass(frozen=True, eq=False, slots=True)
class Agenda:
    """
    All that a meeting shows of its sites.

    Attributes
    ----------
    items
        By site, in the order of the meeting.
    picture, pins
        The map of the room, and where each site is on it.
    profile
        The usual weights, and how the points of a theme are shared.
    """

    items: Mapping[str, Item]
    short: Shortlist
    picture: bytes
    pins: Mapping[str, room_map.Pin]
    profile: Profile


def survey_of(meeting: Meeting) -> Survey:
    """Return the sites of the territory that a meeting is about."""
    study = studies.read(storage.store(), meeting.study)
    return session.survey_of(saving.folder_of(study), saving.choices_of(study).given)


def agenda(meeting: Meeting) -> Agenda:
    """
    Return the sites of a meeting that are still in its territory.

    What people write of a site during the meeting shows after two minutes: thirty phones never survey at once.

    Raises
    ------
    GeoError
        The territory cannot be read any more.
    """
    surveyed = _lately(meeting.id, meeting)
    return _agenda(surveyed.digest, meeting.sites, session.language(), surveyed)


@st.cache_resource(ttl=_FRESH_S, max_entries=16, show_spinner=False)
def _lately(meeting: str, _meeting: Meeting) -> Survey:
    return survey_of(_meeting)


@st.cache_resource(max_entries=16, show_spinner=False)
def _agenda(digest: str, asked: tuple[str, ...], language: str, _surveyed: Survey) -> Agenda:
    surveyed, profile = _surveyed, session.usual_profile()
    sites = [site for site in asked if site in surveyed.sites.index]
    if not sites:
        raise StoreError(Message(N_("No site of this meeting is in the territory any more.")))
    shapes = surveyed.sites.geometry.loc[sites].to_list()
    judgement = judge(surveyed, profile)
    cards = screening.site_cards(surveyed, judgement, sites, session.translate())
    items = {site: _item(surveyed, site, cards[site]) for site in sites}
    return Agenda(
        items,
        shortlist(surveyed, judgement, sites),
        room_map.room_picture(surveyed.territory, shapes, session.translate()),
        dict(zip(sites, room_map.pins(shapes), strict=True)),
        profile,
    )


def _item(surveyed: Survey, site: str, card: SiteCard) -> Item:
    shape = surveyed.sites.geometry.loc[site]
    drawing = situation_svg(surveyed.territory, shape, session.translate(), ratio=_THUMBNAIL_RATIO)
    name, verdict = split_name(card.title), Verdict(card.verdict)
    return Item(name, verdict, card.score_text, card.detail, address_of_svg(drawing))
