"""What stands beside a ticket and a request: what is due, what was kept, what the requester is told."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deskhand.accounts.actions import give_role
from deskhand.kernel import clock, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.sla.actions.telling import tell
from deskhand.modules.sla.models import Clock
from deskhand.modules.sla.promised import until
from deskhand.modules.sla.tests.conftest import at, target
from deskhand.tickets import actions
from deskhand.tickets.models import Priority

pytestmark = pytest.mark.django_db


def words(markup):
    """The page without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def panel(cast, ticket, who="jana"):
    page = cast.client(who).get(f"/agent/tickets/{ticket.number}/").text
    found = re.search(r"<h2[^>]*>Service levels</h2>(.*?)</section>", page, re.DOTALL)
    return words(SHOWN_LATER.sub("", found[1])) if found else ""


SHOWN_LATER = re.compile(r'(?<=</time>)<span class="sr-only at-soon">.*?</span>')
"""Words of a chip that are hidden until it is due soon."""


def portal(cast, ticket, who="mara"):
    page = cast.client(who).get(f"/requests/{ticket.number}/").text
    found = re.search(r'<section[^>]*aria-labelledby="promised">(.*?)</section>', page, re.DOTALL)
    return words(found[1]) if found else ""


@pytest.fixture
def ticket(cast, promise):
    with at(8):
        shown = target("first_response", any=4) | {"is_promised": True}
        promise(shown, target("time_to_resolve", any=30, urgent=2), target("time_to_own", any=1))
    with at(9):
        return cast.ticket()


def test_every_open_clock_says_when_it_is_due_and_how_it_stands(cast, ticket):
    cast.jana.time_zone = "UTC"
    cast.jana.save(update_fields=["time_zone"])
    with at(9, 50):
        said, page = panel(cast, ticket), cast.client("jana").get(f"/agent/tickets/{ticket.number}/").text
    assert re.findall(r'class="due (\w+)"', page) == ["soon", "calm", "calm"]
    assert "Time to own 10 min Due 10:00" in said
    assert "First response 3 h 10 min Due 13:00" in said
    assert (
        said.index("Time to own") < said.index("First response") < said.index("Time to resolve 1 d 5 h Due Tue 15:00")
    )
    with at(10, 40):
        said = panel(cast, ticket)
    assert "Time to own 40 min over It was due 10:00" in said


def test_what_has_ended_is_folded_with_how_it_ended(cast, ticket):
    with at(12):
        cast.reply(ticket)
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
        said = panel(cast, ticket)
    assert said.startswith("Nothing is due now. 3 have ended")
    assert "First response Kept" in said and "Time to own Missed" in said and "Time to resolve Kept" in said


def test_on_hold_it_says_since_when_it_is_paused(cast, ticket):
    with at(9, 30):
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("on_hold"))
    with at(9, 45):
        said = panel(cast, ticket)
    assert "Time to resolve since 09:30 (paused)" in said


def test_a_ticket_that_was_moved_says_nothing_of_how_its_former_desk_calls_its_promises(cast, promise):
    switches.switch("sla", cast.hr.pk, True)
    with at(8):
        promise(target("first_response", any=4) | {"label": "Gold for Kestrel"}, name="Gold")
    with at(9):
        ticket = cast.ticket()
        assert "Gold for Kestrel" in panel(cast, ticket)
    with at(10):
        give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
        actions.move(actor=cast.actor("jana"), ticket=ticket, to=cast.hr)
        said = panel(cast, ticket, "hanna")
    assert "Gold" not in said and "A promise of another desk Cancelled" in said


def test_a_ticket_that_leaves_for_a_desk_without_service_levels_keeps_what_was_promised(cast, ticket):
    with at(10):
        give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
        actions.move(actor=cast.actor("jana"), ticket=ticket, to=cast.hr)
        cast.work()
    rows = Clock.objects.within(cast.hr.pk).filter(ticket=ticket)
    assert {(one.outcome, one.ended_by) for one in rows} == {("cancelled", "unmatched")} and len(rows) == 3


def test_the_panel_costs_one_query_whatever_happened(cast, ticket):
    client = cast.client("jana")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/agent/tickets/{ticket.number}/")
        return sum('"sla_' in one["sql"] for one in queries)

    with at(9, 30):
        assert asked() == 2, "the first visit reads what the policy says"
        assert asked() == 1
    for hour in range(10, 14):
        with at(hour):
            actions.change_priority(actor=cast.actor("jana"), ticket=ticket, to=Priority(hour % 2 + 3))
            cast.writes(ticket)
            cast.reply(ticket)
    with at(14):
        assert asked() == 1


def test_nobody_sees_a_panel_of_a_ticket_without_promises_or_where_the_module_is_off(cast, ticket):
    with at(9, 30):
        assert not panel(cast, cast.ticket(desk="hr"), "hanna")
        switches.switch("sla", cast.it.pk, False)
        assert not panel(cast, ticket) and not portal(cast, ticket)


def test_the_requester_reads_by_when_the_desk_answers_and_nothing_else(cast, ticket):
    cast.mara.time_zone = "UTC"
    cast.mara.save(update_fields=["time_zone"])
    with at(9, 30):
        assert portal(cast, ticket) == "Our promise We answer by today 13:00."
    with at(13, 30):
        assert portal(cast, ticket) == "Our promise We wanted to answer by today 13:00, and are late."
    with at(14):
        cast.reply(ticket)
        assert portal(cast, ticket) == ""


@pytest.mark.parametrize(
    ("hours", "said"), [(9, "tomorrow 02:00"), (60, "Thursday 05:00"), (24 * 20, "22 Mar 17:00"), (3, "today 20:00")]
)
def test_the_requester_reads_it_by_their_own_clock(hours, said):
    with at(9), timezone.override("Asia/Singapore"):
        assert until(clock.now() + timedelta(hours=hours), clock.now()) == said


def test_while_it_waits_for_the_requester_it_says_so(cast, promise):
    with at(8):
        promise(target("time_to_resolve", any=8) | {"is_promised": True})
        ticket = cast.ticket()
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("on_hold"))
        assert portal(cast, ticket) == "Our promise This is on hold for the moment. Our time goes on with the work."
    with at(9):
        cast.reply(ticket, html="<p>Which room?</p>", then=cast.status("on_hold"))
        assert portal(cast, ticket) == "Our promise We wait for your answer. Our time goes on when it is there."
        assert "We need your answer" in cast.client("mara").get(f"/requests/{ticket.number}/").text
    with at(10):
        cast.writes(ticket)
        assert "We resolve this by today" in portal(cast, ticket)


def test_the_palette_and_the_panel_lead_to_the_page_that_explains(cast, ticket):
    with at(9, 30):
        why = f"/agent/tickets/{ticket.number}/service-levels/why/"
        assert why in cast.client("jana").get(f"/agent/tickets/{ticket.number}/").text
        assert why in cast.client("jana").get(f"/agent/palette?ticket={ticket.number}").text


def test_the_history_tells_of_warnings_and_of_what_was_not_kept(cast, ticket):
    with at(13, 5):
        tell(ticket_id=ticket.pk)
        page = words(cast.client("jana").get(f"/agent/tickets/{ticket.number}/").text)
    assert "Overdue: First response. It was due Monday 2 March 2026, 13:00 UTC. Told late" in page
