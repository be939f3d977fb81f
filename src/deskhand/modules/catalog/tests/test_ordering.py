"""Ordering: through the page, whole or not at all, once, and only what is one's own to order."""

from datetime import timedelta

import pytest

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.kernel.models import Event
from deskhand.modules.catalog import actions
from deskhand.modules.catalog.actions import designing
from deskhand.modules.catalog.jobs import look_for_planned_lines
from deskhand.modules.catalog.models import OrderLine
from deskhand.modules.catalog.wishes import Wish
from deskhand.tickets import actions as tickets
from deskhand.tickets.events_of_orders import ApprovalDecided, PlanEnded
from deskhand.tickets.models import Ticket
from deskhand.tickets.stages import stages_of

pytestmark = pytest.mark.postgres


def order(shop, who="mara", **more):
    item = more.pop("item", None) or shop.item()
    wish = Wish(**({"item": item, "given": {"model": "standard"}} | more))
    found = actions.order(actor=shop.cast.actor(who), wishes=[wish])
    return found.lines.get()


def decide(line, outcome):
    fact = ApprovalDecided(approval=1, ticket=line.ticket_id, key=line.key, outcome=outcome, because="people")
    emit(fact, actor=SYSTEM, desk_id=line.desk_id)


def end_plan(line):
    emit(PlanEnded(run=1, ticket=line.ticket_id, key=line.key, outcome="done"), actor=SYSTEM, desk_id=line.desk_id)


def test_an_order_becomes_a_ticket_that_its_team_works_on_and_whose_resolution_delivers_it(shop):
    line = order(shop)
    ticket = Ticket.objects.within(shop.cast.it).get()
    assert (ticket.requester, ticket.team, ticket.kind) == (shop.cast.mara, shop.cast.service_desk, "service_request")
    assert "Model: Standard" in ticket.messages.get().text
    assert [one.label for one in stages_of(ticket)] == ["Ordered", "Being worked on", "Delivered"]
    tickets.set_status(actor=shop.cast.actor("jana"), ticket=ticket, to=shop.cast.status("resolved"))
    shop.cast.work()
    line.refresh_from_db()
    assert (line.state, line.took_days) == ("delivered", 0)


def test_what_needs_an_approval_begins_when_it_is_approved_and_is_delivered_when_its_plan_ends(shop, books):
    line = order(shop, item=shop.item(approval="manager", plan="setup"))
    assert (books.asked, books.started, line.state) == ([("manager", line.key)], [], "approval")
    decide(line, "approved")
    decide(line, "approved")
    shop.cast.work()
    assert books.started == [("setup", line.key)]
    end_plan(line)
    shop.cast.work()
    line.refresh_from_db()
    line.ticket.refresh_from_db()
    assert (line.state, line.ticket.category) == ("delivered", "resolved")


def test_what_is_declined_is_cancelled(shop, books):
    line = order(shop, item=shop.item(approval="manager", plan="setup"))
    decide(line, "declined")
    shop.cast.work()
    line.refresh_from_db()
    line.ticket.refresh_from_db()
    assert (line.state, line.ticket.category, books.started) == ("declined", "cancelled", [])
    assert stages_of(line.ticket)[-1].label == "Declined"


def test_where_nothing_gets_approvals_an_agent_lets_the_order_go_on(shop):
    line = order(shop, item=shop.item(approval="manager"))
    assert line.state == "stuck"
    actions.go_on(actor=shop.cast.actor("jana"), line=line)
    line.refresh_from_db()
    assert line.state == "work"


def test_a_double_click_orders_once(shop):
    item = shop.item()
    for _press in range(2):
        wish = Wish(item=item, given={"model": "standard"})
        actions.order(actor=shop.cast.actor("mara"), wishes=[wish], key="press")
    assert Ticket.objects.within(shop.cast.it).count() == OrderLine.objects.within(shop.cast.it).count() == 1


def colleague(shop):
    """Mara orders a bundle: a laptop, and a screen once that is delivered."""
    shop.item()
    shop.item("screen", {"steps": []})
    parts = [
        {"item": "laptop", "answers": {"model": "machine"}},
        {"item": "screen", "after": ["laptop"], "when": {"of": "screen", "op": "is", "values": ["yes"]}},
    ]
    machine = {
        "code": "machine",
        "kind": "choice",
        "label": "Machine",
        "required": True,
        "options": [{"code": "standard", "label": "Standard"}],
    }
    form = {"steps": [{"title": "", "questions": [machine, {"code": "screen", "kind": "checkbox", "label": "Screen"}]}]}
    bundle = shop.item("colleague", form, kind="bundle", parts=parts)
    actions.order(
        actor=shop.cast.actor("mara"), wishes=[Wish(item=bundle, given={"machine": "standard", "screen": "yes"})]
    )


def test_a_part_of_a_bundle_waits_for_the_one_before_it_and_gets_the_shared_answers(shop):
    colleague(shop)
    found = {one.item.code: one for one in OrderLine.objects.within(shop.cast.it).select_related("item", "ticket")}
    assert {code: one.state for code, one in found.items()} == {
        "colleague": "work",
        "laptop": "work",
        "screen": "planned",
    }
    assert found["laptop"].answers == {"model": ["standard"]}
    for code in ("laptop", "screen"):
        line = OrderLine.objects.within(shop.cast.it).select_related("ticket").get(item__code=code)
        tickets.set_status(actor=shop.cast.actor("jana"), ticket=line.ticket, to=shop.cast.status("resolved"))
        shop.cast.work()
    assert {one.state for one in OrderLine.objects.within(shop.cast.it)} == {"delivered"}


def test_a_part_of_a_confidential_bundle_is_confidential_for_the_same_readers(shop):
    colleague(shop)
    jana, lines = shop.cast.actor("jana"), OrderLine.objects.beyond_walls("test").select_related("ticket")
    tickets.confide(actor=jana, ticket=lines.get(item__code="colleague").ticket, readers=[shop.cast.jana])
    laptop = lines.get(item__code="laptop").ticket
    tickets.set_status(actor=jana, ticket=laptop, to=shop.cast.status("resolved"))
    shop.cast.work()
    screen = lines.get(item__code="screen").ticket
    seen = [name for name in ("jana", "ben") if Ticket.objects.served_by(shop.cast.actor(name)).filter(pk=screen.pk)]
    assert screen.is_confidential and seen == ["jana"]


def test_what_comes_with_files_is_not_put_off_so_that_none_is_lost(shop):
    later, file = (clock.now() + timedelta(days=3)).date(), object()
    with pytest.raises(Invalid) as refused:
        order(shop, starts_on=later, attachments={"plan": [file]})
    assert "begins at once" in refused.value.fields["starts_on"]


def test_an_order_for_later_waits_for_its_day(shop):
    line = order(shop, starts_on=(clock.now() + timedelta(days=3)).date())
    look_for_planned_lines.put()
    shop.cast.work()
    assert not Ticket.objects.within(shop.cast.it).exists()
    with clock.frozen(clock.now() + timedelta(days=3)):
        look_for_planned_lines.put()
        shop.cast.work()
    line.refresh_from_db()
    assert (line.state, Ticket.objects.within(shop.cast.it).count()) == ("work", 1)


def test_an_order_keeps_the_questions_that_it_was_answered_with(shop):
    line = order(shop, item=shop.item(cancel_until="delivery"))
    item = line.item
    item.draft = {"steps": [{"title": "", "questions": [{"code": "other", "kind": "text", "label": "Other"}]}]}
    item.save(update_fields=["draft"])
    designing.publish_form(actor=shop.cast.actor("lena"), item=item)
    mara = shop.cast.actor("mara")
    actions.change_line(actor=mara, line=line, given={"model": "lab", "why": "Microscopes"}, quantity=1)
    line.refresh_from_db()
    assert (line.version.number, line.answers["model"]) == (1, ["lab"])


def test_a_ticket_that_goes_to_another_desk_takes_no_order_along(shop):
    line = order(shop)
    tickets.move(actor=shop.cast.actor("lena"), ticket=line.ticket, to=shop.cast.hr)
    shop.cast.work()
    line.refresh_from_db()
    line.ticket.refresh_from_db()
    assert line.state == "cancelled"
    assert stages_of(line.ticket) == []


def test_who_changes_what_was_ordered_tells_those_who_judge_its_ticket(shop, books):
    line = order(shop, item=shop.item(approval="manager"))
    mara = shop.cast.actor("mara")
    actions.change_line(actor=mara, line=line, given={"model": "lab", "why": "Microscopes"}, quantity=1)
    told = Event.objects.get(code="answers.changed").values
    assert told == {"ticket": line.ticket_id, "codes": ["model", "why"], "is_material": True}
    actions.change_line(actor=mara, line=line, given={"model": "lab", "why": "Microscopes"}, quantity=1)
    assert Event.objects.filter(code="answers.changed").count() == 1
