"""Macros: several changes of a ticket by one choice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskhand.kernel import clock
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.kernel.models import Event
from deskhand.mail.models import OutboundMail
from deskhand.tickets import actions
from deskhand.tickets.actions.apply_macro import rehearse
from deskhand.tickets.models import Held, Macro, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def macro(cast, steps=None, name="Ask for a log", by="lena", **more) -> Macro:
    wanted = {"priority": "high"} if steps is None else steps
    return actions.save_macro(actor=cast.actor(by), desk=cast.it, name=name, steps=wanted, **more)


def everything(cast) -> dict[str, object]:
    return {
        "status": cast.status("resolved").pk,
        "priority": "high",
        "kind": "question",
        "assignee": "me",
        "tags": ["VPN", "asked for log"],
        "follow": True,
        "message": "reply",
        "text": "<p>Hello {requester.first_name}, about {ticket.number}</p>",
    }


def now(ticket) -> Ticket:
    return Ticket.objects.within(ticket.desk_id).select_related("status", "team", "assignee").get(pk=ticket.pk)


def apply(cast, ticket, row, by="jana", **more):
    return actions.apply_macro(actor=cast.actor(by), ticket=now(ticket), macro=row, **more)


def codes(ticket) -> list[str]:
    found = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).order_by("id")
    return list(found.values_list("code", flat=True))


def test_one_choice_does_all_that_the_macro_says_and_the_requester_is_named(cast):
    ticket = cast.ticket()
    apply(cast, ticket, macro(cast, everything(cast)))
    after = now(ticket)
    assert (after.category, after.priority_word, after.kind, after.assignee) == (
        "resolved", "high", "question", cast.jana,
    )  # fmt: skip
    assert sorted(after.tags.values_list("name", flat=True)) == ["asked-for-log", "vpn"]
    assert after.followers.filter(person=cast.jana).exists()
    said = after.messages.order_by("pk").last()
    assert said.text.startswith(f"Hello Mara, about {ticket.number}") and not said.is_internal


def test_a_step_that_is_refused_is_named_and_nothing_is_changed(cast):
    ticket = cast.ticket()
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    before = codes(ticket)
    row = macro(cast, {"priority": "urgent", "message": "reply", "text": "<p>x</p>", "hold": "3h"}, name="Later")
    with pytest.raises(Invalid, match="“Later” was not applied, nothing was changed\\. On hold until: A ticket"):
        apply(cast, ticket, row)
    assert codes(ticket) == before and now(ticket).priority_word == "normal"


def test_the_history_tells_it_as_one_with_its_steps_inside(cast):
    ticket = cast.ticket()
    apply(cast, ticket, macro(cast, {"priority": "high", "tags": ["vpn"], "assignee": "me"}, name="Mine <now>"))
    shown = cast.client("jana").get(f"/agent/tickets/{ticket.number}/").text
    assert shown.count("Jana Vogt applied the macro “Mine &lt;now&gt;”") == 2, "in the conversation and in the history"
    fact = Event.objects.get(code="ticket.macro_applied")
    inside = Event.objects.filter(id__in=fact.values["facts"]).order_by("id").values_list("code", flat=True)
    assert list(inside) == ["ticket.assigned", "ticket.status_changed", "ticket.priority_changed", "ticket.tagged"]


def test_an_undo_puts_back_what_changed_and_takes_back_an_answer_that_has_not_left(cast):
    ticket = cast.ticket()
    done = apply(cast, ticket, macro(cast, everything(cast)), undo_seconds=10)
    assert done.held is not None and now(ticket).category == "open", "the status leaves with the answer"
    assert actions.undo(actor=cast.actor("jana"), undo_id=done.undo_id).changed == [ticket.number]
    after = now(ticket)
    assert (after.category, after.priority_word, after.kind, after.assignee) == ("new", "normal", "incident", None)
    assert not after.tags.exists() and not after.followers.exists()
    assert (
        not Held.objects.within(cast.it).exists()
        and not OutboundMail.objects.within(cast.it).filter(kind="reply").exists()
    )


def test_an_answer_of_a_macro_leaves_after_its_seconds_and_its_status_with_it(cast):
    ticket = cast.ticket()
    done = apply(cast, ticket, macro(cast, everything(cast)), undo_seconds=10)
    with clock.frozen(clock.now() + timedelta(seconds=11)):
        actions.let_go(held_id=done.held.pk)
    assert now(ticket).category == "resolved"
    assert "Hello Mara" in now(ticket).messages.order_by("pk").last().text


def test_what_somebody_changed_again_is_not_undone(cast):
    ticket = cast.ticket()
    done = apply(cast, ticket, macro(cast, {"priority": "high", "tags": ["vpn"]}))
    actions.change_priority(actor=cast.actor("ben"), ticket=ticket, to=4)
    outcome = actions.undo(actor=cast.actor("jana"), undo_id=done.undo_id)
    assert "again since" in outcome.refused[ticket.number]
    assert now(ticket).tags.exists(), "all of it or nothing"


def test_a_rehearsal_tells_all_refusals_and_leaves_nothing_behind(cast):
    ticket = cast.ticket()
    actions.give_to_team(actor=cast.actor("jana"), ticket=ticket, to=cast.service_desk)
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    before, letters = codes(ticket), OutboundMail.objects.within(cast.it).count()
    row = macro(
        cast, {"team": cast.network.pk, "priority": "high", "message": "reply", "text": "<p>x</p>", "hold": "3h"}
    )
    found = rehearse(actor=cast.actor("jana"), ticket=ticket, macro=row)
    assert set(found.refused) == {"team", "hold"} and found.stages["priority"]["priority"] == 3
    assert (codes(ticket), OutboundMail.objects.within(cast.it).count(), now(ticket).priority) == (before, letters, 2)


def test_the_note_of_a_macro_goes_along_to_a_higher_team(cast):
    ticket = cast.ticket()
    actions.give_to_team(actor=cast.actor("jana"), ticket=ticket, to=cast.service_desk)
    apply(cast, ticket, macro(cast, {"team": cast.network.pk, "message": "note", "text": "<p>Tried all</p>"}))
    assert now(ticket).team == cast.network
    assert now(ticket).messages.filter(kind="note").count() == 1


def test_on_hold_until_is_counted_from_when_it_is_applied(cast):
    ticket, at = cast.ticket(), clock.now()
    apply(cast, ticket, macro(cast, {"hold": "3h", "status": cast.status("on_hold").pk}))
    assert now(ticket).category == "on_hold"
    wakes_at = now(ticket).snooze.wakes_at
    assert wakes_at and abs(wakes_at - at - timedelta(hours=3)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ({}, ""),
        ({"jump": "high"}, "jump"),
        ({"priority": "highest"}, "priority"),
        ({"status": 0}, ""),
        ({"status": 99999999}, "status"),
        ({"team": "abc"}, "team"),
        ({"message": "reply", "text": "<p> </p>"}, "text"),
        ({"hold": "soon"}, "hold"),
        ({"assignee": "person"}, "assignee"),
        ({"tags": ["x" * 61]}, "tags"),
    ],
)
def test_what_a_macro_cannot_do_is_refused_by_its_field(cast, steps, field):
    with pytest.raises(Invalid) as refusal:
        macro(cast, steps)
    assert set(refusal.value.fields) == ({field} if field else set())


def test_a_macro_that_waits_cannot_resolve(cast):
    with pytest.raises(Invalid) as refusal:
        macro(cast, {"hold": "1d@09:00", "status": cast.status("resolved").pk})
    assert set(refusal.value.fields) == {"hold"}


def test_what_is_gone_is_said_and_stops_it_but_a_tag_that_is_gone_does_not(cast):
    own = actions.save_status(actor=cast.actor("lena"), desk=cast.it, name="Parts", category="on_hold")
    row = macro(cast, {"status": own.pk, "priority": "high"}, name="Wait")
    actions.save_status(
        actor=cast.actor("lena"), desk=cast.it, status=own, name="Parts", category="on_hold", is_active=False
    )
    ticket = cast.ticket()
    with pytest.raises(Invalid, match="“Wait” was not applied\\. Status: This status is not in use"):
        apply(cast, ticket, row)
    assert now(ticket).priority == 2
    apply(cast, ticket, macro(cast, {"untag": ["never-was"], "priority": "high"}))
    assert now(ticket).priority == 3


def test_who_finds_a_macro_and_who_may_change_it(cast):
    ticket = cast.ticket()
    own = macro(cast, by="jana", is_own=True, name="Jana's")
    of_team = macro(cast, team=cast.network, name="Of the team")
    for row, name in ((own, "ben"), (of_team, "jana")):
        with pytest.raises(NotFound):
            apply(cast, ticket, row, by=name)
    with pytest.raises(NotFound):
        macro(cast, macro=own, by="lena")
    with pytest.raises(Denied):
        macro(cast, by="jana", name="For all")
    with pytest.raises(Denied):
        actions.switch_macro(actor=cast.actor("jana"), macro=of_team, on=False)
    actions.switch_macro(actor=cast.actor("jana"), macro=own, on=False)
    with pytest.raises(NotFound):
        apply(cast, ticket, own)


def test_a_macro_of_another_desk_does_not_exist(cast):
    there = actions.save_macro(actor=cast.actor("hanna"), desk=cast.hr, name="HR", steps={"priority": "high"})
    with pytest.raises(NotFound):
        apply(cast, cast.ticket(), there)


def test_changes_are_in_the_history_of_settings_and_own_ones_are_nobodys_business(cast):
    row = macro(cast)
    macro(cast, {"priority": "low", "message": "note", "text": "<p>Secret words</p>"}, macro=row)
    macro(cast, by="lena", is_own=True, name="Hush")
    facts = [one.values for one in Event.objects.filter(code="macro.edited").order_by("id")]
    assert facts[0]["fields"] == ["created"]
    assert (facts[1]["old"]["priority"], facts[1]["new"]["priority"]) == ("High", "Low")
    assert "message" in facts[1]["fields"] and "Secret" not in str(facts)
    assert Event.objects.filter(code="own_macro.edited").count() == 1


def test_two_who_change_a_macro_at_once_take_nothing_back_from_each_other(cast):
    row = macro(cast)
    stale = Macro.objects.within(cast.it).get(pk=row.pk)
    actions.switch_macro(actor=cast.actor("lena"), macro=row, on=False)
    changed = macro(cast, {"priority": "low"}, name="Other", macro=stale)
    row.refresh_from_db()
    assert (row.name, row.is_active, changed.is_active) == ("Other", False, False)
    told = Event.objects.filter(code="macro.edited").order_by("-id").first()
    assert "is_active" not in told.values["fields"]
    row.delete()
    with pytest.raises(NotFound):
        macro(cast, macro=stale)
