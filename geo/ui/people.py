"""The people of a meeting on the organiser's desk: who is here, who is done, and who is taken off and brought back."""

from collections.abc import Sequence

from geo.messages import N_, word
from geo.store.room import Participant, Standing
from geo.ui import session
from geo.ui.components import component, unheard

_mount = component("people")


def people_table(people: Sequence[Participant], *, closed: bool) -> str | None:
    """
    List the people of a meeting, each with a button to take off or bring back.

    Parameters
    ----------
    closed
        Nobody is moved any more.

    Returns
    -------
    moved
        Id of the person whose button was just pressed.
    """
    say = session.words()
    heads = (N_("Name"), N_("Group"), N_("Weights given"), N_("Have voted"))
    labels = {
        "caption": say(N_("Participants")),
        "heads": [say(head) for head in heads],
        "yes": say(N_("yes")),
        "no": say(N_("not yet")),
        "action": say(N_("Take off or bring back")),
    }
    rows = [_row(person, closed=closed) for person in people]
    moved: str | None = _mount(key="people", data={"rows": rows, **labels}, on_moved_change=unheard).moved
    return moved


def _row(person: Participant, *, closed: bool) -> dict[str, object]:
    say = session.words()
    actions = {Standing.HERE: say(N_("Take off")), Standing.REMOVED: say(N_("Bring back")), Standing.LEFT: ""}
    notes = {Standing.HERE: "", Standing.REMOVED: say(N_("taken off")), Standing.LEFT: say(N_("left"))}
    return {
        "id": person.id,
        "name": person.name,
        "note": notes[person.standing],
        "group": session.translate()(word(person.group)),
        "weighed": bool(person.weights),
        "voted": person.has_voted,
        "action": "" if closed else actions[person.standing],
    }
