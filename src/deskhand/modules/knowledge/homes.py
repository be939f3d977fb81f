"""What stands on a home for whoever looks: the parts that the desk chose, in its order, each with what the reader may
read. A home decides the look and the order, never who reads what."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from deskhand.accounts.models import Desk
from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge import contacts, shown
from deskhand.modules.knowledge.models import Home, Part
from deskhand.modules.knowledge.models.home import WORD_LIMIT
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.portal import queries
from deskhand.portal.opening import opening_of
from deskhand.portal.pages import actor_of
from deskhand.portal.rows import as_rows
from deskhand.web import links, places

BELOW = "home"
"""The part of the query by which pages behind a brand's home keep its look."""

_KEPT = "_knowledge_homes"
_WORD = re.compile(rf"[a-z0-9-]{{1,{WORD_LIMIT}}}")
_AT_START = "_knowledge_start"


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a home, with what is in it: lines, categories, requests, or markup."""

    code: str
    found: Any


def home_of(actor: Actor, desk_id: int) -> Home | None:
    """The desk's home that the actor meets, None for the plain pages. One query."""
    found: Home | None = Home.objects.met_by(actor, desk_id).first()
    return found


def here(request: HttpRequest, desk: Desk) -> Home | None:
    """The same for whoever asks; a brand's on its own page and on those behind it. Looked up once a request."""
    kept: dict[int, Home | None] = request.__dict__.setdefault(_KEPT, {})
    if desk.pk not in kept:
        kept[desk.pk] = _branded(request, desk) or home_of(actor_of(request), desk.pk)
    return kept[desk.pk]


def brand(request: HttpRequest, desk: Desk, word: str) -> Home:
    """The home at this address, which the rest of the request looks like. Raises NotFound."""
    found = _named(desk, word)
    if found is None:
        raise NotFound
    request.__dict__.setdefault(_KEPT, {})[desk.pk] = found
    links.carry(request, BELOW, found.word)
    return found


def _branded(request: HttpRequest, desk: Desk) -> Home | None:
    """The brand that a page behind its home names. A word that no brand has is passed over: what the page says is the
    same."""
    found = _named(desk, request.GET.get(BELOW, ""))
    if found is not None:
        links.carry(request, BELOW, found.word)
    return found


def is_below(request: HttpRequest) -> bool:
    """Whether the page is a brand's home, or one behind it."""
    return links.carries(request, BELOW)


def kept_in(request: HttpRequest, parts: list[shown.Part]) -> list[shown.Part]:
    """Parts of an article whose links into the help center stay behind the brand's home."""
    return shown.with_links(parts, partial(links.carried, request)) if is_below(request) else parts


def _named(desk: Desk, word: str) -> Home | None:
    if not _WORD.fullmatch(word):
        return None
    found: Home | None = Home.objects.within(desk).standing().select_related("desk").filter(word=word).first()
    return found


def address(home: Home, desk: Desk) -> str:
    """Where the home stands: a brand at its own address, each other one at the help center's."""
    return reverse("knowledge:help_brand", args=[desk.key, home.word]) if home.word else _help_home(desk)


def _help_home(desk: Desk) -> str:
    return reverse("knowledge:help_home", args=[desk.key])


def home_by_mark(mark: str) -> Home | None:
    """The home whose logo and colours have this mark, where the module is on."""
    marked = Home.objects.beyond_walls("who knows the mark may see logo and colours").standing().filter(mark=mark)
    found: Home | None = marked.select_related("logo").first()
    return found if found is not None and switches.is_on(MODULE, found.desk_id) else None


def look(request: HttpRequest, desk: Desk | None) -> dict[str, str]:
    """Name, logo, colours and words of the home, for the portal's frame; empty without one. A page about several desks
    looks like the home that the start page took."""
    home = here(request, desk) if desk is not None else request.__dict__.get(_AT_START)
    if home is None:
        return {}
    below = {"url": address(home, home.desk)} if is_below(request) else {}
    return look_of(home) | below


def look_of(home: Home) -> dict[str, str]:
    """The same of one home. What it does not say is the desk's."""
    said = home.said(language())
    found = {"name": home.name, "heading": said["heading"], "words": said["words"]}
    if home.logo_id:
        found["logo"] = reverse("knowledge:home_logo", args=[home.mark])
    if home.accent:
        found["colours"] = reverse("knowledge:home_colours", args=[home.mark])
    return {name: text for name, text in found.items() if text}


def blocks(request: HttpRequest, home: Home, desk: Desk, actor: Actor) -> list[Block]:
    """The parts of the home that have something in them for the actor, in the desk's order."""
    found = [Block(code, _FILLED[code](request, home, desk, actor)) for code in home.parts if code in _FILLED]
    return [one for one in found if one.found]


def ways(home: Home, desk: Desk) -> list[contacts.Shown]:
    """The home's contacts at this moment, what is open first."""
    if not home.contacts:
        return []
    now = opening_of(desk)
    return contacts.shown(home.contacts, is_open=now is None or now.is_open, hours=now.words if now else "")


def language() -> str:
    """The reader's language."""
    return (translation.get_language() or "en").partition("-")[0]


def at_start(request: HttpRequest, desks: list[Desk]) -> str:
    """The portal's start page in the order of a home: that of the only desk, or the only one that greets the reader's
    organization."""
    met = met_at_start(request, desks)
    if met is None:
        return ""
    home, desk = met
    request.__dict__[_AT_START] = home
    context = given(request, home, desk, actor_of(request)) | {"is_start": True, "has_desks": len(desks) > 1}
    return render_to_string("knowledge/_home_blocks.html", context, request)


def given(request: HttpRequest, home: Home, desk: Desk, actor: Actor) -> dict[str, Any]:
    """What the blocks of a home are drawn from."""
    found = blocks(request, home, desk, actor)
    return {
        "blocks": found,
        "help_desk": desk,
        "here": reverse("knowledge:help_home", args=[desk.key]),
        "may_write": queries.may_try(actor, desk),
        "has_contacts": any(one.code == Part.CONTACTS for one in found),
    }


def beside_form(request: HttpRequest, desk: Desk) -> str:
    """Other ways to reach the desk, above the form for a request."""
    home = here(request, desk)
    found = ways(home, desk) if home is not None else []
    return render_to_string("knowledge/_home_ways.html", {"ways": found, "is_beside": True}, request) if found else ""


def met_at_start(request: HttpRequest, desks: Sequence[Desk]) -> tuple[Home, Desk] | None:
    """The home that the start page takes, with its desk; None for the plain page."""
    on = set(switches.desks_with(MODULE))
    if len(desks) == 1:
        home = here(request, desks[0]) if desks[0].pk in on else None
        return (home, desks[0]) if home is not None else None
    met = [(home, one) for one in desks if one.pk in on and (home := here(request, one)) and not home.is_general]
    return met[0] if len(met) == 1 else None


def _search(request: HttpRequest, home: Home, desk: Desk, actor: Actor) -> Any:
    return True


def _words(request: HttpRequest, home: Home, desk: Desk, actor: Actor) -> Any:
    return home.said(language())["words"]


def _notices(request: HttpRequest, home: Home, desk: Desk, actor: Actor) -> Any:
    return places.render("portal_notices", desk, request=request, desk_id=desk.pk)


def _contacts(request: HttpRequest, home: Home, desk: Desk, actor: Actor) -> Any:
    may_write, found = queries.may_try(actor, desk), ways(home, desk)
    return {"ways": found, "may_write": may_write} if found or may_write else None


def _featured(request: HttpRequest, home: Home, desk: Desk, actor: Actor) -> Any:
    return shown.featured(actor, desk, language())


def _categories(request: HttpRequest, home: Home, desk: Desk, actor: Actor) -> Any:
    tops = shown.branches(actor, desk, language())
    if not home.shelves:
        return tops
    found = (shown.branch_of(tops, pk) for pk in home.shelves)
    return [one[0] for one in found if one is not None]


def _requests(request: HttpRequest, home: Home, desk: Desk, actor: Actor) -> Any:
    if actor.person_id is None or actor.only_ticket is not None:
        return None
    waiting = queries.waiting_for_me(actor)
    rows = waiting + queries.newest(actor, [row["id"] for row in waiting])
    return {"rows": as_rows(actor, rows)}


def _useful(request: HttpRequest, home: Home, desk: Desk, actor: Actor) -> Any:
    return shown.most_useful(actor, desk, language())


def _loose(request: HttpRequest, home: Home, desk: Desk, actor: Actor) -> Any:
    return shown.lines(shown.loose(actor, desk)[: shown.PAGE], desk, language())


_FILLED: dict[str, Callable[[HttpRequest, Home, Desk, Actor], Any]] = {
    Part.SEARCH: _search,
    Part.WORDS: _words,
    Part.NOTICES: _notices,
    Part.CONTACTS: _contacts,
    Part.FEATURED: _featured,
    Part.CATEGORIES: _categories,
    Part.REQUESTS: _requests,
    Part.USEFUL: _useful,
    Part.LOOSE: _loose,
}
