import pytest

from geo.errors import StoreError
from geo.store import meetings, room
from geo.store.meetings import Stage
from geo.store.studies import save_new

SITES = ("92901abb515e5be", "92902cc0515e5be")


@pytest.fixture
def opened(store):
    study = save_new(store, name="Valmartin", territory="Val-Fiacre", document="{}")
    return meetings.open_meeting(store, study=study.id, title="Choix du jardin", sites=SITES)


@pytest.fixture
def seat(store, opened):
    return room.join(store, opened[0].code, name="Aïcha", group="Élus")


@pytest.fixture
def voting(store, opened):
    return meetings.go_to(store, *opened, Stage.VOTES)


def test_people_join_with_the_code_as_they_type_it(store, opened):
    code = opened[0].code
    room.join(store, f" {code[:3].lower()}-{code[3:].lower()} ", name="Aïcha", group="Élus")
    room.join(store, code, name="Bruno")
    assert [(person.name, person.group) for person in room.room(store, opened[0])] == [("Aïcha", "Élus"), ("Bruno", "")]


@pytest.mark.parametrize("name", ["", "   "])
def test_nobody_joins_without_a_name(store, opened, name):
    with pytest.raises(StoreError, match="name is missing"):
        room.join(store, opened[0].code, name=name)


def test_a_wrong_code_is_told(store, opened):
    with pytest.raises(StoreError, match="No meeting has this code"):
        room.join(store, "ZZZZZZ", name="Aïcha")


def test_a_password_keeps_strangers_out(store, opened):
    guarded, _ = meetings.open_meeting(store, study=opened[0].study, title="Huis clos", sites=SITES, password="tilleul")
    assert guarded.guarded
    for wrong in ("", "Tilleul"):
        with pytest.raises(StoreError, match="not the password"):
            room.join(store, guarded.code, name="Aïcha", password=wrong)
    room.join(store, guarded.code, name="Aïcha", password="tilleul")


def test_a_meeting_needs_a_saved_study(store):
    with pytest.raises(StoreError, match="study is not saved"):
        meetings.open_meeting(store, study="nothing", title="Choix", sites=SITES)


def test_the_last_weights_of_a_person_count(store, opened, seat):
    room.weigh(store, seat, {"F1": 10.0, "A1": 2.5})
    room.weigh(store, seat, {"F1": 3.0})
    [person] = room.room(store, opened[0])
    assert person.weights == {"F1": 3.0}


def test_nobody_votes_before_the_organiser_says_so(store, seat):
    with pytest.raises(StoreError, match="not the time to vote"):
        room.vote(store, seat, SITES[0], approves=True)


def test_nobody_votes_on_another_site(store, voting, seat):
    with pytest.raises(StoreError, match="not the time to vote"):
        room.vote(store, seat, "92903aaaaaaaaaa", approves=True)


def test_a_person_has_one_vote_a_site_and_may_change_it(store, voting, seat):
    room.vote(store, seat, SITES[0], approves=True)
    room.vote(store, seat, SITES[1], approves=True)
    room.vote(store, seat, SITES[0], approves=False)
    assert room.own_votes(store, seat) == {SITES[0]: False, SITES[1]: True}


def test_votes_stay_hidden_until_they_are_revealed_except_to_the_organiser(store, opened, voting, seat):
    key = opened[1]
    room.vote(store, seat, SITES[0], approves=True)
    [person] = room.room(store, voting)
    assert (person.votes, person.has_voted) == ({}, True)
    assert room.room(store, voting, key)[0].votes == {SITES[0]: True}
    assert room.room(store, voting, "x" * 32)[0].votes == {}
    meetings.reveal(store, voting, key)
    assert room.room(store, voting)[0].votes == {SITES[0]: True}
    meetings.reveal(store, voting, key, revealed=False)
    assert room.room(store, voting)[0].votes == {}


@pytest.mark.parametrize(
    "act",
    [
        lambda store, meeting, key: meetings.go_to(store, meeting, key, Stage.VOTES),
        meetings.reveal,
        lambda store, meeting, key: meetings.decide(store, meeting, key, "Le premier."),
    ],
)
def test_only_the_organiser_leads(store, opened, seat, act):
    for key in ("", seat.key, seat.participant):
        with pytest.raises(StoreError, match="Only the organiser"):
            act(store, opened[0], key)
    act(store, *opened)


def test_the_organiser_is_known_by_the_key_alone(store, opened, seat):
    assert meetings.is_organiser(store, *opened)
    assert not meetings.is_organiser(store, opened[0], seat.key)


def test_a_seat_is_its_holder_s(store, voting, seat):
    stolen = room.Seat(seat.participant, seat.meeting, "x" * 32)
    with pytest.raises(StoreError, match="not yours"):
        room.weigh(store, stolen, {"F1": 1.0})
    with pytest.raises(StoreError, match="not yours"):
        room.vote(store, stolen, SITES[0], approves=True)


def test_a_decision_closes_the_meeting_for_good(store, opened, voting, seat):
    key = opened[1]
    room.vote(store, seat, SITES[0], approves=True)
    closed = meetings.decide(store, voting, key, "Le premier terrain, à l’unanimité.")
    assert (closed.stage, closed.revealed) == (Stage.CLOSED, True)
    assert closed.closed >= closed.opened
    assert meetings.meeting_of(store, closed.code) == closed
    for act in (
        lambda: room.vote(store, seat, SITES[0], approves=False),
        lambda: room.weigh(store, seat, {"F1": 1.0}),
        lambda: room.join(store, closed.code, name="Tard"),
        lambda: meetings.go_to(store, closed, key, Stage.VOTES),
    ):
        with pytest.raises(StoreError, match="closed"):
            act()


def test_a_full_room_is_told(store, opened, monkeypatch):
    monkeypatch.setattr(room, "MOST_SEATS", 2)
    for name in ("A", "B"):
        room.join(store, opened[0].code, name=name)
    with pytest.raises(StoreError, match="full"):
        room.join(store, opened[0].code, name="C")
