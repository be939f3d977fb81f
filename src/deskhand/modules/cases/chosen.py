"""The person that a form names: found while typing, or by a whole address."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.tickets.people import findable


def somebody(actor: Actor, given: QueryDict, name: str) -> Person | None:
    """Whom ``name`` and ``name_id`` of the form mean; None where they are empty. Raises Invalid for nobody."""
    typed, pk = " ".join(given.get(name, "").split()), given.get(f"{name}_id", "")
    known = findable(actor)
    if pk.isdecimal() and len(pk) < 16 and (found := known.filter(pk=int(pk)).first()) is not None:
        return found  # type: ignore[no-any-return]
    if not typed:
        return None
    owner = addresses.owner_of(typed.lower()) if "@" in typed else None
    if owner is None or not known.filter(pk=owner.pk).exists():
        words = _("Choose somebody from the list, or write the whole address of somebody whom the desk knows.")
        raise Invalid(words, {name: words})
    return owner
