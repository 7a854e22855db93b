"""Signing in with an account (OpenID Connect), where the server's secrets say so; off otherwise.

It takes Streamlit's own `[auth]` section of `.streamlit/secrets.toml` and its extra `streamlit[auth]`. Whoever joins a
meeting by its code needs no account: the meeting's page is all that is open then.
"""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from geo.messages import N_
from geo.ui import session

_SECTION = "auth"


def configured() -> bool:
    """Tell whether people must sign in on this server."""
    return bool(st.secrets.load_if_toml_exists()) and _SECTION in st.secrets


def open_to(pages: list[StreamlitPage], *, invited: StreamlitPage) -> list[StreamlitPage]:
    """
    Return the pages that this person may see.

    Parameters
    ----------
    invited
        Of them, the one that a code of the address opens without an account.
    """
    if not configured() or st.user.is_logged_in:
        return pages
    if "code" in st.query_params:
        return [invited]
    return [st.Page(page, title=session.words()(N_("Sign in")), url_path="connexion", default=True)]


def page() -> None:
    """Ask to sign in."""
    say = session.words()
    st.subheader(say(N_("Sign in")))
    st.write(say(N_("The studies of this server are open to those who have an account.")))
    st.button(say(N_("Sign in with my account")), type="primary", on_click=st.login, key="login")
