"""How steady a ranking is, as the table beside its chart: how often each site comes first when the weights move."""

import html
from collections.abc import Mapping

from geo.messages import N_, Message
from geo.present.labels import Translator
from geo.scoring.robustness import Robustness


def steadiness_table(found: Robustness, names: Mapping[str, str], translate: Translator) -> str:
    """
    Return the sites with the share of the draws that rank each first, and among the first three.

    Parameters
    ----------
    found
        Around the weights of a profile.
    names
        By site, those to show in their order; every text is escaped.
    """
    heads = (N_("Site"), N_("Comes first"), N_("Among the first three"))
    top = "".join(f'<th scope="col">{html.escape(translate(Message(head)))}</th>' for head in heads)
    caption = html.escape(translate(Message(N_("How steady the ranking is"))))
    rows = "".join(
        f'<tr><th scope="row">{html.escape(name)}</th>'
        f"{_share(found.summary.at[site, 'first'])}{_share(found.summary.at[site, 'top_three'])}</tr>"
        for site, name in names.items()
    )
    return (
        f'<table class="jc-table jc-steady"><caption class="jc-unseen">{caption}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _share(value: float) -> str:
    percent = 100 * value
    told = "&lt;\u00a01" if 0 < percent < 1 else f"{percent:.0f}"
    bar = f'<span class="jc-share" aria-hidden="true"><i style="width:{percent:.1f}%"></i></span>'
    return f"<td>{bar}<span>{told}\u00a0%</span></td>"
