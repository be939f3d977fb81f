"""What panels of modules beside a ticket are given."""

from __future__ import annotations

from django.utils.functional import SimpleLazyObject

from deskhand.kernel.actor import Actor
from deskhand.tickets import access
from deskhand.tickets.shown import TicketShown


class TicketBeside(SimpleLazyObject):  # type: ignore[type-arg]  # It takes none while the program runs.
    """The row of a ticket that its page has read as plain values. It is read when a panel asks for more than who the
    ticket is: most ask for nothing else."""

    def __init__(self, actor: Actor, shown: TicketShown) -> None:
        super().__init__(lambda: access.served_ticket_for(actor, shown.number))
        self.__dict__["_shown"] = shown  # Anything else that is set on it is set on the row.

    @property
    def pk(self) -> int:
        return self.id

    @property
    def id(self) -> int:
        return int(self.__dict__["_shown"].id)

    @property
    def number(self) -> int:
        return int(self.__dict__["_shown"].number)

    @property
    def desk_id(self) -> int:
        return int(self.__dict__["_shown"].desk_id)
