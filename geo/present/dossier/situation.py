"""Where the site is: a map of its surroundings, one of its quarter, photographs."""

from collections.abc import Iterator

from geo.messages import N_
from geo.models import Role
from geo.present.document import Block, Columns, Heading, Paragraph, Picture
from geo.present.dossier import telling
from geo.present.plan_words import Words
from geo.present.situation import QUARTER_M, SURROUNDINGS_M, situation_svg
from geo.study.dossier import Case, Photo

_DRAWN = (Role.PARCELS, Role.BUILDINGS, Role.STREETS, Role.NEIGHBOURHOODS, Role.GARDENS_AND_PARKS)
_PAIR = 2
_MANY = 120
"""Letters of title, subtitle and authors that take more lines than usual."""


def cover_map(case: Case, words: Words, *, letters: int) -> Picture:
    """
    Return the site in its quarter, for the cover.

    Parameters
    ----------
    letters
        Above the map: where they are many, it is lower, so that the cover stays one page.

    Notes
    -----
    Where nothing but parcels is known, the map is that of the surroundings: parcels are drawn from that size on.
    """
    known = {Role.BUILDINGS, Role.STREETS} & {*case.territory.layers}
    return _map(case, words, QUARTER_M if known else SURROUNDINGS_M, 0.86 if letters < _MANY else 0.6)


def situation(case: Case, words: Words) -> tuple[Block, ...]:
    """Return the surroundings of the site and its photographs."""
    return (
        Heading(words.say(N_("Situation")), 2),
        _map(case, words, SURROUNDINGS_M, 0.74),
        Heading(words.say(N_("Photographs")), 2),
        *_photographs(case, words),
    )


def _map(case: Case, words: Words, width_m: float, ratio: float) -> Picture:
    shape = case.surveyed.sites.geometry[case.site]
    svg = situation_svg(case.territory, shape, words.translate, width_m=width_m, ratio=ratio)
    told = words.say(N_("Map of the site and what lies around it, north up, {width} m wide."), width=round(width_m))
    return Picture(svg.encode(), "svg", told, legend(case, words), telling.sources(case.territory, _DRAWN, words))


def legend(case: Case, words: Words) -> str:
    """Return what the colours of the map mean, of those layers that it can show."""
    names = {
        Role.BUILDINGS: N_("grey: buildings"),
        Role.GARDENS_AND_PARKS: N_("light green: parks and gardens"),
        Role.NEIGHBOURHOODS: N_("violet hatches: priority neighbourhood"),
    }
    shown = [words.say(text) for role, text in names.items() if role in case.territory.layers]
    return words.say(N_("Green edged with blue: the site; {others}."), others=tuple(shown)) if shown else ""


def _photographs(case: Case, words: Words) -> Iterator[Block]:
    photos = case.asked.photos
    if not photos:
        text = N_(
            "None was supplied. To be added: the site from the street, a view of the whole, the soil, the access."
        )
        yield Paragraph(words.say(text), "note")
    for first in range(0, len(photos), _PAIR):
        pair = photos[first : first + _PAIR]
        yield Columns(tuple((_shown(photo, words),) for photo in pair) + ((),) * (_PAIR - len(pair)))


def _shown(photo: Photo, words: Words) -> Picture:
    return Picture(photo.data, photo.form, photo.caption or words.say(N_("Photograph of the site")), photo.caption)
