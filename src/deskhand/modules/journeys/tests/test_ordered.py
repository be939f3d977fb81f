"""An item of the catalog starts a journey: the answers of the order say whose it is, with whom, from which day on."""

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.accounts.models import Person
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.catalog import actions as catalog
from deskhand.modules.catalog.actions import designing
from deskhand.modules.catalog.models import Item, OrderLine
from deskhand.modules.catalog.wishes import Wish
from deskhand.modules.journeys.models import Journey
from deskhand.modules.journeys.tests.conftest import Ran, blueprint, in_days, own, resolved, step
from deskhand.tickets import actions as on_tickets
from deskhand.tickets import fulfilling
from deskhand.tickets.models import Message, Status, Ticket

pytestmark = pytest.mark.postgres

QUESTIONS = [
    {"code": "who", "kind": "text", "label": "New colleague"},
    {"code": "boss", "kind": "reference", "label": "Manager", "refers": "person"},
    {"code": "day", "kind": "date", "label": "When?"},
    {"code": "where", "kind": "text", "label": "Place of work"},
    {"code": "needs_phone", "kind": "choice", "label": "Needs a phone", "options": [
        {"code": "yes", "label": "Yes, please"}, {"code": "no", "label": "No"},
    ]},
    {"code": "pin", "kind": "masked", "label": "Salary"},
]  # fmt: skip


@pytest.fixture
def shop(on):
    """HR offers to take somebody on, and the journey of that. Hui Min is Mara's manager."""
    Person.objects.filter(pk=on.people["mara"].pk).update(manager=on.people["huimin"])
    switch_module(actor=SYSTEM, desk=on.hr, module="catalog", on=True)
    row = blueprint(on, step("laptop", tells=("phone",)), own("tour", who="manager"))
    return on, row, item(on, f"journey:{row.pk}")


def item(on, plan: str) -> Item:
    row = catalog.save_item(actor=SYSTEM, desk=on.hr, code="new-colleague", title="A new colleague", plan=plan)
    designing.change_form(actor=SYSTEM, item=row, change=lambda _no: {"steps": [{"title": "", "questions": QUESTIONS}]})
    designing.publish_form(actor=SYSTEM, item=row)
    catalog.set_item_status(actor=SYSTEM, item=row, status="live")
    return Item.objects.within(on.hr).select_related("desk").get(pk=row.pk)


def order(on, of: Item, by: str = "huimin", **given: str) -> Ticket:
    catalog.order(actor=on.actor(by), wishes=[Wish(item=of, given=given)])
    on.work()
    line = OrderLine.objects.within(on.hr).select_related("ticket__desk").order_by("-pk")[0]
    assert line.ticket is not None
    return line.ticket


def noted(on, ticket: Ticket) -> str:
    rows = Message.objects.within(on.hr).filter(ticket=ticket, kind="note").order_by("pk")
    return "\n".join(rows.values_list("text", flat=True))


def test_an_order_starts_the_journey_and_is_delivered_as_that_ends(shop):
    on, _row, of = shop
    ticket = order(
        on, of, by="mara", who="Nora Feldkamp", boss=str(on.people["huimin"].pk), day=in_days(3).isoformat(),
        where="London", pin="4711", needs_phone="yes",
    )  # fmt: skip
    made = Journey.objects.within(on.hr).get()
    assert (made.called, made.manager, made.person, made.key_on, made.place, made.answers) == (
        "Nora Feldkamp", on.people["huimin"], None, in_days(3), "London", {"phone": "yes"},
    )  # fmt: skip
    assert f"/agent/hr/journeys/{made.pk}/" in noted(on, ticket)
    ran = Ran(made)
    resolved(on, ran.ticket("laptop"))
    on.client("huimin").post(f"/my-journeys/{made.pk}/tick/", {"code": "tour"})
    on.work()
    made.refresh_from_db()
    line = OrderLine.objects.within(on.hr).select_related("ticket").get()
    assert line.ticket is not None
    assert (made.outcome, line.state, line.ticket.category) == ("done", "delivered", "resolved")


def test_for_oneself_one_is_the_employee_and_the_own_manager_the_manager(shop):
    on, _row, of = shop
    mara = on.people["mara"]
    order(on, of, by="mara", day=in_days(9).isoformat())
    made = Journey.objects.within(on.hr).get()
    assert (made.person, made.called, made.manager) == (mara, mara.name, on.people["huimin"])


def test_what_cannot_start_says_why_on_the_ticket(shop):
    on, _row, of = shop
    ticket = order(on, of, who="Nora")
    assert not Journey.objects.within(on.hr).exists()
    assert "could not be started: The order does not say from which day on." in noted(on, ticket)


def test_a_cancelled_order_ends_the_journey_and_a_resolved_one_does_not(shop):
    on, _row, of = shop
    for category, outcome in (("resolved", ""), ("cancelled", "cancelled")):
        ticket = order(on, of, who=f"Nora {category}", day=in_days(3).isoformat())
        to = Status.objects.within(on.hr).filter(category=category, is_active=True).order_by("pk")[0]
        on_tickets.set_status(actor=on.actor("hanna"), ticket=ticket, to=to)
        on.work()
        assert Journey.objects.within(on.hr).get(ordered_by=ticket.pk).outcome == outcome


def test_with_one_key_an_order_starts_one_journey_and_off_it_starts_none(shop):
    on, row, of = shop
    ticket = order(on, of, who="Nora", day=in_days(3).isoformat())
    key = Journey.objects.within(on.hr).get().key.removeprefix("order:")
    fulfilling.start(actor=SYSTEM, ticket=ticket, plan=f"journey:{row.pk}", key=key)
    assert Journey.objects.within(on.hr).count() == 1 and noted(on, ticket).count("has begun") == 1
    assert f"journey:{row.pk}" in {one.code for one in fulfilling.plans(on.hr.pk)}
    switch_module(actor=SYSTEM, desk=on.hr, module="journeys", on=False)
    assert f"journey:{row.pk}" not in {one.code for one in fulfilling.plans(on.hr.pk)}
    other = order(on, of, who="Tarek", day=in_days(3).isoformat())
    assert Journey.objects.within(on.hr).count() == 1 and other.category == "new"
