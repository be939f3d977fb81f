"""Rows of custom fields behind their walls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledQuerySet

if TYPE_CHECKING:
    from deskhand.modules.fields.models import Field, Matrix, MatrixChoice, Option, Template, Value  # noqa: F401

MODULE = "fields"


def desks_on(actor: Actor) -> list[int]:
    """The desks on which the actor reads custom fields as staff."""
    return sorted(set(actor.desks_with("fields.read")) & set(switches.desks_with(MODULE)))


class FieldQuerySet(WalledQuerySet["Field"]):
    """Definitions, in the order of the forms."""

    def in_use(self) -> Self:
        """Those that are not archived."""
        return self.filter(is_archived=False)

    def visible_to(self, actor: Actor) -> Self:
        """Those of the desks that the actor serves, while the module is on there."""
        return self.scoped(desk_id__in=desks_on(actor))


class OptionQuerySet(WalledQuerySet["Option"]):
    """Choices of fields."""

    desk_path = "field__desk_id"


class ValueQuerySet(WalledQuerySet["Value"]):
    """What tickets hold. A ticket that moved keeps what it held elsewhere, unseen: ``within`` names the desk of the
    field."""

    desk_path = "field__desk_id"
    ticket_path = "ticket__"


class TemplateQuerySet(WalledQuerySet["Template"]):
    """Named starts of tickets."""

    def in_use(self) -> Self:
        """Those that are not archived."""
        return self.filter(is_archived=False)


class MatrixQuerySet(WalledQuerySet["Matrix"]):
    """Priority by impact and urgency."""


class MatrixChoiceQuerySet(WalledQuerySet["MatrixChoice"]):
    """What the matrix said last."""

    desk_path = "ticket__desk_id"
    ticket_path = "ticket__"
