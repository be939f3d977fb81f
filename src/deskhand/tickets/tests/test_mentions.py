"""Naming a colleague or a team with @ in a note."""

from __future__ import annotations

import pytest

from deskhand.accounts.actions import give_role, take_role
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, NotFound
from deskhand.mail.tests.post import sent_to
from deskhand.notify.actions import choose
from deskhand.notify.models import Notification
from deskhand.tickets import actions, cascading, macro_preview
from deskhand.tickets.actions.move import snapshot
from deskhand.tickets.bodies import composed
from deskhand.tickets.mentions import MENTION_LIMIT
from deskhand.tickets.models import LinkKind, Message

pytestmark = pytest.mark.django_db


def at(whom, words="somebody"):
    kind = "team" if hasattr(whom, "tier") else "person"
    return f'<span data-mention="{kind}-{whom.pk}">@{words}</span>'


def send(cast, ticket, *whom, kind="note", name="jana", html=""):
    body = html or f"<p>Please look, {' '.join(at(one) for one in whom)}!</p>"
    posted = {"kind": kind, "body": body, "body_format": "html"}
    answer = cast.client(name).post(f"/agent/tickets/{ticket.number}/send", posted, headers={"HX-Request": "true"})
    cast.work()
    return answer


def heard(person):
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def follows(ticket, person):
    return ticket.followers.filter(person=person).exists()


def test_who_is_mentioned_hears_of_it_once_and_follows_the_ticket(cast):
    ticket = cast.ticket()
    actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.ben)
    cast.work()
    assert send(cast, ticket, cast.priya, cast.ben).status_code == 200
    assert (heard(cast.priya)[1:], heard(cast.ben)[1:]) == (["mentioned"], ["mentioned"])
    assert follows(ticket, cast.priya)
    letter = sent_to(cast.priya.email, kind="notification")[-1]
    assert letter.subject.startswith("Jana Vogt mentioned you: VPN drops")
    assert "Please look, @Priya Raman" in letter.text
    shown = cast.client("ben").get(f"/agent/tickets/{ticket.number}/").text
    assert f'<span class="mail-mention" data-mention="person-{cast.priya.pk}">@Priya Raman</span>' in shown
    assert "Jana Vogt mentioned you" in cast.client("priya").get("/agent/notifications/").text


def test_the_members_of_a_mentioned_team_hear_of_it_and_follow_nothing(cast):
    ticket = cast.ticket()
    send(cast, ticket, cast.service_desk, name="priya")
    assert heard(cast.jana)[1:] == heard(cast.ben)[1:] == ["team_mentioned"]
    assert not ticket.followers.exists()
    assert Message.objects.within(cast.it).get(kind="note").text == "Please look, @Service Desk!"


def test_a_logged_call_mentions_as_well_and_the_writer_hears_nothing(cast):
    ticket = cast.ticket()
    send(cast, ticket, cast.priya, cast.jana, kind="log")
    assert heard(cast.priya)[-1] == "mentioned"
    assert "mentioned" not in heard(cast.jana)


def test_who_wants_no_word_of_mentions_still_hears_of_the_note_that_they_follow(cast):
    ticket = cast.ticket()
    actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.priya)
    for channel in ("app", "mail", "digest"):
        choose(actor=cast.actor("priya"), kind="mentioned", channel=channel, wanted=False)
    send(cast, ticket, cast.priya)
    assert heard(cast.priya)[1:] == ["noted"]


def test_only_those_who_serve_the_desk_are_offered(cast):
    def offered(name, typed, number):
        answer = cast.client(name).get(f"/agent/tickets/{number}/mentionable?q={typed}")
        return [one["label"] for one in answer.json()["items"]] if answer.status_code == 200 else answer.status_code

    ticket = cast.ticket()
    assert offered("jana", "pri", ticket.number) == ["Priya Raman"]
    assert offered("jana", "ram", ticket.number) == ["Priya Raman"]
    assert offered("jana", "serv", ticket.number) == ["Service Desk"]
    assert len(offered("jana", "", ticket.number)) == 7
    assert offered("jana", "hanna", ticket.number) == offered("jana", "mara", ticket.number) == []
    assert offered("hanna", "", ticket.number) == offered("mara", "", ticket.number) == 404


@pytest.mark.parametrize("name", ["hanna", "mara"])
def test_nobody_else_can_be_mentioned_and_the_text_stays(cast, name):
    ticket = cast.ticket()
    refused = send(cast, ticket, cast.people[name])
    assert refused.status_code == 422 and "serves this desk: @somebody" in refused.json()["detail"]
    assert cast.people[name].name not in refused.text
    assert not Message.objects.within(cast.it).filter(kind="note").exists()


def test_there_is_an_end_to_how_many_one_note_mentions(cast):
    many = "".join(f'<span data-mention="person-{one}">@x</span>' for one in range(1, MENTION_LIMIT + 2))
    refused = send(cast, cast.ticket(), html=f"<p>{many}</p>")
    assert refused.status_code == 422 and str(MENTION_LIMIT) in refused.json()["detail"]


def test_what_only_looks_like_a_mention_is_plain_words(cast):
    ticket = cast.ticket()
    nested = f'<p>{at(cast.priya)} <span data-mention="person-{cast.ben.pk}"><b>@Boss</b></span> <script>x</script></p>'
    send(cast, ticket, html=nested)
    html = Message.objects.within(cast.it).get(kind="note").html
    assert html.count("data-mention") == 1 and "<b>@Boss</b>" in html and "script" not in html
    assert "mentioned" not in heard(cast.ben)


def test_in_an_answer_it_is_plain_words_that_tell_nobody(cast):
    ticket = cast.ticket()
    send(cast, ticket, cast.priya, kind="reply")
    assert "mentioned" not in heard(cast.priya) and not follows(ticket, cast.priya)
    page = cast.client("mara").get(f"/requests/{ticket.number}/").text.partition("<main")[2].partition("</main>")[0]
    assert "@somebody" in page and "mention" not in page
    assert "mention" not in sent_to(cast.mara.email)[-1].html


def test_requesters_mention_nobody(cast):
    ticket = cast.ticket()
    cast.writes(ticket, html=f"<p>{at(cast.priya)}</p>")
    assert "data-mention" not in "".join(ticket.messages.values_list("html", flat=True))


def test_a_draft_keeps_its_mentions_and_undo_brings_them_back(cast):
    ticket, jana = cast.ticket(), cast.actor("jana")
    draft = actions.save_draft(actor=jana, ticket=ticket, kind="note", html=f"<p>{at(cast.priya)}</p>", is_shared=True)
    assert "data-mention" in draft.html and "mentioned" not in heard(cast.priya)
    taken = actions.take_draft(actor=cast.actor("ben"), ticket=ticket, draft=draft.pk)
    assert "data-mention" in taken.html
    cast.jana.undo_seconds = 30
    cast.jana.save(update_fields=["undo_seconds"])
    send(cast, ticket, cast.priya, kind="reply")
    held = ticket.held.get()
    assert "data-mention" in actions.take_back(actor=jana, ticket=ticket, held=held.pk).html


@pytest.mark.postgres
def test_who_loses_the_desk_follows_no_more_what_mentions_began(cast):
    mentioned, followed = cast.ticket("One"), cast.ticket("Two")
    send(cast, mentioned, cast.ben)
    send(cast, followed, cast.ben)
    actions.follow(actor=cast.actor("jana"), ticket=followed, person=cast.ben)
    give_role(actor=SYSTEM, desk=cast.it, person=cast.ben, role="lead")
    take_role(actor=SYSTEM, desk=cast.it, person=cast.ben, role="agent")
    assert follows(mentioned, cast.ben)
    take_role(actor=SYSTEM, desk=cast.it, person=cast.ben, role="lead")
    assert not follows(mentioned, cast.ben) and follows(followed, cast.ben)
    assert cast.client("ben").get(f"/requests/{mentioned.number}/").status_code == 404
    assert "mentioned you" not in cast.client("ben").get("/agent/notifications/", follow=True).text


def test_an_auditor_whom_a_note_mentions_gets_no_public_answer_and_is_not_named_as_if_they_did(cast):
    parent, ticket = cast.ticket("Outage"), cast.ticket()
    send(cast, ticket, cast.arno)
    jana = cast.actor("jana")
    assert follows(ticket, cast.arno) and heard(cast.arno) == ["mentioned"]
    page = cast.client("jana").get(f"/agent/tickets/{ticket.number}/").text
    composer = page.partition('id="composer"')[2].partition("<textarea")[0]
    assert cast.mara.email in composer and cast.arno.email not in composer
    assert macro_preview.hearers(jana, ticket, "reply") == ["Mara Lindqvist"]
    assert macro_preview.hearers(jana, ticket, "note") == ["Arno Weiss"]
    assert macro_preview.people_who_hear([ticket]) == 1
    actions.link_tickets(actor=jana, ticket=parent, kind=LinkKind.PARENT_OF, to=ticket.number)
    assert cascading.children_of(jana, parent).known[0].hear == ("Mara Lindqvist",)
    cast.reply(ticket)
    assert sent_to(cast.arno.email, kind="reply") == []
    assert [one.shown_cc for one in sent_to(cast.mara.email, kind="reply")] == [[]]


def test_who_is_only_mentioned_does_not_stand_on_the_requesters_side(cast):
    ticket = cast.ticket()
    send(cast, ticket, cast.arno)
    assert cast.client("arno").get(f"/requests/{ticket.number}/").status_code == 404
    assert cast.client("arno").get(f"/agent/tickets/{ticket.number}/").status_code == 200
    with pytest.raises((Denied, NotFound)):
        cast.writes(ticket, by="arno")
    actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.arno)
    assert cast.client("arno").get(f"/requests/{ticket.number}/").status_code == 200


@pytest.mark.parametrize("deed", ["merge", "follow_up", "move"])
def test_who_is_only_mentioned_stays_so_whatever_becomes_of_the_ticket(cast, deed):
    ticket, jana = cast.ticket(), cast.actor("jana")
    send(cast, ticket, cast.ben)
    actions.follow(actor=jana, ticket=ticket, person=cast.priya)
    if deed == "merge":
        there = cast.ticket("Another")
        actions.merge(actor=jana, ticket=ticket, into=there.number, follow=True)
    elif deed == "follow_up":
        there = actions.follow_up(actor=cast.actor("mara"), ticket=ticket, body=composed("<p>Again</p>"))
    else:
        was = snapshot(ticket)
        moved = actions.move(actor=jana, ticket=ticket, to=cast.hr)
        then = snapshot(moved)
        there = actions.move_back(actor=jana, number=ticket.number, was=was, then=then)
    assert follows(there, cast.ben) and follows(there, cast.priya)
    for name, role in (("ben", "agent"), ("priya", "lead")):
        take_role(actor=SYSTEM, desk=cast.it, person=cast.people[name], role=role)
    assert not follows(there, cast.ben) and follows(there, cast.priya)


def test_a_merge_does_not_make_a_mention_on_the_other_ticket_more_than_that(cast):
    here, there = cast.ticket("One"), cast.ticket("Two")
    actions.follow(actor=cast.actor("jana"), ticket=here, person=cast.ben)
    send(cast, there, cast.ben)
    actions.merge(actor=cast.actor("jana"), ticket=here, into=there.number, follow=True)
    assert there.followers.get(person=cast.ben).by_mention
