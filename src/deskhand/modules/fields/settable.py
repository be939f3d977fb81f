"""Setting custom fields for others: the slot ``settable_fields``."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.modules.fields.actions import set_fields
from deskhand.modules.fields.models import FieldKind, Option
from deskhand.modules.fields.queries import asking
from deskhand.modules.fields.values import YES
from deskhand.tickets.models import Ticket
from deskhand.tickets.settable import Settable


class SetsCustomFields:
    """The fields in use, whoever fills them in otherwise."""

    def offered(self, desk_id: int) -> Sequence[Settable]:
        """All of the desk, with the options that are offered."""
        known = asking(desk_id)
        return [
            Settable(code=one.code, label=one.label, choices=_choices(one.kind, known.options.get(one.pk, [])))
            for one in known.fields
        ]

    def set(self, *, actor: Actor, ticket: Ticket, code: str, value: str) -> None:
        """As whoever fills it in beside the ticket."""
        set_fields(actor=actor, ticket=ticket, values={code: [value] if value else []})


def _choices(kind: str, options: Sequence[Option]) -> tuple[tuple[str, str], ...]:
    if kind == FieldKind.CHECKBOX:
        return ((YES, _("Yes")), ("no", _("No")))
    return tuple((one.code, one.label) for one in options if not one.is_archived)
