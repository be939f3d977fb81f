"""Things that only other parts of the product make happen: here they happen at once."""

from __future__ import annotations

from django.db import transaction

from deskhand.accounts.actions import create_desk
from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, DeskRole
from deskhand.desk_templates.actions import apply_template
from deskhand.desk_templates.file import Entry, Template
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor, Channel
from deskhand.kernel.events import emit_many
from deskhand.mail.actions import open_anyway
from deskhand.mail.models import InboundMail, Mailbox
from deskhand.tickets import approving, fulfilling, settable
from deskhand.tickets.actions.write_history import write_history
from deskhand.tickets.answered import answers_of
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Ticket
from deskhand.tickets.past import PastMessage, PastTicket
from tests.dummy.events import TicketMarked
from tests.dummy.jobs import later
from tests.dummy.models import mark

DELAY_SECONDS = 3600.0
"""Time enough to switch the module off before the job is due, on any machine: the test brings it forward."""

NUMBER = 990_001
"""The ticket that is imported."""


def _order(actor: Actor, desk: Desk) -> None:
    """What a module that takes orders would have others do."""
    ticket = Ticket.objects.within(desk).select_related("desk").latest("pk")
    for one in answers_of(ticket):
        mark(desk.pk, f"ticket_answers {one.code}", ticket.number)
    for offered in (*approving.policies(desk.pk), *fulfilling.plans(desk.pk)):
        mark(desk.pk, offered.name)
    asked = approving.ask(actor=actor, ticket=ticket, policy="dummy", key="order")
    begun = fulfilling.start(actor=actor, ticket=ticket, plan="dummy", key="order")
    settable.set_one(actor=actor, ticket=ticket, code="dummy", value="yes")
    assert asked and begun


@transaction.atomic
def provoke(what: str, desk: Desk) -> None:
    """A job that is due later, an import, an order, a new desk, a template or mailbox, a fact of each ticket, or a
    letter that becomes a ticket by hand."""
    somebody = DeskRole.objects.filter(desk=desk, role="admin").select_related("person").first()
    assert somebody is not None
    if what == "job":
        later.put(where=desk.pk, desk_id=desk.pk, delay_seconds=DELAY_SECONDS)
    elif what == "desk":
        create_desk(actor=SYSTEM, key="second", name="Second", administrator=somebody.person)
    elif what == "template":
        table = Entry("dummy.toml", "marks", "one", 1, {"name": {"en": "hello", "de": "hallo"}})
        template = Template("dummy", "dummy.toml", 1, "flag", {"title": "Dummy"}, {"marks": (table,)})
        apply_template(actor=SYSTEM, desk=desk, template=template, language="de")
    elif what == "mailbox":
        Mailbox.objects.create(desk=desk, name="other", address="other@demo.example", created_at=clock.now())
    elif what == "anyway":
        letter = InboundMail.objects.within(desk).select_related("mailbox__desk").filter(state="ignored").latest("pk")
        open_anyway(actor=actor_for(somebody.person, Channel.WEB), letter=letter)
    elif what == "order":
        _order(actor_for(somebody.person, Channel.WEB), desk)
    elif what == "told":
        tickets = Ticket.objects.within(desk).values_list("pk", flat=True)
        emit_many([TicketMarked(ticket=pk) for pk in tickets], actor=SYSTEM, desk_id=desk.pk)
    else:
        message = PastMessage(clock.ago(days=2), somebody.person, "requester", "reply", "web", plain("Imported."))
        past = PastTicket(
            NUMBER, "Imported from elsewhere", "question", somebody.person, "web", "new", None, None, 2, (), [message]
        )
        write_history(desk=desk, tickets=[past])
