"""The widget: which sites may embed it, the script that they embed, and who is let in.

A site is an origin (scheme, host, port), compared whole. Whoever looks through the widget is a stranger, whatever the
browser sends along: it shows what everybody may read, keeps nothing in the browser, and rides on nobody's session."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from markupsafe import Markup

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid
from deskhand.modules.knowledge.actions.settings import ORIGIN_LIMIT, origin_of
from deskhand.modules.knowledge.models import Rules, rules_of
from deskhand.tickets.links import absolute

SCRIPTS = Path(__file__).parent / "scripts"
"""Every version of the script that was ever released: each stays where sites look for it, unchanged."""


@dataclass(frozen=True, slots=True)
class Site:
    """A desk whose widget is asked for, and the origins that may embed it: at least one."""

    desk: Desk
    rules: Rules
    origins: tuple[str, ...]

    @property
    def has_articles(self) -> bool:
        """Whether strangers may read anything at all."""
        return not self.rules.is_behind_sign_in


def site_of(desk_key: str) -> Site | None:
    """The desk's widget; None where there is none: no such desk, one that strangers may not know of, or without a
    single site on its list."""
    desk = Desk.objects.filter(key=desk_key, is_active=True, is_listed=True).first()
    if desk is None:
        return None
    rules = rules_of(desk.pk)
    origins = sound(rules.widget_origins)
    return Site(desk, rules, origins) if origins else None


def sound(origins: Iterable[object]) -> tuple[str, ...]:
    """Those of a list that are origins, as browsers write them. What is none (a pattern, a path, ``null``) is left out:
    it would stand in a header."""
    found: dict[str, None] = {}
    for one in list(origins)[:ORIGIN_LIMIT]:
        with suppress(Invalid):
            found[origin_of(str(one))] = None
    return tuple(found)


def may_script(request: HttpRequest, site: Site) -> bool:
    """Whether the script is handed to whoever asks: browsers name the site that it would run on."""
    asking = request.headers.get("Origin")
    return asking is None or asking in site.origins


def may_frame(request: HttpRequest, site: Site) -> bool:
    """Whether a page of the widget is shown. Browsers keep the list by the page's policy; what they tell of where a
    request comes from is looked at besides. Forms are sent by the widget's own pages alone."""
    told = request.headers
    own = {absolute("").lower(), f"{request.scheme}://{request.get_host()}"}
    if told.get("Sec-Fetch-Dest", "") in ("object", "embed"):
        return False
    if request.method not in ("GET", "HEAD"):
        is_own = told.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
        return is_own and told.get("Origin", next(iter(own))).lower() in own
    if told.get("Sec-Fetch-Dest", "") not in ("iframe", "frame"):
        return True
    parts = urlsplit(told.get("Referer", ""))
    above = f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""
    return not above or above in own or above in site.origins


@cache
def current() -> str:
    """The version of the script that new sites embed."""
    return (SCRIPTS / "VERSION").read_text(encoding="utf-8").strip()


@cache
def script(version: str) -> bytes | None:
    """The script of a version; None for one that never was."""
    path = SCRIPTS / f"widget-{version}.js"
    return path.read_bytes() if version.isascii() and version.isdigit() and path.is_file() else None


def integrity(version: str) -> str:
    """What a site writes beside the address, so that its browsers run this script and no other."""
    digest = hashlib.sha384(script(version) or b"").digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


def snippet(desk: Desk) -> str:
    """The line that a site embeds."""
    address = absolute(reverse("knowledge:widget_script", args=[desk.key, current()]))
    line = Markup('<script async src="{}" integrity="{}" crossorigin="anonymous"></script>')
    return str(line.format(address, integrity(current())))
