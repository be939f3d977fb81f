"""Draws what fills a place of a page. One that fails leaves a quiet placeholder, never a page that is gone; one that is
slow again and again rests for a while, so that it is slow on a few pages and not on every one."""

import logging
import secrets
import time
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from markupsafe import Markup

from deskhand.kernel import slots
from deskhand.web import kept

log = logging.getLogger(__name__)

SLOW_SECONDS = 1.0
"""Who takes longer to draw is slow."""

SLOW_IN_A_ROW = 3
"""Who was slow so many times, one after the other, is left out of the pages of the next while. Once alone says nothing:
then the machine was busy."""

REST_SECONDS = 60.0
"""How long a slow one is left out, in this process."""

HOLE = Markup(f"<!--{secrets.token_hex(16)}-->")
"""Stands in the kept markup of a panel where its content goes. Drawn by lot in each process: no text holds it."""

_rests_until: dict[int, float] = {}
"""By the identity of what fills the place."""

_slow_before: dict[int, int] = {}
"""How many times in a row it was slow; who is slow again after a rest rests again at once."""


def render(place: str, *about: Any, request: HttpRequest | None, desk_id: int | None = None) -> Markup:
    """Return the markup of everything that fills `place`, in order, for the desk of what it is about, or for that of
    the id; without either, what is on for any desk.

    An item is a function of (request, *about), or an object with `render(request, *about)` and perhaps a `title`, which
    makes it a panel. It returns markup; nothing leaves its part of the place empty.
    """
    desk_id = desk_id or (getattr(about[0], "desk_id", None) if about else None)
    return Markup("").join(_drawn(item, place, request, about) for item in slots.items(place, desk_id=desk_id))


def drawn(template: str, context: dict[str, Any], request: HttpRequest) -> Markup:
    """A template as markup, to stand in another one."""
    return Markup(render_to_string(template, context, request))


def _drawn(item: Any, place: str, request: HttpRequest | None, about: tuple[Any, ...]) -> Markup:
    title = getattr(item, "title", "")
    if _rests_until.get(id(item), 0.0) > time.monotonic():
        return _panel(title, None)
    began = time.monotonic()
    try:
        markup = getattr(item, "render", item)(request, *about)
    except Exception:
        log.exception("Nothing drawn for %r in the place %s", item, place)
        return _panel(title, None)
    finally:
        _note_pace(item, place, time.monotonic() - began)
    if not markup:
        return Markup("")
    return _panel(title, markup) if title else Markup(markup)


def _note_pace(item: Any, place: str, seconds: float) -> None:
    _rests_until.pop(id(item), None)
    if seconds <= SLOW_SECONDS:
        _slow_before.pop(id(item), None)
        return
    times = _slow_before[id(item)] = _slow_before.get(id(item), 0) + 1
    if times < SLOW_IN_A_ROW:
        log.info("%r in the place %s took %.1f s", item, place, seconds)
        return
    _rests_until[id(item)] = time.monotonic() + REST_SECONDS
    log.warning("%r in the place %s took %.1f s and rests for %.0f s", item, place, seconds, REST_SECONDS)


def _panel(title: str, markup: str | None) -> Markup:
    """The panel with this in it; the quiet line for None."""
    drawn = kept.part("web/_panel.html", title=str(title), markup=None if markup is None else HOLE)
    return Markup(str.replace(drawn, HOLE, "" if markup is None else str(markup)))
