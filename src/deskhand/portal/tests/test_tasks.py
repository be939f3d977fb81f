"""A task is work for the desk: whoever asked for the request behind it neither sees it nor hears of it."""

from __future__ import annotations

import pytest

from deskhand.accounts.actions import name_contact
from deskhand.kernel.errors import Invalid
from deskhand.mail.models import OutboundMail
from deskhand.tickets import actions
from deskhand.tickets.bodies import composed
from deskhand.tickets.models import Kind, MessageKind, Ticket
from tests.cast import Cast

pytestmark = pytest.mark.postgres


@pytest.fixture
def task(cast: Cast) -> Ticket:
    """Work on something that Mara asked for, and that is about Hui Min; Oliver was put in copy."""
    new = actions.NewTicket(
        desk=cast.it,
        subject="Set up the laptop",
        body=composed("<p>With the lab image.</p>"),
        requester=cast.mara,
        affected=cast.huimin,
        followers=[cast.oliver],
        kind=Kind.TASK,
        message_kind=MessageKind.NOTE,
        side="agent",
        may_answer=False,
    )
    return actions.create(actor=cast.actor("jana"), new=new)


@pytest.mark.parametrize("who", ["mara", "huimin", "oliver"])
def test_nobody_on_the_requesters_side_sees_a_task(cast: Cast, task: Ticket, who: str):
    theirs = cast.client(who)
    assert theirs.get(f"/requests/{task.number}/").status_code == 404
    assert "Set up the laptop" not in theirs.get("/requests/").text
    assert theirs.get(f"/api/v1/tickets/{task.number}", headers=cast.bearer(who)).status_code == 404
    assert theirs.post(f"/requests/{task.number}/reply/", {"body": "Mine?"}).status_code == 404


def test_the_contact_of_the_organization_sees_none_either(cast: Cast, task: Ticket):
    assert cast.huimin.organization is not None
    name_contact(actor=cast.actor("lena"), desk=cast.it, organization=cast.huimin.organization, person=cast.huimin)
    request = cast.ticket("Printer")
    page = cast.client("huimin").get("/organization/").text
    assert request.subject in page
    assert "Set up the laptop" not in page


def test_nobody_hears_of_a_task_by_mail_and_agents_find_it_among_their_tickets(cast: Cast, task: Ticket):
    actions.set_status(actor=cast.actor("jana"), ticket=task, to=cast.status("resolved"))
    cast.work()
    request = cast.ticket()
    cast.reply(request)
    cast.work()
    theirs = {cast.mara.email, cast.huimin.email, cast.oliver.email}
    sent = OutboundMail.objects.beyond_walls("the test looks at all").filter(to_email__in=theirs)
    assert {one.subject for one in sent} and all(task.subject not in one.subject for one in sent)
    page = cast.client("jana").get("/agent/it/tickets/", {"q": "kind:task"}).text
    assert "Set up the laptop" in page


def test_an_agent_cannot_answer_on_a_task(cast: Cast, task: Ticket):
    with pytest.raises(Invalid, match="internal note"):
        cast.reply(task)
    assert cast.note(task).is_internal


def test_nobody_makes_a_task_of_a_ticket_or_a_ticket_of_a_task(cast: Cast, task: Ticket):
    with pytest.raises(Invalid):
        actions.change_kind(actor=cast.actor("jana"), ticket=cast.ticket(), to="task")
    with pytest.raises(Invalid, match="stays one"):
        actions.change_kind(actor=cast.actor("jana"), ticket=task, to="incident")
    sent = {"subject": "Mine", "body": "<p>Mine.</p>", "desk": "it", "kind": "task"}
    refused = cast.client().post(
        "/api/v1/tickets", sent, content_type="application/json", headers=cast.bearer("jana", "write")
    )
    assert refused.status_code == 422


def test_whoever_plans_no_work_is_never_offered_the_kind(cast: Cast):
    jana = cast.client("jana")
    form = jana.get("/agent/it/new/").text
    assert 'value="question"' in form
    assert 'value="task"' not in form
    offered = jana.get("/agent/it/search/completions", {"q": "kind:"}).json()["items"]
    assert {one["text"] for one in offered} >= {"question", "incident"}
    assert "task" not in {one["text"] for one in offered}
