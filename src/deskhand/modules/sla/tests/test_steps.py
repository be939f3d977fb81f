"""What follows when a promise is at risk, or was not kept."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

from deskhand.accounts.actions import merge_people, save_team, take_role
from deskhand.kernel.errors import Invalid
from deskhand.kernel.models import Event
from deskhand.mail.models import OutboundMail
from deskhand.modules.sla import steps
from deskhand.modules.sla.actions import ringing
from deskhand.modules.sla.tests.conftest import at, target
from deskhand.modules.sla.tests.test_policies import typed
from deskhand.notify.models import Notification
from deskhand.tickets import actions
from deskhand.tickets.models import Message, Priority
from deskhand.webhooks import actions as webhooks
from deskhand.webhooks.models import Delivery

pytestmark = pytest.mark.django_db

REPOSITORY = Path(__file__).parents[5]


def warning(*follows, **when):
    """A first response within four hours that does something at three quarters of them, unless said otherwise."""
    return target("first_response", any=4) | {"milestones": [(when or {"percent": 75}) | {"steps": list(follows)}]}


def rings(cast, *, hour=12, minute=0):
    """The worker looks at that time, and does all that follows."""
    with at(hour, minute):
        ringing.look_ahead([cast.it.pk])
        cast.work()


def opened(cast, promise, *follows, when=None, **more):
    """Mara's ticket of nine o'clock, after Lena promised."""
    with at(8):
        promise(warning(*follows, **(when or {})))
    with at(9):
        ticket = cast.ticket(**more)
        cast.work()
    return ticket


def facts(ticket, code):
    return list(Event.objects.filter(code=code, subject_id=ticket.pk).order_by("id"))


def told(kind):
    return set(Notification.objects.filter(kind=kind).values_list("person_id", flat=True))


def test_the_assignee_is_told_once_at_the_bell_and_by_mail(cast, promise):
    ticket = opened(cast, promise, {"step": "notify", "who": "assignee"}, assignee=cast.jana)
    OutboundMail.objects.within(cast.it).all().delete()
    rings(cast)
    rings(cast, minute=1)
    [fact] = facts(ticket, "ticket.sla_warned")
    assert fact.values["milestone"] == "percent:75" and fact.values["is_late"] is False
    assert told("sla_warned") == {cast.jana.pk}
    [letter] = OutboundMail.objects.within(cast.it).filter(to_email=cast.jana.email)
    assert letter.subject.startswith("Soon due: First response: VPN drops")
    page = cast.client("jana").get("/agent/notifications/").content.decode()
    assert "Soon due: First response" in page


def test_while_nobody_has_it_the_team_is_told_and_without_a_team_the_leads(cast, promise):
    ticket = opened(cast, promise, {"step": "notify", "who": "assignee"})
    other = cast.ticket
    with at(9):
        other = cast.ticket("Printer", team=cast.service_desk)
    rings(cast)
    numbers = dict(Notification.objects.filter(kind="sla_warned").values_list("person_id", "ticket_number"))
    assert numbers[cast.priya.pk] == ticket.number
    assert numbers[cast.jana.pk] == numbers[cast.ben.pk] == other.number


def test_followers_and_a_certain_person_are_told_of_a_breach(cast, promise):
    follows = {"step": "notify", "who": "followers"}, {"step": "notify", "who": "person", "person": cast.arno.pk}
    with at(8):
        promise(warning() | {"milestones": [{"steps": follows}]})
    with at(9):
        ticket = cast.ticket()
        actions.follow(actor=cast.actor("ben"), ticket=ticket, person=cast.ben)
    rings(cast, hour=13)
    assert told("sla_breached") == {cast.ben.pk, cast.arno.pk}


def test_a_team_of_the_next_level_gets_it_with_the_policys_note(cast, promise):
    step = {"step": "hand_over", "team": "next_tier", "note": "Nobody has answered yet."}
    ticket = opened(cast, promise, step, team=cast.service_desk)
    rings(cast)
    ticket.refresh_from_db()
    assert ticket.team == cast.network
    note = Message.objects.within(cast.it).filter(ticket=ticket).latest("pk")
    assert (note.kind, note.author_name, note.text) == ("note", "Deskhand", "Nobody has answered yet.")
    [fact] = facts(ticket, "ticket.team_changed")
    assert fact.actor_id is None and fact.channel == "system"
    assert fact.reason == "Policy “Standard”: First response, at 75 % of its time."


def test_above_the_highest_level_is_nobody_and_the_leads_hear_of_it(cast, promise):
    step = {"step": "hand_over", "team": "next_tier", "note": "Please help."}
    ticket = opened(cast, promise, step, team=cast.network)
    rings(cast)
    [fact] = facts(ticket, "ticket.sla_step_failed")
    assert fact.values["why"] == "no_higher_level"
    assert told("sla_step_failed") == {cast.priya.pk}
    page = cast.client("priya").get(reverse("tickets:ticket", args=[ticket.number])).content.decode()
    assert "A policy wanted “Hand to a team”, which could not be done: there is no team of a higher level" in page
    page = cast.client("priya").get("/agent/notifications/").content.decode()
    assert "could not be done: there is no team of a higher level" in page


def test_it_is_assigned_made_more_urgent_and_webhooks_are_called(cast, promise):
    webhooks.save_webhook(actor=cast.actor("lena"), desk=cast.it, name="Pager", url="https://pager.example/hook")
    follows = {"step": "assign", "person": cast.ben.pk}, {"step": "priority", "to": "up"}
    ticket = opened(cast, promise, *follows, {"step": "webhook", "name": "pager"})
    rings(cast)
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.priority) == (cast.ben, Priority.HIGH)
    [call] = Delivery.objects.within(cast.it).filter(code="ticket.sla_called")
    values = json.loads(call.body)["data"]["values"]
    assert (values["call"], values["key"], values["milestone"]) == ("pager", "first_response", "percent:75")
    assert values["due_at"] == "2026-03-02T13:00:00+00:00"


def test_a_call_that_no_webhook_listens_to_is_told_to_the_leads(cast, promise):
    webhooks.save_webhook(
        actor=cast.actor("lena"), desk=cast.it, name="Other", url="https://o.example/", events=["ticket.created"]
    )
    ticket = opened(cast, promise, {"step": "webhook", "name": "pager"})
    rings(cast)
    [fact] = facts(ticket, "ticket.sla_step_failed")
    assert (fact.values["step"], fact.values["why"]) == ("webhook", "no_webhook")
    assert told("sla_step_failed") == {cast.priya.pk} and not facts(ticket, "ticket.sla_called")
    page = cast.client("priya").get("/agent/notifications/").content.decode()
    assert "no webhook of the desk listens to it" in page


def test_a_call_that_no_webhook_listens_to_is_told_when_a_policy_is_saved_and_on_the_list(cast, promise):
    row = promise(warning({"step": "webhook"}))
    lena, unheard = cast.client("lena"), "but none of this desk listens to “ticket.sla_called”"
    checks, here = reverse("sla:policy_checks", args=["it"]), reverse("sla:policy", args=["it", row.pk])
    assert unheard in lena.get(checks).content.decode()
    api = cast.client().get("/api/v1/sla/desks/it/policy-checks", headers=cast.bearer("lena", "read")).json()
    assert [one["code"] for one in api["items"]] == ["webhook"]
    form = typed(lena, here, **{"t0w0-webhook": "on"})
    assert unheard in lena.post(here, form, follow=True).content.decode()
    webhooks.save_webhook(actor=cast.actor("lena"), desk=cast.it, name="Pager", url="https://pager.example/hook")
    assert unheard not in lena.get(checks).content.decode()
    form = typed(lena, here, **{"t0w0-webhook": "on"})
    assert unheard not in lena.post(here, form, follow=True).content.decode()


def test_a_priority_is_never_lowered(cast, promise):
    ticket = opened(cast, promise, {"step": "priority", "to": "high"}, priority=Priority.URGENT)
    rings(cast)
    ticket.refresh_from_db()
    assert ticket.priority == Priority.URGENT


def test_what_names_somebody_who_left_is_told_to_the_leads_and_the_rest_is_done(cast, promise):
    follows = {"step": "assign", "person": cast.ben.pk}, {"step": "priority", "to": "urgent"}
    ticket = opened(cast, promise, *follows)
    take_role(actor=cast.actor("lena"), desk=cast.it, person=cast.ben, role="agent")
    rings(cast)
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.priority) == (None, Priority.URGENT)
    [fact] = facts(ticket, "ticket.sla_step_failed")
    assert (fact.values["step"], fact.values["why"]) == ("assign", "refused")
    assert "does not serve this desk" in fact.reason
    assert told("sla_step_failed") == {cast.priya.pk}


def test_who_was_merged_into_another_account_gets_it_there(cast, promise):
    steps_of_ben = {"step": "notify", "who": "person", "person": cast.ben.pk}, {"step": "assign", "person": cast.ben.pk}
    ticket = opened(cast, promise, *steps_of_ben)
    merge_people(actor=cast.actor("lena"), desk=cast.it, kept=cast.jana, gone=cast.ben)
    rings(cast)
    ticket.refresh_from_db()
    assert ticket.assignee == cast.jana and told("sla_warned") == {cast.jana.pk}


def test_a_team_that_was_switched_off_gets_nothing(cast, promise):
    ticket = opened(cast, promise, {"step": "hand_over", "team": cast.network.pk, "note": "Over to you."})
    save_team(actor=cast.actor("lena"), desk=cast.it, team=cast.network, name="Network", tier="L3", is_active=False)
    rings(cast)
    assert [one.values["why"] for one in facts(ticket, "ticket.sla_step_failed")] == ["team_gone"]


def test_nothing_is_done_to_a_ticket_that_is_finished_by_then(cast, promise):
    ticket = opened(cast, promise, {"step": "priority", "to": "urgent"})
    with at(11):
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    rings(cast)
    ticket.refresh_from_db()
    assert ticket.priority == Priority.NORMAL and not facts(ticket, "ticket.sla_warned")


REFUSED = (
    ({"step": "dance"}, "Choose what is to be done"),
    ("notify", "Choose what is to be done"),
    ({"step": "notify", "who": "everybody"}, "Choose whom to notify"),
    ({"step": "notify", "who": "person"}, "Choose a person"),
    ({"step": "hand_over", "team": "next_tier"}, "Write the hand-over note"),
    ({"step": "hand_over", "team": True, "note": "x"}, "Choose a team"),
    ({"step": "priority", "to": "huge"}, "Choose a priority"),
    ({"step": "webhook", "name": "No!"}, "Name the call"),
    ({"step": "assign", "person": 999_999}, "Choose somebody who serves this desk"),
    ({"step": "hand_over", "team": 999_999, "note": "x"}, "Choose a team of this desk"),
)


def test_a_step_that_makes_no_sense_is_refused_at_its_place(promise):
    for step, sentence in REFUSED:
        with pytest.raises(Invalid) as refused:
            promise(warning({"step": "notify", "who": "leads"}, step))
        [(place, words)] = refused.value.fields.items()
        assert place == "targets.0.milestones.0.steps.1" and words.startswith(sentence)


def test_every_step_has_words(cast):
    said = [
        {"step": "notify", "who": "assignee"},
        {"step": "notify", "who": "person", "person": cast.jana.pk},
        {"step": "hand_over", "team": cast.network.pk, "note": "x"},
        {"step": "hand_over", "team": "next_tier", "note": "x"},
        {"step": "assign", "person": cast.hanna.pk},
        {"step": "priority", "to": "up"},
        {"step": "priority", "to": "urgent"},
        {"step": "webhook"},
        {"step": "webhook", "name": "pager"},
    ]
    people, teams = steps.names_in(said, cast.it.pk)
    assert [steps.in_words(steps.read(one), people, teams) for one in said] == [
        "notify the assignee, else the team",
        "notify Jana Vogt",
        "hand it to Network & Access",
        "hand it to the next higher level",
        "assign it to ?",
        "raise the priority by one",
        "raise the priority to Urgent",
        "call webhooks",
        "call webhooks: pager",
    ]


def test_the_example_of_the_documents_does_what_it_says(cast, promise):
    page = (REPOSITORY / "docs/admin/service-level-warnings.md").read_text()
    milestones = json.loads(page.split("```json")[1].split("```")[0])
    webhooks.save_webhook(actor=cast.actor("lena"), desk=cast.it, name="Pager", url="https://pager.example/hook")
    with at(8):
        promise(target("first_response", any=4) | {"milestones": milestones})
    with at(9):
        ticket = cast.ticket(team=cast.service_desk, assignee=cast.jana)
        cast.work()
    rings(cast, hour=11)
    assert told("sla_warned") == {cast.jana.pk}
    rings(cast, hour=13)
    ticket.refresh_from_db()
    assert (ticket.team, ticket.priority) == (cast.network, Priority.URGENT)
    assert told("sla_breached") == {cast.priya.pk}
    assert [one.values["call"] for one in facts(ticket, "ticket.sla_called")] == ["pager"]
