"""Which case files somebody may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import F

from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledQuerySet
from deskhand.tickets.models import Ticket

if TYPE_CHECKING:
    from deskhand.modules.cases.models import (  # noqa: F401
        CaseClass,
        CaseFile,
        CaseReader,
        NamelessReport,
        Nobody,
    )

MODULE = "cases"


def desks_of(actor: Actor) -> list[int]:
    """Ids of the desks whose case files the actor reads, and that have the module."""
    return sorted(set(actor.desks_with("cases.read")) & set(switches.desks_with(MODULE)))


class ClassQuerySet(WalledQuerySet["CaseClass"]):
    """Classes of a desk."""

    def in_use(self) -> Self:
        return self.filter(is_active=True)

    def taking_nameless(self) -> Self:
        """Those of which anybody may report without a name."""
        return self.filter(takes_nameless=True, is_confidential=True)


class ReaderQuerySet(WalledQuerySet["CaseReader"]):
    desk_path = "case_class__desk_id"


class FileQuerySet(WalledQuerySet["CaseFile"]):
    """A case file is on the desk of its ticket, and whoever may not read that does not know of it."""

    desk_path = "ticket__desk_id"
    ticket_path = "ticket__"

    def served_by(self, actor: Actor) -> Self:
        """Those whose tickets the actor reads as staff, confidential ones as far as they are on the list."""
        tickets = Ticket.objects.served_by(actor).listed().filter(desk_id__in=desks_of(actor))
        return self.scoped().filter(ticket__in=tickets).still_here()

    def still_here(self) -> Self:
        """Without those whose ticket went on to another desk, which learns nothing of the class here."""
        return self.filter(desk_id=F("ticket__desk_id"))


class NobodyQuerySet(WalledQuerySet["Nobody"]):
    """Those of a desk."""


class ReportQuerySet(WalledQuerySet["NamelessReport"]):
    """On the desk of their tickets."""

    desk_path = "ticket__desk_id"
    ticket_path = "ticket__"
