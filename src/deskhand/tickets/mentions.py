"""Whom a note names with ``@``: people who serve the desk, and its teams. In the text a mention is a span that the
editor made and the server has checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import escape

from deskhand.accounts.models import DeskRole, Person, Team
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import READERS
from deskhand.kernel.words import fold
from deskhand.mail.clean import text_from_html
from deskhand.tickets.bodies import Body, without_mentions

MENTION_LIMIT = 50
"""Most people and teams that one note may mention."""

OFFERED = 8
"""People and teams in one answer to what is typed after ``@``."""

_MENTION = re.compile(r'<span\b[^>]*\bdata-mention="(person|team)-(\d{1,15})"[^>]*>([^<]*)</span>')

_Key = tuple[str, int]


@dataclass(frozen=True)
class Mentioned:
    """A text whose mentions are true, and whom it names."""

    body: Body
    people: Sequence[Person] = ()
    teams: Sequence[Team] = ()


def serving(desk_id: int) -> Any:
    """Active people who read the desk's tickets as staff."""
    roles = DeskRole.objects.filter(desk_id=desk_id, role__in=READERS).values("person_id")
    return Person.objects.filter(pk__in=roles, is_active=True)


def offered(desk_id: int, typed: str) -> list[dict[str, str]]:
    """Who fits what was typed after ``@``, people first: ``{"id", "label", "detail"}``. A word fits by the beginning of
    any word of the name."""
    people = serving(desk_id).order_by("name").values_list("pk", "name", "title")
    teams = Team.objects.within(desk_id).active().order_by("name").values_list("pk", "name")
    found = [_option("person", pk, name, title) for pk, name, title in people if _fits(typed, name)]
    found += [_option("team", pk, name, _("Team")) for pk, name in teams if _fits(typed, name)]
    return found[:OFFERED]


def checked(desk_id: int, body: Body) -> Mentioned:
    """The text with each mention in its name of today. Raises Invalid if it names somebody who does not serve the
    desk, a team that is not one of it, or more than :data:`MENTION_LIMIT`."""
    named = {(kind, int(pk)): words for kind, pk, words in _MENTION.findall(body.html)}
    if not named:
        return Mentioned(without_mentions(body))
    if len(named) > MENTION_LIMIT:
        raise Invalid(_("A note can mention at most %(limit)s people and teams.") % {"limit": MENTION_LIMIT})
    people = list(serving(desk_id).filter(pk__in=_ids("person", named)).order_by("pk"))
    teams = list(Team.objects.within(desk_id).active().filter(pk__in=_ids("team", named)).order_by("pk"))
    names: dict[_Key, str] = {("person", one.pk): one.name for one in people}
    names |= {("team", one.pk): one.name for one in teams}
    strangers = [unescape(words) for key, words in named.items() if key not in names]
    if strangers:
        raise Invalid(
            _("Nobody of that name serves this desk: %(names)s. Take the mention out, or write the name without @.")
            % {"names": ", ".join(strangers)}
        )
    return Mentioned(_in_names_of_today(body, names), people, teams)


def with_mentions(body: Body, people: Iterable[Person], teams: Iterable[Team]) -> Body:
    """The text with a last line that mentions those whom it does not name yet."""
    named = {(kind, int(pk)) for kind, pk, _words in _MENTION.findall(body.html)}
    wanted = [("person", one.pk, one.name) for one in people] + [("team", one.pk, one.name) for one in teams]
    fresh = [chip(kind, pk, name) for kind, pk, name in dict.fromkeys(wanted) if (kind, pk) not in named]
    if not fresh:
        return body
    return _with(body, f'{body.html}<p dir="auto">{" ".join(fresh)}</p>')


def chip(kind: str, pk: int, name: str) -> str:
    """A mention as it stands in a text."""
    return f'<span class="mail-mention" data-mention="{kind}-{pk}">@{escape(name)}</span>'


def _in_names_of_today(body: Body, names: Mapping[_Key, str]) -> Body:
    """What looks like a mention but holds more than a name becomes plain words."""
    chips = {f"{kind}-{pk}": chip(kind, pk, name) for (kind, pk), name in names.items()}
    kept = re.split(_MENTION, body.html)
    plain = [without_mentions(replace(body, html=part)).html for part in kept[::4]]
    keys = [f"{kind}-{int(pk)}" for kind, pk in zip(kept[1::4], kept[2::4], strict=True)]
    html = plain[0] + "".join(f"{chips[key]}{rest}" for key, rest in zip(keys, plain[1:], strict=True))
    return _with(body, html)


def _with(body: Body, html: str) -> Body:
    return replace(body, html=html, text=text_from_html(html))


def _option(kind: str, pk: int, name: str, detail: str) -> dict[str, str]:
    return {"id": f"{kind}-{pk}", "label": name, "detail": detail}


def _ids(kind: str, named: Iterable[_Key]) -> list[int]:
    return [pk for one, pk in named if one == kind]


def _fits(typed: str, name: str) -> bool:
    words = fold(name).split()
    return all(any(word.startswith(one) for word in words) for one in fold(typed).split())
