"""What meetings said reaches the page of the dossier of the study that they were about, once they are closed."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from geo.export.dossier import DocumentKind
from geo.store import meetings, room, studies
from geo.store.meetings import Stage
from geo.study import ranking
from geo.study.choices import Choices
from geo.ui import deliberations, session, storage


def asked():
    import streamlit as st

    from geo.ui import deliberations, session

    st.session_state["said"] = deliberations.about(session.current_survey(), st.query_params["site"])
    deliberations.handouts()


@pytest.fixture
def sites(surveyed, judgement):
    return ranking(surveyed, judgement).index[:3].tolist()


@pytest.fixture
def held(sites):
    """Hold a meeting of two on a saved study; return the study, the meeting and the organiser's key."""
    store = storage.store()
    document = json.dumps({"folder": str(session.DEMONSTRATION), "choices": Choices().text()})
    study = studies.save_new(store, name="Choix", territory="Val-Fiacre", document=document)
    meeting, key = meetings.open_meeting(store, study=study.id, title="Le *choix* :red[x]", sites=sites)
    seats = [room.join(store, meeting.code, name=name, group="Élus") for name in ("Ana", "Luc")]
    room.weigh(store, seats[0], {"social": 10})
    meeting = meetings.go_to(store, meeting, key, Stage.VOTES)
    room.vote(store, seats[0], sites[1], approves=True)
    room.vote(store, seats[1], sites[1], approves=False)
    return study, meeting, key


def shown(study, site):
    app = AppTest.from_function(asked, default_timeout=240)
    app.query_params["site"] = site
    app.session_state["study"] = study
    app.run()
    assert not app.exception
    return app


def test_a_meeting_that_lasts_says_nothing_yet(held, sites):
    app = shown(held[0], sites[1])
    assert app.session_state["said"] == ()
    assert not app.get("download_button")


def test_a_closed_meeting_is_told_and_its_minutes_are_offered(held, sites):
    study, meeting, key = held
    meetings.decide(storage.store(), meeting, key, "Le deuxième est retenu.")
    app = shown(study, sites[1])
    [said] = app.session_state["said"]
    assert (said.present, said.weighed, said.approve, said.refuse) == (2, 1, 1, 1)
    assert (said.among, said.decision) == (3, "Le deuxième est retenu.")
    assert 1 <= said.place <= 3
    assert [button.proto.label for button in app.get("download_button")] == [
        f"Le \\*choix\\* \\:red\\[x\\] ({kind.upper()})" for kind in DocumentKind
    ]
    places = {site: shown(study, site).session_state["said"][0].place for site in sites}
    assert sorted(places.values())[0] == 1


def test_a_site_that_was_not_voted_on_and_another_study_hear_nothing(held, sites, surveyed, judgement):
    study, meeting, key = held
    meetings.decide(storage.store(), meeting, key, "")
    other = ranking(surveyed, judgement).index[5]
    assert shown(study, other).session_state["said"] == ()
    assert shown(None, sites[1]).session_state["said"] == ()


def test_minutes_are_written_from_the_page(held, sites):
    _, meeting, key = held
    closed = meetings.decide(storage.store(), meeting, key, "")
    assert deliberations.minutes_of(closed, DocumentKind.PDF).startswith(b"%PDF")
