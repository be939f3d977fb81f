"""Why a row is refused, what of it is left out, and what became of it, as codes; the words are made for the reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

Reason = list[Any]
"""A code and what its sentence needs: what a row's JSON can hold."""

_REFUSED: dict[str, Callable[[], str]] = {
    "no_address": lambda: _("No mail address: without one, importing again would enter the person twice."),
    "no_name": lambda: _("No name."),
    "bad_address": lambda: _("“%(text)s” is not a mail address."),
    "bad_domain": lambda: _("“%(text)s” is not a mail domain."),
    "twice": lambda: _("Row %(text)s has this already."),
    "two_people": lambda: _("Its addresses belong to different people here. Merge them first."),
    "too_long": lambda: _("Too long: %(text)s."),
    "said": lambda: "%(text)s",
    "switched_off": lambda: _("This account is switched off."),
}
_LEFT_OUT: dict[str, Callable[[], str]] = {
    "bad_further": lambda: _("Left out: “%(text)s” is not a mail address."),
    "further_address": lambda: _("Left out: %(text)s. Only its owner can add it, by proving it."),
    "many_addresses": lambda: _("Left out: more than %(text)s further addresses."),
    "held": lambda: _("Left out: name, organization or manager, as other desks rely on them."),
    "language": lambda: _("Left out: “%(text)s” is not a language that Deskhand speaks."),
    "time_zone": lambda: _("Left out: “%(text)s” is not a time zone such as Europe/Berlin."),
    "vip": lambda: _("Left out: “%(text)s” is neither yes nor no."),
    "manager": lambda: _("Left out: nobody here has the manager’s address %(text)s."),
    "own_manager": lambda: _("Left out: nobody is their own manager."),
    "domain_taken": lambda: _("Left out: the domain %(text)s belongs to another organization."),
    "new_organization": lambda: _("Enters the organization “%(text)s”."),
}
_KEPT: dict[str, Callable[[], str]] = {
    "removed": lambda: _("Removed"),
    "restored": lambda: _("Restored"),
    "in_use": lambda: _("Kept: something refers to it since."),
    "edited": lambda: _("Kept: changed since."),
    "partly": lambda: _("Restored, except what was changed since: %(text)s."),
    "nothing": lambda: _("Nothing to undo"),
}
_ALL = _REFUSED | _LEFT_OUT | _KEPT


def sentence(reason: Reason) -> str:
    """The reason in the reader's words."""
    code, *about = reason
    return _ALL[code]() % {"text": about[0] if about else ""} if about else _ALL[code]()


def is_warning(reason: Reason) -> bool:
    """True if something of the row is left out."""
    return reason[0] in _LEFT_OUT and reason[0] != "new_organization"
