from dataclasses import replace

import pytest

from geo.errors import StoreError
from geo.store import meetings, room
from geo.store.meetings import Stage
from geo.store.room import Standing
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


def test_weights_that_are_none_are_refused(store, opened, seat):
    for wrong in (
        {},
        {"F1": 0.0},
        {"F1": -1.0, "A1": 2.0},
        {"F1": float("nan")},
        {"F1": float("inf")},
        {"F" * 41: 1.0},
        {f"F{number}": 1.0 for number in range(101)},
    ):
        with pytest.raises(StoreError, match="weights cannot be used"):
            room.weigh(store, seat, wrong)
    longest = {"F" * 40: 0.0} | {f"F{number}": 1.0 for number in range(99)}
    room.weigh(store, seat, longest)
    assert room.own_weights(store, seat) == longest


def test_own_weights_are_nothing_until_they_are_given(store, seat):
    assert room.own_weights(store, seat) == {}


def test_long_names_are_cut(store, opened):
    room.join(store, opened[0].code, name="é" * 500, group="g" * 500)
    [person] = room.room(store, opened[0])
    assert (len(person.name), len(person.group)) == (80, 80)


def test_who_leaves_counts_no_more_and_finds_everything_back(store, opened, voting, seat):
    room.weigh(store, seat, {"F1": 1.0})
    room.vote(store, seat, SITES[0], approves=True)
    before = room.room(store, voting, opened[1])
    room.leave(store, seat)
    assert room.standing_of(store, seat) is Standing.LEFT
    assert room.room(store, voting) == ()
    assert [person.standing for person in room.room(store, voting, absent=True)] == [Standing.LEFT]
    for act in (
        lambda: room.weigh(store, seat, {"F1": 2.0}),
        lambda: room.vote(store, seat, SITES[0], approves=False),
        lambda: room.leave(store, seat),
    ):
        with pytest.raises(StoreError, match="You left"):
            act()
    room.come_back(store, seat)
    assert room.room(store, voting, opened[1]) == before


def test_the_organiser_takes_a_person_off_and_back(store, opened, voting, seat):
    meeting, key = opened
    room.vote(store, seat, SITES[0], approves=True)
    room.take_off(store, meeting, key, seat.participant)
    assert room.standing_of(store, seat) is Standing.REMOVED
    assert room.room(store, voting, key) == ()
    for act in (room.come_back, room.leave, lambda store, seat: room.vote(store, seat, SITES[0], approves=False)):
        with pytest.raises(StoreError, match="took you off"):
            act(store, seat)
    room.take_off(store, meeting, key, seat.participant, removed=False)
    assert room.room(store, voting, key)[0].votes == {SITES[0]: True}


def test_nobody_is_taken_off_by_a_participant_or_from_another_meeting(store, opened, seat):
    other, key = meetings.open_meeting(store, study=opened[0].study, title="Autre", sites=SITES)
    for wrong in ("", seat.key):
        with pytest.raises(StoreError, match="Only the organiser"):
            room.take_off(store, opened[0], wrong, seat.participant)
    room.take_off(store, other, key, seat.participant)
    assert room.standing_of(store, seat) is Standing.HERE


def test_a_seat_of_another_key_is_not_told_of(store, seat):
    for act in (room.standing_of, room.leave, room.come_back):
        with pytest.raises(StoreError, match="not yours"):
            act(store, replace(seat, key="x" * 32))


def test_a_seat_that_was_left_makes_room(store, opened, seat, monkeypatch):
    monkeypatch.setattr(room, "MOST_SEATS", 1)
    with pytest.raises(StoreError, match="full"):
        room.join(store, opened[0].code, name="B")
    room.leave(store, seat)
    room.join(store, opened[0].code, name="B")


def test_a_flood_of_newcomers_is_held_back_for_a_moment(store, opened, monkeypatch):
    monkeypatch.setattr(room, "MOST_AT_ONCE", 2)
    for name in ("A", "B"):
        room.join(store, opened[0].code, name=name)
    with pytest.raises(StoreError, match="same moment"):
        room.join(store, opened[0].code, name="C")
    monkeypatch.setattr(room, "AT_ONCE_S", 0.0)
    room.join(store, opened[0].code, name="C")


def test_a_password_is_not_guessed_at_length(store, opened, monkeypatch):
    monkeypatch.setattr(meetings, "_WRONG_PASSWORDS", 3)
    guarded, _ = meetings.open_meeting(store, study=opened[0].study, title="Huis clos", sites=SITES, password="tilleul")
    for _ in range(2):
        with pytest.raises(StoreError, match="not the password"):
            room.join(store, guarded.code, name="A", password="chêne")
    room.join(store, guarded.code, name="A", password="tilleul")
    with pytest.raises(StoreError, match="not the password"):
        room.join(store, guarded.code, name="A", password="chêne")
    with pytest.raises(StoreError, match="too often"):
        room.join(store, guarded.code, name="A", password="tilleul")
    monkeypatch.setattr(meetings, "_LOCK_S", 0.0)
    room.join(store, guarded.code, name="A", password="tilleul")


def test_the_meetings_of_a_study_are_found_once_they_are_closed_the_latest_first(store, opened):
    meeting, key = opened
    assert meetings.closed_meetings(store, meeting.study) == ()
    first = meetings.decide(store, meetings.go_to(store, meeting, key, Stage.VOTES), key, "Le premier")
    later, its_key = meetings.open_meeting(store, study=meeting.study, title="Suite", sites=SITES)
    last = meetings.decide(store, later, its_key, "")
    other = save_new(store, name="Autre", territory="Val-Fiacre", document="{}")
    assert meetings.closed_meetings(store, meeting.study) == (last, first)
    assert meetings.closed_meetings(store, other.id) == ()
