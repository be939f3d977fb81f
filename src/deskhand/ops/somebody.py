"""The person that a form speaks of: one who is here, or a new one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.actions import create_person
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.tickets.people import findable


def somebody(actor: Actor, *, who: str, who_id: int | None, new_name: str, desk_id: int | None = None) -> Person:
    """The person chosen from the list or named by a whole address; made if the address is new and a name is given.
    Raises Invalid that says which of the two is missing. Call it within the action's transaction."""
    if who_id is not None:
        chosen: Person | None = findable(actor).filter(pk=who_id).first()
        if chosen is not None:
            return chosen
    if "@" not in who:
        raise _wrong("who", _("Choose somebody from the list, or write their whole address."))
    try:
        address = addresses.normal(who)
    except Invalid as error:
        raise _wrong("who", str(error)) from None
    owner = addresses.owner_of(address)
    if owner is not None and (actor.is_site_admin or findable(actor).filter(pk=owner.pk).exists()):
        return owner
    if not new_name.strip():
        raise _wrong("new_name", _("Nobody whom you know has this address. Write their name to enter them."))
    return create_person(actor=actor, name=new_name, email=address, desk_id=desk_id)


def _wrong(field: str, words: str) -> Invalid:
    return Invalid(words, {field: words})
