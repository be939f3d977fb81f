"""How a desk keeps its articles: who reads what is for everybody, what a new article begins with, in which languages,
which sites embed the widget, and which language model drafts answers."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import clock, vault
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.modules.knowledge.events import ModelChanged, RulesChanged
from deskhand.modules.knowledge.models import Article, Audience, Rules
from deskhand.search.semantic import writer

MONTHS_LIMIT = 60
"""Most months after which an article is looked at again."""

ORIGIN_LIMIT = 20
"""Sites that may embed the widget of a desk."""

ORIGIN_LENGTH = 260
"""Longest address of such a site in characters."""

ADDRESS_LIMIT = 300
"""Longest address of a language model in characters."""

MODEL_LIMIT = 100
"""Longest name of a language model in characters."""

SECRET_LIMIT = 1_000
"""Longest secret for a language model in characters."""

FIRST_AUDIENCES = (Audience.AGENTS, Audience.REQUESTERS, Audience.PUBLIC)
"""For whom an article can be from its first day: those that need no list of organizations, teams or people."""


@dataclass(eq=False)
class Opens(Exception):
    """Strangers could read from then on what is for everybody, and nobody has confirmed that. ``count`` articles."""

    count: int


@transaction.atomic
def change_rules(*, actor: Actor, desk: Desk, changes: Mapping[str, Any], is_confirmed: bool = False) -> list[str]:
    """Change ``is_behind_sign_in``, ``first_audience``, ``review_months``, ``languages`` or ``widget_origins``; returns
    which changed. Taking the sign-in away from before public articles needs ``is_confirmed`` (else :class:`Opens` is
    raised, and nothing is written)."""
    actor.need("knowledge.settings", desk.pk)
    row = _locked(desk)
    clean = _checked(changes)
    changed = sorted(name for name, value in clean.items() if getattr(row, name) != value)
    is_opened = "is_behind_sign_in" in changed and not clean["is_behind_sign_in"]
    if is_opened and not is_confirmed and (count := _for_everybody(desk)):
        raise Opens(count)
    if changed:
        _keep(row, {name: clean[name] for name in changed})
        fact = RulesChanged(desk=row.desk_id, fields=changed, is_opened=is_opened)
        emit(fact, actor=actor, desk_id=row.desk_id)
    return changed


@transaction.atomic
def set_writer(*, actor: Actor, desk: Desk, address: str, model: str, secret: str = "") -> list[str]:
    """Name the language model that drafts answers, or none (an empty address; its secret is then forgotten). An empty
    ``secret`` leaves the one that is kept, unless the address leads to another server: what is kept is never sent to
    one that it was not given for. Returns which of address, model and secret changed."""
    actor.need("knowledge.settings", desk.pk)
    row = _locked(desk)
    address, model, secret = address.strip(), " ".join(model.split()), secret.strip()
    _check_writer(row, address, model, secret)
    clean = {"address": address, "model": model if address else ""}
    if secret or not address:
        clean["secret"] = vault.locked(secret) if address else ""
    changed = sorted(name for name, value in clean.items() if getattr(row, f"writer_{name}") != value)
    if changed:
        _keep(row, {f"writer_{name}": clean[name] for name in changed})
        emit(ModelChanged(desk=row.desk_id, fields=changed), actor=actor, desk_id=row.desk_id)
    return changed


@transaction.atomic
def forget_secret(*, actor: Actor, desk: Desk) -> None:
    """Send the language model no secret any more."""
    actor.need("knowledge.settings", desk.pk)
    row = _locked(desk)
    if row.writer_secret:
        _keep(row, {"writer_secret": ""})
        emit(ModelChanged(desk=row.desk_id, fields=["secret"]), actor=actor, desk_id=row.desk_id)


def service_of(row: Rules) -> writer.Service | None:
    """The language model of these settings; None without one. Raises ValueError if its secret cannot be opened."""
    if not row.writer_address:
        return None
    return writer.Service(row.writer_address, row.writer_model, vault.opened(row.writer_secret))


def _locked(desk: Desk) -> Rules:
    """The desk's row, made with the defaults where there is none."""
    list(Desk.objects.select_for_update().filter(pk=desk.pk).values_list("pk"))
    row: Rules = Rules.objects.within(desk).get_or_create(desk=desk)[0]
    return row


def _keep(row: Rules, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))


def _for_everybody(desk: Desk) -> int:
    """How many articles strangers would read then."""
    found = Article.objects.within(desk).filter(audience=Audience.PUBLIC, confidence="validated")
    found = found.filter(translations__published__isnull=False).exclude(expires_at__lte=clock.now())
    return int(found.distinct().count())


def _checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    clean: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in _CHECKS:
            raise Invalid(_("This cannot be changed here: %(names)s.") % {"names": name})
        try:
            clean[name] = _CHECKS[name](value)
        except Invalid as refusal:
            wrong[name] = str(refusal)
    if wrong:
        raise Invalid(_("These settings cannot be saved."), wrong)
    return clean


def _audience(value: Any) -> str:
    if value not in FIRST_AUDIENCES:
        raise Invalid(_("Choose one of these."))
    return str(Audience(value))


def _months(value: Any) -> int:
    if not isinstance(value, int) or not 0 <= value <= MONTHS_LIMIT:
        raise Invalid(_("From 0 to %(limit)s months; 0 is never.") % {"limit": MONTHS_LIMIT})
    return value


def _languages(value: Sequence[str]) -> list[str]:
    """All of them is kept as none: a language that Deskhand learns later is then offered, too."""
    known = [code for code, _name in settings.LANGUAGES]
    if set(value) - set(known):
        raise Invalid(_("This language is not known."))
    chosen = [code for code in known if code in value]
    return [] if len(chosen) == len(known) else chosen


def _origins(value: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(origin_of(one) for one in value if one.strip()))
    if len(found) > ORIGIN_LIMIT:
        raise Invalid(_("At most %(limit)s sites.") % {"limit": ORIGIN_LIMIT})
    return found


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "is_behind_sign_in": bool,
    "first_audience": _audience,
    "review_months": _months,
    "languages": _languages,
    "widget_origins": _origins,
}

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


def origin_of(typed: str) -> str:
    """A site as browsers name it: scheme, host and, where it is not the usual one, port. Raises Invalid for what has
    more to it (a path, a name and password, a wildcard), and for plain http but on this machine."""
    said = typed.strip()
    wrong = Invalid(
        _("“%(site)s” is no site’s address. It looks like https://www.example.com, without a path and without *.")
        % {"site": said[:80]}
    )
    if len(said) > ORIGIN_LENGTH or not said.isprintable() or " " in said or "\\" in said:
        raise wrong
    try:
        parts = urlsplit(said)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode("ascii").lower()
    except ValueError:
        raise wrong from None
    has_more = parts.username is not None or parts.path not in ("", "/") or "?" in said or "#" in said
    if parts.scheme not in ("https", "http") or has_more or port == 0 or not _is_host(host):
        raise wrong
    if parts.scheme == "http" and host not in ("localhost", "127.0.0.1", "::1"):
        raise Invalid(_("“%(site)s”: only https, but for this machine itself.") % {"site": said[:80]})
    shown = f"[{host}]" if ":" in host else host
    usual = 443 if parts.scheme == "https" else 80
    return f"{parts.scheme}://{shown}" + (f":{port}" if port not in (None, usual) else "")


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return len(host) <= 253 and all(_LABEL.fullmatch(one) for one in host.split("."))
    return True


def _check_writer(row: Rules, address: str, model: str, secret: str) -> None:
    wrong: dict[str, str] = {}
    if len(address) > ADDRESS_LIMIT:
        wrong["address"] = _("At most %(limit)s characters.") % {"limit": ADDRESS_LIMIT}
    elif address:
        try:
            writer.check(address)
        except Invalid as refusal:
            wrong["address"] = str(refusal)
    if address and not model:
        wrong["model"] = _("Write the model’s name, as its service calls it.")
    if len(model) > MODEL_LIMIT:
        wrong["model"] = _("At most %(limit)s characters.") % {"limit": MODEL_LIMIT}
    if len(secret) > SECRET_LIMIT or not secret.isprintable() or not secret.isascii():
        wrong["secret"] = _("At most %(limit)s plain characters.") % {"limit": SECRET_LIMIT}
    if not wrong and address and row.writer_secret and not secret and _server(address) != _server(row.writer_address):
        wrong["secret"] = _("This is another server. Enter the secret for it, or take the kept one away first.")
    if wrong:
        raise Invalid(_("The language model cannot be saved."), wrong)


def _server(address: str) -> tuple[str, str, int | None]:
    parts = urlsplit(address)
    return parts.scheme, (parts.hostname or "").lower(), parts.port
