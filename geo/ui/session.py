"""What one person has chosen, and what everybody shares: the cached steps of the study."""

import hashlib
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo import study, territory
from geo.candidates import DEFAULT_RULES
from geo.errors import StoreError
from geo.messages import Message
from geo.models import Raster, Territory
from geo.present import screening
from geo.present.labels import DEFAULT_LANGUAGE, LANGUAGES, Translator, translator
from geo.present.map_document import MapPicture, ign_bases
from geo.present.maps import MapScript, map_script
from geo.present.pictures import sun_overlay, sun_picture
from geo.scoring import Profile
from geo.sources import manifest
from geo.sources.inventory import data_files
from geo.study import Judgement, Survey, Valuation, with_checks
from geo.study.choices import OWN, Choices
from geo.study.given import with_given
from geo.study.plots import Plot
from geo.study.profiles import profile_of
from geo.study.sun import Moment, sun_at
from geo.ui import choosing, leaflet, storage

DEMONSTRATION = Path(__file__).resolve().parents[2] / "data"
"""The fictional territory that comes with the tool."""


def from_address(name: str, options: Sequence[str], default: str) -> str:
    """Return what the address of the page says of a choice, so that a link opens the same view."""
    asked = st.query_params.get(name, default)
    return asked if asked in options else default


def into_address(name: str) -> None:
    """Put the value of the widget `name` into the address of the page."""
    st.query_params[name] = st.session_state[name]


def language() -> str:
    """Return the language of the page."""
    return from_address("lang", LANGUAGES, DEFAULT_LANGUAGE)


def words() -> Callable[[str], str]:
    """Return the function that puts an English text into the language of the page."""
    translate = translator(language())
    return lambda msgid: translate(Message(msgid))


def translate() -> Translator:
    """Return the function that puts a message into the language of the page."""
    return translator(language())


def served_folder() -> Path:
    """Return the folder that the server was started on."""
    return Path(os.environ.get("JACHERE_TERRITORY", DEMONSTRATION))


def chosen_folder() -> Path:
    """Return the folder that this person looks at."""
    return Path(st.session_state.get("folder", served_folder()))


def choose_folder(folder: Path) -> None:
    """Look at another folder from now on."""
    st.session_state["folder"] = str(folder)


def may_choose_folder() -> bool:
    """Tell whether any folder of the machine may be opened: only where nobody else can reach the server."""
    return st.get_option("server.address") in {"127.0.0.1", "localhost", "::1"}


def current_territory() -> Territory:
    """
    Return the territory that this person looks at, read again when a file has changed.

    Raises
    ------
    SourceError
        The folder cannot be used.
    """
    return territory_in(chosen_folder())


def current_survey() -> Survey:
    """Return the sites of the current territory and the plots of this person, as the files tell and people saw them."""
    return _as_seen(surveyed_with(current_territory(), choosing.choices().given))


def survey_of(folder: Path, given: tuple[Plot, ...] = ()) -> Survey:
    """Return the same of the territory in a folder that the server itself keeps, such as that of a saved study."""
    return _as_seen(surveyed_with(territory_in(folder), given))


def territory_in(folder: Path) -> Territory:
    """
    Return the territory of a folder, read again when a file has changed.

    Raises
    ------
    SourceError
        The folder cannot be used.
    """
    return _territory(str(folder), _stamp(folder))


def surveyed_with(opened: Territory, given: tuple[Plot, ...]) -> Survey:
    """
    Return the sites of a territory, and plots that were given, as the files tell them.

    Raises
    ------
    GeoError
        A file changed, or a plot cannot be surveyed.
    """
    surveyed = _survey(opened.digest, opened)
    return _surveyed_with(opened.digest, given, surveyed) if given else surveyed


def key_of(surveyed: Survey) -> str:
    """Return what tells one survey from another, for a cache: its files, its plots, what people said of its sites."""
    return surveyed.digest


def judgement_of(surveyed: Survey, profile: Profile) -> Judgement:
    """Return what a profile makes of the sites."""
    return _judgement(key_of(surveyed), profile.model_dump_json(), surveyed)


def sites_on_map(surveyed: Survey) -> gpd.GeoDataFrame:
    """Return the sites in the order of the map."""
    return _sites_on_map(_map_key(surveyed), surveyed)


def moment_of(surveyed: Survey, site: str, moment: datetime) -> Moment:
    """Return light and shadow around a site at a moment."""
    return _moment(surveyed.digest, site, moment, surveyed)


def script_of(surveyed: Survey) -> MapScript:
    """Return the drawing of the territory in the language of the page."""
    return _script(_map_key(surveyed), language(), surveyed)


def usual_profile() -> Profile:
    """Return the point of view of those who chose none."""
    return profile(Choices())


def profile(choices: Choices) -> Profile:
    """Return the point of view that a person chose, with the weights that this person moved."""
    if choices.profile == OWN:
        return profile_of(choices)
    return _profile(choices.profile, tuple(sorted(choices.weights.items())))


def profile_named(name: str) -> Profile:
    """Return a point of view as it comes with the tool, or as the person sent it."""
    return profile(Choices(profile=name, own=choosing.choices().own))


@st.cache_data(max_entries=256, show_spinner=False)
def _profile(name: str, weights: tuple[tuple[str, float], ...]) -> Profile:
    return profile_of(Choices(profile=name, weights=dict(weights)))


def _stamp(folder: Path) -> str:
    """Tell one state of a folder from another without reading its files."""
    files = [*data_files(folder), *folder.glob(manifest.NAME)] if folder.is_dir() else []
    marks = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files]
    return hashlib.sha256(repr(marks).encode()).hexdigest()


@st.cache_resource(max_entries=4, show_spinner=False)
def _territory(folder: str, stamp: str) -> Territory:
    return territory.open_territory(Path(folder))


@st.cache_resource(max_entries=4, show_spinner=False)
def _survey(digest: str, _opened: Territory) -> Survey:
    return study.survey(_opened, DEFAULT_RULES)


@st.cache_resource(max_entries=16, show_spinner=False)
def _surveyed_with(digest: str, given: tuple[Plot, ...], _surveyed: Survey) -> Survey:
    return with_given(_surveyed, given)


def _as_seen(filed: Survey) -> Survey:
    """Put what people wrote in the app over the survey of the files."""
    try:
        said = storage.checks_about(filed)
    except StoreError:  # the page of a site says so, where checks are written
        return filed
    return filed if said.empty else _seen(filed.digest, storage.digest_of(said), filed, said)


@st.cache_resource(max_entries=16, show_spinner=False)
def _seen(digest: str, checks: str, _filed: Survey, _said: pd.DataFrame) -> Survey:
    return with_checks(_filed, _said)


def _map_key(surveyed: Survey) -> str:
    """Follow the only thing that people may say and the map tells: why a site is a candidate."""
    told = pd.util.hash_pandas_object(surveyed.sites["evidence"]).to_numpy()
    return f"{surveyed.territory.digest}{hashlib.sha256(told.tobytes()).hexdigest()}"


@st.cache_resource(max_entries=64, show_spinner=False)
def _judgement(digest: str, profile: str, _surveyed: Survey) -> Judgement:
    told = Profile.model_validate_json(profile)
    return study.judge(_surveyed, told, _valuation(digest, told.apart_from_weights, _surveyed, told))


@st.cache_resource(max_entries=16, show_spinner=False)
def _valuation(digest: str, functions: str, _surveyed: Survey, _profile: Profile) -> Valuation:
    return study.valuation(_surveyed, _profile)


@st.cache_resource(max_entries=4, show_spinner=False)
def _sites_on_map(digest: str, _surveyed: Survey) -> gpd.GeoDataFrame:
    return screening.map_order(_surveyed.sites)


@st.cache_resource(max_entries=200, show_spinner=False)
def _moment(digest: str, site: str, moment: datetime, _surveyed: Survey) -> Moment:
    return sun_at(_surveyed.territory, _surveyed.sites.geometry.loc[[site]], moment)


@st.cache_resource(max_entries=8, show_spinner=False)
def _script(digest: str, lang: str, _surveyed: Survey) -> MapScript:
    translate = translator(lang)
    pictures = [] if _surveyed.sun is None else [_overlay(_surveyed.sun, _surveyed.sun_notes, translate)]
    return map_script(
        screening.map_of_study(
            _surveyed, sites_on_map(_surveyed), translate, bases=ign_bases(translate), pictures=pictures
        )
    )


def _overlay(hours: Raster, notes: Sequence[Message], translate: Translator) -> MapPicture:
    picture = sun_picture(hours)
    return sun_overlay(picture, leaflet.publish_picture(picture), translate, notes)
