"""Calling colleagues onto a desk by their addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.actions import create_person, give_role
from deskhand.accounts.models import Desk
from deskhand.accounts.models.desk import RoleName
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid

CALLED_LIMIT = 100
"""Most addresses at once."""

_ADDRESS = re.compile(r"[^\s,;<>\"]+@[^\s,;<>\"]+")


@dataclass
class Called:
    """Who has the role now: names, by whether they were here before."""

    new: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)


@transaction.atomic
def call_in(*, actor: Actor, desk: Desk, text: str, role: str = RoleName.AGENT) -> Called:
    """Give everybody whose address stands in the text a role on the desk; who is not here yet is entered. All or
    nobody: raises Invalid that names every line without an address that can be used."""
    actor.need("desks.roles", desk.pk)
    outcome = Called()
    for address in _addresses(text):
        owner = addresses.owner_of(address)
        person = owner or create_person(actor=actor, name=_name_of(address), email=address, desk_id=desk.pk)
        give_role(actor=actor, desk=desk, person=person, role=role)
        (outcome.known if owner else outcome.new).append(person.name)
    return outcome


def _addresses(text: str) -> Sequence[str]:
    """The addresses of a text, one or several a line, with names around them or not."""
    found: dict[str, None] = {}
    wrong = []
    for part in re.split(r"[\n,;]+", text):
        word = _ADDRESS.search(part)
        if not part.strip():
            continue
        try:
            found[addresses.normal(word[0] if word else part)] = None
        except Invalid:
            wrong.append(part.strip()[:60])
    if wrong:
        raise Invalid(_("Not an address."), {"people": _("No mail address: %(lines)s") % {"lines": ", ".join(wrong)}})
    if len(found) > CALLED_LIMIT:
        raise Invalid(_("Too many."), {"people": _("At most %(limit)s at once.") % {"limit": CALLED_LIMIT}})
    return list(found)


def _name_of(address: str) -> str:
    """A readable name until they write their own."""
    local = address.partition("@")[0].partition("+")[0]
    return " ".join(part.capitalize() for part in re.split(r"[._]+", local) if part) or address
