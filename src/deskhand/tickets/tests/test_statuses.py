"""A desk's own statuses: what may follow, what they need, what becomes of tickets whose status is put away."""

from datetime import timedelta

import pytest

from deskhand.kernel import clock
from deskhand.kernel.errors import IllegalTransition, Invalid
from deskhand.kernel.models import Event
from deskhand.tickets import actions
from deskhand.tickets.actions.holding import hold
from deskhand.tickets.actions.snooze import snooze
from deskhand.tickets.actions.transition import restore_status
from deskhand.tickets.bodies import composed
from deskhand.tickets.intake import commands
from deskhand.tickets.models import Status


def shaped(cast, key, **more):
    """A status with other rules than it had."""
    row = cast.status(key)
    now = {"name": row.name, "category": row.category, "requester_name": row.requester_name}
    return actions.save_status(actor=cast.actor("lena"), desk=cast.it, status=row, **now | more)


def made(cast, name, category, **more):
    return actions.save_status(actor=cast.actor("lena"), desk=cast.it, name=name, category=category, **more)


def put(cast, ticket, key):
    return actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status(key))


def category(ticket):
    ticket.refresh_from_db()
    return ticket.category


@pytest.fixture
def testing(cast):
    """Open may only be followed by Testing, and Testing by Resolved or Open."""
    made(cast, "Testing", "open", next_keys=["resolved", "open"])
    shaped(cast, "open", next_keys=["testing"])
    return cast.status("testing")


def test_only_what_the_desk_lets_follow_can_be_chosen_and_the_refusal_says_what_can(cast, testing):
    ticket = put(cast, cast.ticket(), "open")
    with pytest.raises(IllegalTransition, match="It can become: “Testing”") as refused:
        put(cast, ticket, "resolved")
    assert refused.value.allowed == ["testing"]
    put(cast, ticket, "testing")
    assert category(put(cast, ticket, "resolved")) == "resolved"


def test_the_page_and_the_palette_offer_only_what_may_follow(cast, testing):
    ticket = put(cast, cast.ticket(), "open")
    page = cast.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    offered = page.partition('id="pick-status"')[2].partition("</form>")[0]
    assert "Testing" in offered and "Resolved" not in offered
    palette = cast.client("jana").get(f"/agent/palette?desk=it&ticket={ticket.number}").content.decode()
    assert f'"ticket:status:{testing.pk}"' in palette
    assert f'"ticket:status:{cast.status("resolved").pk}"' not in palette


def test_an_answer_sets_what_may_follow_on_the_status_that_its_author_saw(cast):
    shaped(cast, "open", next_keys=["on_hold"])
    cast.reply(fresh := cast.ticket(), then=cast.status("resolved"))
    assert category(fresh) == "resolved", "it was new, and new may be resolved"
    with pytest.raises(IllegalTransition):
        cast.reply(put(cast, cast.ticket(), "open"), then=cast.status("resolved"))
    later = cast.ticket()
    hold(actor=cast.actor("jana"), ticket=later, body=composed("<p>Done</p>"), seconds=0, then=cast.status("resolved"))
    cast.work()
    assert category(later) == "resolved"


def test_what_requesters_and_the_clock_do_is_not_held_up(cast, testing):
    shaped(cast, "resolved", next_keys=["closed"], needs=["assignee"])
    ticket = put(cast, cast.ticket(), "open")
    actions.own_transition(actor=cast.actor("mara"), ticket=ticket, category="resolved")
    cast.writes(ticket)
    assert category(ticket) == "open"


def test_on_hold_until_takes_the_status_on_hold_that_may_follow(cast):
    made(cast, "Waiting for parts", "on_hold")
    shaped(cast, "open", next_keys=["waiting_for_parts", "resolved"])
    ticket = put(cast, cast.ticket(), "open")
    until = clock.now() + timedelta(days=1)
    assert snooze(actor=cast.actor("jana"), ticket=ticket, until=until).status.key == "waiting_for_parts"
    shaped(cast, "open", next_keys=["resolved"])
    with pytest.raises(IllegalTransition):
        snooze(actor=cast.actor("jana"), ticket=put(cast, cast.ticket(), "open"), until=until)


NEEDED = {
    "assignee": lambda cast, ticket: actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.jana),
    "team": lambda cast, ticket: actions.give_to_team(actor=cast.actor("jana"), ticket=ticket, to=cast.service_desk),
    "tags": lambda cast, ticket: actions.tag(actor=cast.actor("jana"), ticket=ticket, add=["vpn"]),
    "reply": lambda cast, ticket: cast.reply(ticket),
    "note": lambda cast, ticket: cast.note(ticket),
}


@pytest.mark.parametrize("code", NEEDED)
def test_a_status_waits_for_what_it_needs(cast, code):
    shaped(cast, "resolved", needs=[code])
    ticket = cast.ticket()
    with pytest.raises(Invalid) as refused:
        put(cast, ticket, "resolved")
    assert list(refused.value.fields) == [code] and refused.value.fields[code] in str(refused.value)
    NEEDED[code](cast, ticket)
    assert category(put(cast, ticket, "resolved")) == "resolved"


def test_one_change_can_bring_what_the_status_needs(cast):
    shaped(cast, "resolved", needs=["assignee", "tags"])
    ticket = cast.ticket()
    answer = cast.client().patch(
        f"/api/v1/tickets/{ticket.number}",
        {"status": "resolved", "assignee": "jana@eberfeld.example", "tags": ["vpn"]},
        "application/json",
        headers=cast.bearer("jana"),
    )
    assert answer.status_code == 200 and category(ticket) == "resolved"


def test_a_change_of_status_tells_whether_time_stood_still(cast):
    ticket = put(cast, put(cast, cast.ticket(), "open"), "on_hold")
    shaped(cast, "on_hold", pauses=False)
    put(cast, ticket, "open")
    facts = Event.objects.filter(subject_id=ticket.pk, code="ticket.status_changed").order_by("id")
    told = [(one.values["old_pauses"], one.values["new_pauses"]) for one in facts]
    assert told == [(False, False), (False, True), (False, False)]


def test_a_status_in_use_is_put_away_only_with_another_in_its_place(cast):
    parts, other = made(cast, "Parts", "on_hold"), made(cast, "Vendor", "on_hold")
    ticket = put(cast, cast.ticket(), "parts")
    with pytest.raises(Invalid) as refused:
        shaped(cast, "parts", is_active=False)
    assert "replaced_by" in refused.value.fields
    with pytest.raises(Invalid):
        shaped(cast, "parts", is_active=False, replaced_by=cast.status("open"))
    shaped(cast, "parts", is_active=False, replaced_by=other)
    cast.work()
    ticket.refresh_from_db()
    assert ticket.status == other
    fact = Event.objects.filter(subject_id=ticket.pk, code="ticket.status_changed").latest("id")
    assert fact.values["because"] == "replaced" and fact.actor_id is None
    assert "put that status away" in cast.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    shaped(cast, "parts", is_active=True)
    assert Status.objects.within(cast.it).get(pk=parts.pk).replaced_by is None


def test_rules_that_make_no_sense_are_refused_in_words(cast):
    with pytest.raises(Invalid, match="cannot follow"):
        shaped(cast, "resolved", next_keys=["on_hold"])
    with pytest.raises(Invalid, match="no requirement"):
        shaped(cast, "resolved", needs=["money"])
    with pytest.raises(Invalid, match="cannot be put away"):
        shaped(cast, "open", is_active=False)


def test_statuses_are_put_in_order_within_their_category(cast):
    first, second = made(cast, "First", "open"), made(cast, "Second", "open")
    actions.place_status(actor=cast.actor("lena"), desk=cast.it, status=second, place=0)
    keys = [one.key for one in Status.objects.within(cast.it).filter(category="open").order_by("position")]
    assert keys == ["second", "open", first.key]


HTMX = {"HX-Request": "true"}


def test_the_page_asks_for_what_is_missing_and_sets_all_at_once(cast):
    shaped(cast, "resolved", needs=["assignee", "tags", "note"])
    ticket, jana = cast.ticket(), cast.client("jana")
    to = cast.status("resolved").pk
    asked = jana.post(f"/agent/tickets/{ticket.number}/change/status", {"status": to}, headers=HTMX)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert all(f'name="{name}"' in page for name in ("assignee", "tags", "note"))
    given = {"status": to, "assignee": cast.ben.pk, "tags": "vpn, keep-alive", "note": ""}
    again = jana.post(f"/agent/tickets/{ticket.number}/status/", given, headers=HTMX)
    assert again.status_code == 422 and "vpn, keep-alive" in again.content.decode()
    assert category(ticket) == "new" and not ticket.tags.exists(), "all or nothing"
    assert jana.post(
        f"/agent/tickets/{ticket.number}/status/", given | {"note": "Replaced the cable"}, headers=HTMX
    ).status_code == 200  # fmt: skip
    assert category(ticket) == "resolved" and ticket.assignee == cast.ben
    assert set(ticket.tags.values_list("name", flat=True)) == {"vpn", "keep-alive"}
    assert ticket.messages.filter(kind="note").count() == 1


def test_without_script_the_question_is_a_page_of_its_own(cast):
    shaped(cast, "resolved", needs=["team", "reply"])
    ticket, jana = cast.ticket(), cast.client("jana")
    to = cast.status("resolved").pk
    answer = jana.post(f"/agent/tickets/{ticket.number}/change/status", {"status": to})
    page = jana.get(answer.url).content.decode()
    assert 'name="team"' in page and "Answer the requester" in page
    cast.reply(ticket)
    sent = jana.post(f"/agent/tickets/{ticket.number}/status/", {"status": to, "team": cast.service_desk.pk})
    assert sent.status_code == 302 and category(ticket) == "resolved"


def test_by_mail_the_line_is_refused_with_what_is_missing(cast):
    shaped(cast, "resolved", needs=["assignee"])
    with pytest.raises(commands.LineRefused, match="Assign it to somebody"):
        commands.carry_out(cast.actor("jana"), cast.ticket(), commands.read("#status resolved").commands)


def away(cast, key, instead=None):
    return shaped(cast, key, is_active=False, replaced_by=cast.status(instead) if instead else None)


def test_nothing_brings_a_status_back_that_was_put_away(cast):
    for name in ("First", "Second", "Third"):
        made(cast, name, "open")
    ticket, jana = put(cast, cast.ticket(), "first"), cast.actor("jana")
    put(cast, ticket, "on_hold")
    former = cast.status("first")
    away(cast, "first", "second"), away(cast, "second", "third")
    restore_status(actor=jana, ticket=ticket, to=former.__class__.objects.within(cast.it).get(pk=former.pk))
    ticket.refresh_from_db()
    assert ticket.status.key == "third"
    put(cast, ticket, "on_hold")
    away(cast, "third")
    restore_status(actor=jana, ticket=ticket, to=cast.status("first"))
    ticket.refresh_from_db()
    assert ticket.status.key == "open", "the category's own is always in use"


@pytest.mark.parametrize(("instead", "then"), [("second", "second"), (None, "on_hold")])
def test_an_answer_that_waited_sets_what_replaced_its_status_or_none(cast, instead, then):
    made(cast, "First", "open"), made(cast, "Second", "open")
    ticket = put(cast, cast.ticket(), "on_hold")
    hold(actor=cast.actor("jana"), ticket=ticket, body=composed("<p>Done</p>"), seconds=0, then=cast.status("first"))
    away(cast, "first", instead)
    cast.work()
    ticket.refresh_from_db()
    assert ticket.status.key == then
    assert ticket.messages.filter(side="agent").count() == 1
