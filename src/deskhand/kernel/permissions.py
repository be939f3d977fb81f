"""The one permission table: which role may do what. Apps register their verbs in ``permissions.py``.

Being the requester, a follower or the bearer of an access link is not a role: those rights follow from the ticket
and are decided by the gates in ``access.py`` files. They appear in the table as ``requester`` so that it is whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

AGENT = "agent"
LEAD = "lead"
ADMIN = "admin"
AUDITOR = "auditor"
SITE_ADMIN = "site_admin"
REQUESTER = "requester"

DESK_ROLES = (AGENT, LEAD, ADMIN, AUDITOR)
STAFF = (AGENT, LEAD, ADMIN)
READERS = (AGENT, LEAD, ADMIN, AUDITOR)


@dataclass(frozen=True)
class Rule:
    """One verb. ``roles`` who may; ``is_reading`` is true for what changes nothing; ``module`` hides it when off."""

    code: str
    title: str | Promise
    roles: frozenset[str]
    is_reading: bool = False
    module: str = ""


_rules: dict[str, Rule] = {}


def declare(code: str, title: str | Promise, roles: Iterable[str], *, reading: bool = False, module: str = "") -> Rule:
    """Put a verb into the table. A second declaration of one code is an error."""
    if code in _rules:
        raise ValueError(f"Permission {code!r} is declared twice.")
    _rules[code] = Rule(code, title, frozenset(roles), reading, module)
    return _rules[code]


def rule(code: str) -> Rule:
    """The rule of a code. An unknown code is a mistake in the program: KeyError."""
    return _rules[code]


def table() -> list[Rule]:
    """All rules, ordered by code."""
    return [_rules[code] for code in sorted(_rules)]


def in_force(desk_id: int | None = None) -> list[Rule]:
    """The rules that count now: those of the core, and of the modules that are on for the desk (for any, without)."""
    return [one for one in table() if counts(one, desk_id)]


def counts(rule: Rule, desk_id: int | None = None) -> bool:
    """False for the verb of a module that is off on the desk (without a desk: off everywhere)."""
    from deskhand.kernel import switches  # The switches speak of modules, whose files declare permissions.

    return not rule.module or switches.is_on(rule.module, desk_id)


def refusal(code: str, may_write: bool) -> str:
    """Why the verb is refused, in words."""
    if not may_write:
        return _("This token may only read. Make one with the scope “write”.")
    return _("You may not do this here: %(title)s. An administrator of the desk can give you a role that may.") % {
        "title": rule(code).title
    }
