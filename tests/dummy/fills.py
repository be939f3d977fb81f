"""What the module puts into places without a page. Menus, panels and query words stand in files of their own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from markupsafe import Markup

from deskhand.accounts.merging import PersonRows
from deskhand.accounts.models import Desk
from deskhand.desk_templates.file import Entry
from deskhand.desk_templates.section import Made, Section
from deskhand.desk_templates.work import Work
from deskhand.kernel import clock, slots
from deskhand.kernel.actor import Actor
from deskhand.kernel.growing import Tells
from deskhand.portal.known import Trouble
from deskhand.portal.searching import Group, Hit
from deskhand.tickets.answered import Answered
from deskhand.tickets.approving import Offered
from deskhand.tickets.built_in_views import TicketView
from deskhand.tickets.columns import Chip, Column
from deskhand.tickets.commands import Command, Where
from deskhand.tickets.models import Status, Ticket
from deskhand.tickets.module_facts import HistorySentence
from deskhand.tickets.new_parts import Asked
from deskhand.tickets.settable import Settable
from deskhand.tickets.sorting import Sort
from deskhand.tickets.stages import Stage, StageState
from deskhand.tickets.status_gates import Missing
from tests.dummy.demo import furnish
from tests.dummy.intake import judge, note_copy, take_in, take_in_anyway
from tests.dummy.models import Mark, mark

VIEW = TicketView(
    "dummy", "Dummy view", "dummy:marked", sort="dummy", nothing="The dummy marked nothing.", hint="Marks appear here."
)
"""Tickets with a mark, the lightest first."""

GATED = "hold-up"
"""The tag of tickets that the dummy holds up."""


def listens(desk_id: int, code: str) -> bool:
    """Somebody outside is told of marks alone."""
    return code == "ticket.dummy_marked"


def history_written(tickets: Sequence[Ticket]) -> None:
    """Mark each ticket that was imported."""
    for ticket in tickets:
        mark(ticket.desk_id, "history_written", ticket.number)


def move_notice(desk_id: int, tickets: Collection[int]) -> Iterator[str]:
    """One line, whatever moves."""
    yield f"dummy fills move_notice for {len(tickets)}"


def desk_made(desk: Desk) -> None:
    """Mark the new desk on the first one: on the new one everything is off."""
    mark(Desk.objects.order_by("pk")[0].pk, f"desk_made {desk.key}")


def marked(work: Work, entry: Entry) -> Made:
    """A template of a desk has a mark."""
    return Made(mark(work.desk.pk, f"desk_template {work.said(entry)['name']}"))


def commands(where: Where) -> Iterator[Command]:
    """Go to the marks of the desk."""
    if where.desk is not None and where.may("dummy.read"):
        url = reverse("dummy:list", args=[where.desk.key])
        yield Command("dummy", "go", "See the dummy's command", "flag", url=url)


def gate(actor: Actor, ticket: Ticket, status: Status) -> Iterator[Missing]:
    """A ticket that is about the gate stays as it is."""
    if ticket.tags.filter(name=GATED).exists():
        yield Missing("dummy.mark", "The dummy wants a mark first.", f"/agent/{ticket.desk.key}/dummy/")


def tell(who: str, values: object, names: object, code: str) -> str:
    """How the history tells it."""
    return f"{who} marked this for the dummy"


def columns(desk_id: int, ticket_ids: Sequence[int]) -> list[Column]:
    """A column with the same word for every ticket, whose heading sorts, and one with a chip of each kind."""
    words = Column("Dummy column", dict.fromkeys(ticket_ids, "dummy cell"), sort="dummy")
    chips = {pk: CHIPS[pk % len(CHIPS)](clock.now()) for pk in ticket_ids if pk % 8}
    return [words, Column("Dummy due", chips, has_chips=True)]


CHIPS: tuple[Callable[[datetime], Chip], ...] = (
    lambda now: Chip("Dummy answer", "calm", "The dummy answers in time", now + timedelta(hours=3, minutes=21)),
    lambda now: Chip("Answer", "soon", "The dummy must hurry", now + timedelta(minutes=4, seconds=30)),
    lambda now: Chip("Resolve", "late", "The dummy is late", now - timedelta(minutes=42)),
    lambda now: Chip("Paused", "paused", "The dummy waits"),
    lambda now: Chip("Kept", "met", "The dummy was in time"),
    lambda now: Chip("Resolve", "calm", "The dummy has time", now + timedelta(days=9, hours=1)),
)


def above_new(request: HttpRequest, desk: Desk) -> Markup:
    """A line above the form."""
    return Markup("<p>dummy fills new_ticket_top</p>")


def beside_request(request: HttpRequest, ticket: Ticket) -> Markup:
    """A line beside a request."""
    return Markup("<p>dummy fills request_part</p>")


class NewPart:
    """A line in the forms, and a mark for each ticket that was made with one."""

    code = "dummy"

    def render(self, request: HttpRequest, desk: Desk, asked: Asked) -> Markup:
        """What is asked."""
        return Markup('<p><label>Dummy word <input name="dummy_word"></label></p>')

    def read(self, posted: QueryDict, desk_id: int, side: str) -> dict[str, str]:
        """What was typed."""
        return {"word": posted.get("dummy_word", "")}

    def take(self, actor: Actor, ticket: Ticket, given: Mapping[str, Any] | None) -> None:
        """Mark the ticket."""
        if given is not None:
            mark(ticket.desk_id, f"new_ticket_part {given.get('word', '')}".strip(), ticket.number)


def stages(ticket: Ticket) -> list[Stage]:
    """A stage of a request."""
    return [Stage(label="dummy fills request_stage", state=StageState.NOW, who="Dummy team")]


def not_by_oneself(ticket: Ticket) -> dict[str, str]:
    """The dummy minds withdrawing."""
    return {"cancelled": "dummy fills own_move_guard"}


def answers(ticket: Ticket) -> list[Answered]:
    """What the dummy asked."""
    return [Answered(code="dummy", label="Dummy", values=("yes",), shown="Yes")]


class Desks:
    """Approves and plans by leaving marks."""

    def policies(self, desk_id: int) -> list[Offered]:
        """One policy."""
        return [Offered(code="dummy", name="Dummy policy")]

    def plans(self, desk_id: int) -> list[Offered]:
        """One plan."""
        return [Offered(code="dummy", name="Dummy plan")]

    def ask(self, *, actor: Actor, ticket: Ticket, policy: str, key: str) -> None:
        """Mark that it was asked."""
        mark(ticket.desk_id, f"approval_desk {policy} {key}", ticket.number)

    def withdraw(self, *, actor: Actor, ticket: Ticket, key: str) -> None:
        """Mark that nobody asks any more."""
        mark(ticket.desk_id, f"approval_desk withdrawn {key}", ticket.number)

    def start(self, *, actor: Actor, ticket: Ticket, plan: str, key: str) -> None:
        """Mark that it began."""
        mark(ticket.desk_id, f"plan_desk {plan} {key}", ticket.number)

    def cancel(self, *, actor: Actor, ticket: Ticket, key: str) -> None:
        """Mark that it was given up."""
        mark(ticket.desk_id, f"plan_desk cancelled {key}", ticket.number)


class SetsDummy:
    """A field that others may set."""

    def offered(self, desk_id: int) -> list[Settable]:
        """One."""
        return [Settable(code="dummy", label="Dummy")]

    def set(self, *, actor: Actor, ticket: Ticket, code: str, value: str) -> None:
        """Mark that it was set."""
        mark(ticket.desk_id, f"settable_fields {code} {value}", ticket.number)


class CallsDummy:
    """What a step of a plan can call."""

    code = "dummy"
    label = "dummy fills plan_step"

    def begin(self, call: Any) -> bool:
        """All is done at once."""
        return True


def above_home(request: HttpRequest, desks: Sequence[Desk]) -> str:
    """A line on the start page."""
    return "<p>dummy fills portal_home_top</p>"


def whole_home(request: HttpRequest, desks: Sequence[Desk]) -> str:
    """A line in place of the plain start page."""
    return "<p>dummy fills portal_home</p>"


def portal_look(request: HttpRequest, desk: Desk | None) -> dict[str, str]:
    """Words of its own on the pages of the desk."""
    return {"words": "dummy fills portal_look"}


def beside_form(request: HttpRequest, desk: Desk) -> str:
    """A line above the form for a request."""
    return "<p>dummy fills portal_contacts</p>"


def portal_notices(request: HttpRequest, desk: Desk) -> str:
    """A line where a home puts announcements."""
    return "<p>dummy fills portal_notices</p>"


class Knows:
    """Knows of one trouble, wherever a page draws such."""

    def found(self, actor: Actor, desk: Desk, words: str) -> list[Trouble]:
        """One, without an end."""
        return [Trouble(1, "Outage", "triangle-alert", "dummy fills known_trouble", "", None)]

    def confirm(self, actor: Actor, desk: Desk, pk: int) -> bool:
        """It counts nobody."""
        return False


class Found:
    """Finds nothing but itself."""

    code = "dummy"

    def suggested(self, request: HttpRequest, desks: list[Desk], question: str) -> list[Hit]:
        """A line while somebody types."""
        return [Hit("dummy fills portal_search", "/")]

    def found(self, request: HttpRequest, desks: list[Desk], question: str, page: int) -> Group | None:
        """A line among what was found."""
        return Group(self.code, "Dummy", Markup("<p>dummy fills portal_search</p>"))


def in_menu(request: HttpRequest, desk: Desk | None) -> dict[str, str]:
    """An entry of the portal's menu."""
    return {"key": "dummy", "label": "Dummy in the menu", "url": "/requests/"}


def offer(request: HttpRequest, desk: Desk, words: str) -> str:
    """What helps with the dummy."""
    return "<p>dummy fills request_offer</p>" if "dummy" in words else ""


def desks_of_people(ids: Sequence[int]) -> set[tuple[int, int]]:
    """Marks are about nobody."""
    return set()


def organizations_of_desk(desk_id: int, ids: Sequence[int]) -> set[int]:
    """Marks know no organization."""
    return set()


slots.fill("api_router", ("/dummy", "tests.dummy.api.router"), module="dummy")
slots.fill("event_listener", listens, module="dummy")
slots.fill("demo_content", furnish, module="dummy")
slots.fill("mail_anyway", take_in_anyway, module="dummy")
slots.fill("mail_copy", note_copy, module="dummy")
slots.fill("mail_filter", judge, module="dummy")
slots.fill("mail_intake", take_in, module="dummy")
slots.fill("palette_command", commands, module="dummy")
slots.fill("ticket_column", columns, module="dummy")
slots.fill("ticket_view", VIEW, module="dummy")
slots.fill("ticket_sort", Sort("dummy", "Dummy weight", "dummy_standing__weight", "number"), module="dummy")
slots.fill("new_ticket_top", above_new, module="dummy")
slots.fill("portal_contacts", beside_form, module="dummy")
slots.fill("portal_search", Found(), module="dummy")
slots.fill("portal_home", whole_home, module="dummy")
slots.fill("portal_look", portal_look, module="dummy")
slots.fill("portal_notices", portal_notices, module="dummy")
slots.fill("known_trouble", Knows(), module="dummy")
slots.fill("portal_home_top", above_home, module="dummy")
slots.fill("portal_nav", in_menu, module="dummy")
slots.fill("request_offer", offer, module="dummy")
slots.fill("request_stage", stages, module="dummy")
slots.fill("own_move_guard", not_by_oneself, module="dummy")
slots.fill("ticket_answers", answers, module="dummy")
slots.fill("approval_desk", Desks(), module="dummy")
slots.fill("plan_desk", Desks(), module="dummy")
slots.fill("settable_fields", SetsDummy(), module="dummy")
slots.fill("plan_step", CallsDummy(), module="dummy")
slots.fill("request_part", beside_request, module="dummy")
slots.fill("new_ticket_part", NewPart(), module="dummy")
slots.fill("history_written", history_written, module="dummy")
slots.fill("move_notice", move_notice, module="dummy")
slots.fill("status_gate", gate, module="dummy")
slots.fill("history_sentence", HistorySentence("ticket.dummy_marked", tell), module="dummy")
slots.fill("desk_made", desk_made, module="dummy")
slots.fill("module_tells", Tells(kept=lambda desk_id: "", agents=("dummy fills module_tells",)), module="dummy")
slots.fill("desk_template", Section(code="marks", title="Dummy", keys=("name*",), make=marked), module="dummy")
slots.fill("desks_of_people", desks_of_people, module="dummy")
slots.fill("organizations_of_desk", organizations_of_desk, module="dummy")
# Not of the module: what is kept while it is off goes with its person, too.
slots.fill("person_rows", PersonRows(Mark, "about", desk="desk_id"))
