"""“What you know”: field checks that people write about a site. They are kept, and count at once."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from geo.errors import StoreError
from geo.kinds import Subject, Sureness
from geo.messages import N_, Message
from geo.present.field_words import QUESTIONS, SURENESS, answer_text, answers_of, check_text, target_text
from geo.present.labels import error_text
from geo.present.site_reasons import list_html
from geo.sources.checks import ANSWERS, checks_csv, value_of
from geo.store import checks
from geo.study import Survey
from geo.study.appeals import facts
from geo.ui import choosing, session, storage
from geo.ui.texts import plain, small_heading, statement

_LAST, _ROUND, _CHANGED = "check-last", "check-round", "check-changed"
_FILE = "verifications.csv"
_STEPS: Mapping[Subject, float] = {Subject.GATE_WIDTH: 0.1, Subject.SOIL_PH: 0.1}
_START: Mapping[Subject, float] = {Subject.SOIL_PH: 7.0}


@st.fragment
def section(surveyed: Survey, site: str) -> None:
    """Show the form on the left, what is kept on the right; nothing else runs again while one writes."""
    say = session.words()
    if st.session_state.pop(_CHANGED, False):
        st.rerun()  # the whole sheet follows
    st.header(say(N_("What you know")), anchor="known")
    st.caption(say(N_("You went there, you asked, you have an analysis: write it. The sheet follows at once.")))
    try:
        storage.store()
    except StoreError as error:
        st.error(error_text(error, session.translate()), icon=":material/error:")
        return
    left, right = st.columns(2, gap="large")
    parcels = tuple(surveyed.sites.at[site, "parcels"])
    with left, st.container(border=True, key="check-form"):
        _form(site, parcels)
    with right:
        _kept(site, parcels)
        _filed(surveyed, site)


def _form(site: str, parcels: Sequence[str]) -> None:
    say = session.words()
    subject = st.selectbox(
        say(N_("What is it about?")), list(QUESTIONS), format_func=lambda one: say(QUESTIONS[one]), key="check-subject"
    )
    value = _value(subject)
    written = {"subject": str(subject), "value": value or "", "target": _land(site, parcels), **_who()}
    ready = all(written[name] for name in ("value", "author", "date"))
    st.button(
        say(N_("Keep")),
        type="primary",
        disabled=not ready,
        help=None if ready else say(N_("Give an answer, the day, and the name or service of who says so.")),
        key="check-keep",
        on_click=_keep,
        args=[site, written],
    )


def _land(site: str, parcels: Sequence[str]) -> str:
    """Ask which land a check is about, where a site has several parcels."""
    if len(parcels) < 2:
        return site
    return str(
        st.segmented_control(
            session.words()(N_("Which land?")),
            [site, *parcels],
            default=site,
            required=True,
            format_func=lambda one: target_text(one, parcels, session.translate()),
            key=f"check-target-{site}",
        )
    )


def _who() -> dict[str, str]:
    """Ask who says so, on which day, how sure, with what remark."""
    say = session.words()
    left, right = st.columns(2)
    day = left.date_input(say(N_("Which day?")), "today", max_value="today", format="DD/MM/YYYY", key="check-day")
    author = right.text_input(say(N_("Who says so?")), max_chars=80, key="check-by", persist_state="session")
    sureness = st.segmented_control(
        say(N_("How sure?")),
        list(Sureness),
        default=Sureness.SEEN,
        required=True,
        format_func=lambda one: say(SURENESS[one]),
        key="check-sureness",
    )
    remark = st.text_input(say(N_("Remark (optional)")), max_chars=500, key=f"check-remark-{_round()}")
    return {
        "date": "" if day is None else str(day),
        "author": _line(author),
        "sureness": str(sureness),
        "remark": _line(remark),
    }


def _line(text: str) -> str:
    return " ".join(text.split())


def _round() -> int:
    """Count the checks that were kept: the widgets of the next one are fresh."""
    return int(st.session_state.get(_ROUND, 0))


def _value(subject: Subject) -> str | None:
    """Ask with the widget that suits the answer: a choice, or a number with its unit."""
    say, translate, answer = session.words(), session.translate(), ANSWERS[subject]
    key, label = f"check-value-{subject}-{_round()}", say(N_("Your answer"))
    if answer.words:
        found: str | None = st.segmented_control(
            label, answers_of(subject), format_func=lambda one: answer_text(subject, one, translate), key=key
        )
        return found
    unit = answer.unit or (say(N_("years")) if subject is Subject.SECURED_YEARS else "")
    number = st.number_input(
        f"{label} ({unit})" if unit else label,
        answer.least,
        answer.most,
        _START.get(subject),
        step=_STEPS.get(subject, 1.0),
        format="%.1f" if subject in _STEPS else "%.0f",
        placeholder=say(N_("a number")),
        key=key,
    )
    return None if number is None else value_of(subject, f"{number:.6g}")


def _keep(site: str, check: Mapping[str, str]) -> None:
    choosing.change(site=site)  # the best site was looked at: it may be the best no longer
    name = checks.keep_check(storage.store(), check)
    st.session_state[_LAST] = ("kept", name, dict(check))
    st.session_state[_ROUND] = _round() + 1
    st.session_state[_CHANGED] = True


def _take_back(name: str, check: Mapping[str, str]) -> None:
    checks.take_back(storage.store(), name)
    st.session_state[_LAST] = ("taken", name, dict(check))
    st.session_state[_CHANGED] = True


def _undo() -> None:
    """Do the opposite of the last thing that was done."""
    done, name, check = st.session_state.pop(_LAST)
    if done == "kept":
        checks.take_back(storage.store(), name)
    else:
        checks.keep_check(storage.store(), check)
    st.session_state[_CHANGED] = True


def _kept(site: str, parcels: Sequence[str]) -> None:
    say = session.words()
    st.html(small_heading(say(N_("What is kept"))))
    _last()
    found = checks.checks_of(storage.store(), [site, *parcels])
    if found.empty:
        st.html(statement(say(N_("Nothing yet from this app."))))
        return
    for name, row in found.iloc[::-1].to_dict("index").items():
        _told(str(name), {str(key): str(value) for key, value in row.items()}, parcels)
    st.download_button(
        session.translate()(Message(N_("Take away ({file})"), {"file": _FILE})),
        checks_csv(pd.DataFrame(found)),
        _FILE,
        "text/csv",
        icon=":material/download:",
        key="check-file",
        on_click="ignore",
        help=say(N_("Put into the folder “layers” of the territory, it is read with the other files.")),
    )


def _filed(surveyed: Survey, site: str) -> None:
    """Show what the files of the territory tell of checks and analyses, which counts beside."""
    if surveyed.proofs is None:
        return
    own = checks.checks_of(storage.store(), [site, *surveyed.sites.at[site, "parcels"]])
    proofs = surveyed.proofs[surveyed.proofs["site_id"] == site]
    filed = proofs[~(proofs["author"].isin(own["author"]) & proofs["day"].isin(own["date"]))]
    if len(filed):
        title = small_heading(session.words()(N_("In the files of the territory")))
        st.html(title + list_html(facts(filed), session.translate()))


def _last() -> None:
    """Say what was just done, with the button that takes it back."""
    say = session.words()
    if _LAST not in st.session_state:
        return
    done = st.session_state[_LAST][0]
    with st.container(horizontal=True, vertical_alignment="center", key="check-last-line"):
        st.caption(say(N_("Kept.")) if done == "kept" else say(N_("Taken off.")))
        st.button(say(N_("Undo")), icon=":material/undo:", key="check-undo", on_click=_undo)


def _told(name: str, check: Mapping[str, str], parcels: Sequence[str]) -> None:
    say, translate = session.words(), session.translate()
    found, who = check_text(check, translate)
    about = target_text(check["target"], parcels, translate)
    with st.container(key=f"check-{name}"):
        told, off = st.columns([5, 2], vertical_alignment="center")
    remark = f"\n\n{plain(_line(check['remark']))}" if check["remark"] else ""
    told.markdown(f"**{plain(found)}**  \n{plain(about)} · {plain(who)}{remark}")
    off.button(
        say(N_("Take off")),
        key=f"check-off-{name}",
        icon=":material/close:",
        on_click=_take_back,
        args=[name, check],
        width="stretch",
    )
