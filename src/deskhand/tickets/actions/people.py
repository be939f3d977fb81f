"""Whom a ticket can be given to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from deskhand.accounts.models import DeskRole, Person
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import STAFF


def serves(person: Person, desk_id: int) -> bool:
    """Whether the person is active and serves the desk as agent, lead or administrator."""
    return person.is_active and DeskRole.objects.filter(desk_id=desk_id, person=person, role__in=STAFF).exists()


def need_serves(person: Person, desk_id: int) -> None:
    """Raise Invalid unless the person is active and serves the desk as agent, lead or administrator."""
    if not serves(person, desk_id):
        sentence = _("%(name)s does not serve this desk.") % {"name": person.name}
        raise Invalid(sentence, {"assignee": sentence})
