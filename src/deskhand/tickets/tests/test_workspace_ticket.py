"""A ticket's page: reading, writing, editing."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deskhand.kernel import clock, events, slots, switches
from deskhand.kernel.models import Event
from deskhand.mail.models import LetterKind, OutboundMail
from deskhand.tickets import actions, facts, history
from deskhand.tickets.bodies import Body, plain
from deskhand.tickets.models import Attachment, Draft, Message, Ticket
from deskhand.tickets.names import names_around
from tests.cast import Cast

HTMX = {"HX-Request": "true"}


def address(ticket: Ticket, part: str = "") -> str:
    return f"/agent/tickets/{ticket.number}/{part}"


def page_of(client, ticket: Ticket, query: str = "") -> str:
    response = client.get(address(ticket) + query)
    assert response.status_code == 200, response.content[:500]
    return str(response.content.decode())


def fresh(ticket: Ticket) -> Ticket:
    ticket.refresh_from_db()
    return ticket


def test_an_agent_reads_the_conversation_with_its_notes(cast: Cast):
    ticket = cast.ticket("VPN drops", text="It drops every five minutes")
    cast.reply(ticket)
    cast.note(ticket)
    page = page_of(cast.client("ben"), ticket)
    for words in ("It drops every five minutes", "Please restart.", "It is the keep-alive.", "Internal note"):
        assert words in page


@pytest.mark.parametrize("key", ["on_hold", "resolved", "closed", "cancelled"])
def test_a_ticket_opens_whatever_its_status(cast: Cast, key: str):
    ticket = cast.ticket()
    if key == "closed":
        actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status(key))
    assert "VPN drops" in page_of(cast.client("jana"), ticket)


@pytest.mark.parametrize("name", ["mara", "hanna", "oliver"])
@pytest.mark.parametrize("part", ["", "conversation", "beside", "head", "canned", "next?view=open"])
def test_who_does_not_serve_the_desk_finds_no_such_page(cast: Cast, name: str, part: str):
    ticket = cast.ticket()
    assert cast.client(name).get(address(ticket, part)).status_code == 404


def test_an_answer_from_the_composer_goes_out_and_appears(cast: Cast):
    ticket = cast.ticket()
    posted = {"kind": "reply", "body": "<p>Try the <b>new</b> client.</p>", "body_format": "html"}
    response = cast.client("jana").post(address(ticket, "send"), posted, headers=HTMX)
    assert response.status_code == 200
    assert "Try the <b>new</b> client." in response.content.decode()
    assert fresh(ticket).category == "open"


def test_the_composer_works_without_script(cast: Cast):
    ticket = cast.ticket()
    file = SimpleUploadedFile("steps.txt", b"one two", content_type="text/plain")
    posted = {"kind": "reply", "body": "Line one\nLine <two>", "files": [file], "cc": "huimin@kestrel.example"}
    response = cast.client("jana").post(address(ticket, "send"), posted)
    assert response.headers["Location"] == address(ticket)
    message = ticket.messages.order_by("-id")[0]
    assert "Line &lt;two&gt;" in message.html
    assert [one.filename for one in message.attachments.all()] == ["steps.txt"]
    assert ticket.followers.get().person == cast.huimin


def test_an_empty_answer_is_refused_with_a_sentence_and_nothing_is_sent(cast: Cast):
    ticket = cast.ticket()
    response = cast.client("jana").post(address(ticket, "send"), {"kind": "reply", "body": "  "}, headers=HTMX)
    assert response.status_code == 422
    assert response.json()["detail"] == "Nothing is written yet."
    assert ticket.messages.count() == 1


def test_a_note_stays_inside_and_sends_nothing(cast: Cast):
    ticket = cast.ticket()
    before = OutboundMail.objects.within(cast.it).count()
    cast.client("jana").post(address(ticket, "send"), {"kind": "note", "body": "The keep-alive."}, headers=HTMX)
    message = ticket.messages.order_by("-id")[0]
    assert message.is_internal
    assert OutboundMail.objects.within(cast.it).filter(kind=LetterKind.REPLY).count() == 0
    assert OutboundMail.objects.within(cast.it).count() == before


@pytest.mark.parametrize("channel", ["phone", "walk_in"])
def test_a_call_or_visit_is_logged_as_what_it_was(cast: Cast, channel: str):
    ticket = cast.ticket()
    posted = {"kind": "log", "body": "She called again.", "log_channel": channel}
    cast.client("jana").post(address(ticket, "send"), posted, headers=HTMX)
    message = ticket.messages.order_by("-id")[0]
    assert (message.kind, message.channel) == ("log", channel)


def test_sending_can_set_the_status_as_well(cast: Cast):
    ticket = cast.ticket()
    posted = {"kind": "reply", "body": "Done.", "status": cast.status("resolved").pk}
    cast.client("jana").post(address(ticket, "send"), posted, headers=HTMX)
    assert fresh(ticket).category == "resolved"


def test_a_draft_is_kept_and_comes_back_until_it_is_sent(cast: Cast):
    ticket = cast.ticket()
    client = cast.client("jana")
    saved = client.post(address(ticket, "draft"), {"kind": "note", "body": "<p>Half a thought</p>"})
    assert saved.json()["saved_at"]
    assert "Half a thought" in page_of(client, ticket)
    assert "Half a thought" not in page_of(cast.client("ben"), ticket)
    client.post(address(ticket, "send"), {"kind": "note", "body": "A whole thought"}, headers=HTMX)
    assert not Draft.objects.within(cast.it).exists()


def test_files_of_a_draft_come_back_with_it(cast: Cast):
    ticket, client = cast.ticket(), cast.client("jana")
    file = SimpleUploadedFile("log.txt", b"x", content_type="text/plain")
    uploaded = client.post("/agent/it/uploads", {"file": file}).json()
    client.post(address(ticket, "draft"), {"kind": "reply", "body": "", "attachment": [uploaded["id"]]})
    assert f'name="attachment" value="{uploaded["id"]}"' in page_of(client, ticket)


def test_canned_replies_come_with_their_variables_filled_and_escaped(cast: Cast):
    cast.mara.name = "Mara <b>"
    cast.mara.save(update_fields=["name"])
    actions.save_canned_reply(
        actor=cast.actor("lena"),
        desk=cast.it,
        title="Restart",
        body="<p>Hello {requester.first_name}, <code>{unknown.word}</code></p>",
    )
    actions.save_canned_reply(
        actor=cast.actor("lena"), desk=cast.it, title="Not mine", body="<p>x</p>", team=cast.network
    )
    items = cast.client("jana").get(address(cast.ticket(), "canned"), {"q": "rest"}).json()["items"]
    assert [one["title"] for one in items] == ["Restart"]
    assert items[0]["body"] == '<p dir="auto">Hello Mara, <code>{unknown.word}</code></p>'


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("priority", "urgent", 4),
        ("kind", "question", "question"),
        ("subject", "Another subject", "Another subject"),
    ],
)
def test_a_property_is_changed_in_place(cast: Cast, name: str, value: str, expected: object):
    ticket = cast.ticket()
    response = cast.client("jana").post(address(ticket, f"change/{name}"), {name: value}, headers=HTMX)
    assert response.status_code == 200
    assert getattr(fresh(ticket), name) == expected


def test_people_and_teams_are_changed_in_place(cast: Cast):
    ticket, client = cast.ticket(), cast.client("jana")
    client.post(address(ticket, "change/assignee"), {"assignee": cast.ben.pk, "was_assignee": ""}, headers=HTMX)
    client.post(address(ticket, "change/team"), {"team": cast.service_desk.pk, "was_team": ""}, headers=HTMX)
    client.post(address(ticket, "change/affected"), {"affected": "new.one@kestrel.example"}, headers=HTMX)
    now = fresh(ticket)
    assert (now.assignee, now.team, now.affected and now.affected.email) == (
        cast.ben,
        cast.service_desk,
        "new.one@kestrel.example",
    )
    client.post(address(ticket, "change/assignee"), {"assignee": "none", "was_assignee": cast.ben.pk}, headers=HTMX)
    assert fresh(ticket).assignee is None


def test_a_higher_team_asks_for_a_hand_over_note(cast: Cast):
    ticket = cast.ticket(team=cast.service_desk)
    client = cast.client("jana")
    posted = {"team": cast.network.pk, "was_team": cast.service_desk.pk}
    response = client.post(address(ticket, "change/team"), posted, headers=HTMX)
    assert response.status_code == 422
    assert "Hand-over note" in response.content.decode()
    assert fresh(ticket).team == cast.service_desk
    response = client.post(address(ticket, "change/team"), {**posted, "note": "Restarted twice."}, headers=HTMX)
    assert response.status_code == 200
    assert fresh(ticket).team == cast.network
    assert "Restarted twice." in page_of(client, ticket)


def test_two_who_change_the_same_at_once_see_both_and_choose(cast: Cast):
    ticket = cast.ticket()
    actions.change_priority(actor=cast.actor("ben"), ticket=ticket, to=4)
    client = cast.client("jana")
    posted = {"priority": "high", "was_priority": "normal"}
    response = client.post(address(ticket, "change/priority"), posted, headers=HTMX)
    table = response.content.decode()
    assert response.status_code == 409
    for words in ("data-conflict", "Ben Okafor", "Normal", "Urgent", "High"):
        assert words in table
    assert fresh(ticket).priority == 4
    client.post(address(ticket, "change/priority"), {"priority": "high"}, headers=HTMX)
    assert fresh(ticket).priority == 3


def test_a_status_that_cannot_follow_is_refused_in_words(cast: Cast):
    ticket = cast.ticket()
    posted = {"status": cast.status("closed").pk}
    response = cast.client("jana").post(address(ticket, "change/status"), posted, headers=HTMX)
    assert response.status_code == 409
    assert "cannot become" in response.json()["detail"]


@pytest.mark.parametrize(
    ("part", "posted", "words"),
    [
        ("change/assignee", {"assignee": "999999"}, "Choose again."),
        ("change/requester", {"requester": "999999"}, "Choose somebody from the list"),
        ("tags", {"tag": "x" * 61}, "at most 60 characters"),
        ("followers", {"follower": "half@"}, "is not a mail address"),
    ],
)
def test_a_wrong_choice_is_said_at_the_property(cast: Cast, part: str, posted: dict[str, str], words: str):
    response = cast.client("jana").post(address(cast.ticket(), part), posted, headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 422
    assert "data-property" in page
    assert words in page


def test_tags_and_followers_come_and_go(cast: Cast):
    ticket, client = cast.ticket(), cast.client("jana")
    page = client.post(address(ticket, "tags"), {"tag": "Big Fish"}, headers=HTMX).content.decode()
    assert "big-fish" in page
    client.post(address(ticket, "tags"), {"untag": "big-fish"}, headers=HTMX)
    assert not ticket.tags.exists()
    client.post(address(ticket, "followers"), {"follower": "huimin@kestrel.example"}, headers=HTMX)
    assert ticket.followers.get().person == cast.huimin
    client.post(address(ticket, "followers"), {"unfollow": cast.huimin.pk}, headers=HTMX)
    assert not ticket.followers.exists()


def test_spam_and_the_bin_have_an_undo(cast: Cast):
    ticket, client = cast.ticket(by="oliver"), cast.client("jana")
    response = client.post(address(ticket, "spam"), follow=True)
    assert "is spam now" in response.content.decode()
    assert "/agent/undo/" in response.content.decode()
    client.post(address(ticket, "unspam"))
    client.post(address(ticket, "delete"))
    assert fresh(ticket).deleted_at is not None
    assert "In the bin since" in page_of(client, ticket)
    client.post(address(ticket, "restore"))
    assert (fresh(ticket).deleted_at, ticket.is_spam) == (None, False)


def test_an_auditor_reads_and_cannot_write(cast: Cast):
    ticket = cast.ticket()
    client = cast.client("arno")
    page = page_of(client, ticket)
    assert "data-composer" not in page
    assert "data-picker" not in page
    assert client.post(address(ticket, "send"), {"kind": "note", "body": "x"}).status_code in (302, 403)
    assert ticket.messages.count() == 1
    assert client.post(address(ticket, "change/priority"), {"priority": "high"}).status_code == 403


def test_a_letter_that_failed_says_so_in_the_servers_words(cast: Cast):
    ticket = cast.ticket()
    message = cast.reply(ticket)
    OutboundMail.objects.within(cast.it).filter(message_ref=message.pk).delete()
    OutboundMail.objects.create(
        desk_id=cast.it.pk, kind=LetterKind.REPLY, to_email="mara@kestrel.example", subject="x", text="x",
        message_id="<a@b>", ticket_number=ticket.number, message_ref=message.pk, state="failed",
        server_says="550 5.1.1 User unknown", made_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    page = page_of(cast.client("jana"), ticket)
    assert "Not delivered to mara@kestrel.example" in page
    assert "550 5.1.1 User unknown" in page
    assert "Send again" in page
    letter = OutboundMail.objects.within(cast.it).get(message_ref=message.pk)
    assert cast.client("arno").post(address(ticket, f"letters/{letter.pk}/again")).status_code == 403
    cast.client("jana").post(address(ticket, f"letters/{letter.pk}/again"))
    letter.refresh_from_db()
    assert letter.state == "queued"


def test_pictures_from_elsewhere_load_only_when_asked_for_and_only_then(cast: Cast):
    ticket = cast.ticket()
    message = ticket.messages.get()
    Message.objects.within(cast.it).filter(pk=message.pk).update(
        html='<p>Hi<img class="mail-remote" data-remote-src="https://tracker.example/a.png" alt=""></p>',
        blocked_images=1,
    )
    client = cast.client("jana")
    resting = client.get(address(ticket))
    assert ' src="https://tracker' not in resting.content.decode()
    assert "1 picture from elsewhere is not loaded" in resting.content.decode()
    assert "https:" not in resting.headers["Content-Security-Policy"].split("img-src")[1].split(";")[0]
    asked = client.get(address(ticket), {"pictures": message.pk})
    assert ' src="https://tracker.example/a.png"' in asked.content.decode()
    assert 'referrerpolicy="no-referrer"' in asked.content.decode()
    assert "https:" in asked.headers["Content-Security-Policy"].split("img-src")[1].split(";")[0]


def test_the_line_new_since_you_looked_stands_before_what_is_new(cast: Cast):
    ticket, client = cast.ticket(), cast.client("jana")
    assert 'id="since"' not in page_of(client, ticket)
    client.post("/agent/tickets/seen", {"marks": [f"{ticket.number}:1"]})
    message = cast.writes(ticket)
    page = page_of(client, ticket)
    assert page.index('id="since"') < page.index(f'id="m-{message.pk}"')


def test_a_long_conversation_shows_its_newest_hundred_first(cast: Cast):
    ticket = cast.ticket()
    for n in range(104):
        actions.note(actor=cast.actor("jana"), ticket=ticket, body=plain(f"Thought {n} of many"))
    client = cast.client("jana")
    page = page_of(client, ticket)
    assert "5 older messages are folded away." in page
    assert "Thought 3 of many" not in page
    assert "Thought 3 of many" in page_of(client, ticket, "?all=1")


def test_next_and_previous_follow_the_list_that_the_ticket_was_opened_from(cast: Cast):
    one, two, three = cast.ticket("One"), cast.ticket("Two"), cast.ticket("Three")
    client = cast.client("jana")
    query = "?view=open&sort=-updated"
    assert client.get(address(two, "next") + query).headers["Location"] == address(one) + query
    assert client.get(address(two, "previous") + query).headers["Location"] == address(three) + query
    assert client.get(address(one, "next") + query).headers["Location"] == "/agent/it/tickets/" + query


def test_what_a_follow_up_and_a_claim_belong_to_is_said(cast: Cast):
    first = cast.ticket("VPN drops")
    second = cast.ticket("VPN drops", follows_up=first)
    Ticket.objects.within(cast.it).filter(pk=second.pk).update(claims_number=first.number, is_unproven=True)
    page = page_of(cast.client("jana"), second)
    assert "Follow-up to" in page
    assert f"Claims to belong to {first.number}" in page
    assert "is not proven" in page


def test_the_requesters_card_knows_their_other_tickets_on_desks_that_the_reader_serves(cast: Cast):
    cast.ticket("Another one")
    cast.ticket("Parental leave", desk="hr")
    page = page_of(cast.client("jana"), cast.ticket())
    assert "1 other ticket" in page
    assert "Another one" in page
    assert "Parental leave" not in page


def test_the_page_asks_the_database_twelve_questions_at_most_however_long_the_ticket(cast: Cast):
    ticket, client = cast.ticket(tags=["a"]), cast.client("jana")
    cast.ticket("Another one")
    cast.reply(ticket)
    few = _count(client, ticket)
    for n in range(10):
        cast.reply(ticket, by=("jana", "ben")[n % 2])
        cast.writes(ticket)
        actions.assign(actor=cast.actor("ben"), ticket=ticket, to=(cast.ben, cast.jana)[n % 2])
        actions.follow(actor=cast.actor("ben"), ticket=ticket, person=cast.huimin)
        actions.tag(actor=cast.actor("ben"), ticket=ticket, add=[f"tag-{n}"])
    many = _count(client, ticket)
    assert many == few
    assert many <= 12


def test_every_type_of_fact_about_tickets_has_a_sentence():
    of_tickets = {code for code in events.types() if code.startswith("ticket.")}
    filled = next(one for one in slots.all_slots() if one.name == "history_sentence").contributions
    assert of_tickets <= set(history._SENTENCES) | {one.item.code for one in filled}


def test_the_history_tells_each_change_with_who_and_what(cast: Cast):
    ticket = cast.ticket(team=cast.service_desk)
    ben = cast.actor("ben")
    actions.assign(actor=ben, ticket=ticket, to=cast.jana, reason="She knows it")
    actions.change_priority(actor=ben, ticket=ticket, to=4)
    actions.change_kind(actor=ben, ticket=ticket, to="question")
    actions.change_affected(actor=ben, ticket=ticket, to=cast.huimin)
    actions.tag(actor=ben, ticket=ticket, add=["vpn"])
    actions.give_to_team(actor=ben, ticket=ticket, to=cast.network, note=Body("<p>x</p>", "x"))
    rows = facts.facts_of(ticket)
    told = {one.words for one in history.told(rows, names_around(ticket, rows), ticket.desk_id)}
    assert {
        "Mara Lindqvist opened this",
        "Ben Okafor gave this to Jana Vogt",
        "Ben Okafor took this up: from New to Open",
        "Ben Okafor raised the priority from Normal to Urgent",
        "Ben Okafor changed the kind from Incident to Question",
        "Ben Okafor said that this is about Hui Min Tan",
        "Ben Okafor put on the tag vpn",
        "Ben Okafor gave this from the team Service Desk to Network & Access",
    } <= told
    assert "She knows it" in page_of(cast.client("jana"), ticket)


def test_the_history_survives_that_people_are_gone(cast: Cast):
    ticket = cast.ticket()
    Event.objects.create(
        code="ticket.assigned", at=clock.now(), desk_id=cast.it.pk, subject_kind="ticket", subject_id=ticket.pk,
        actor_id=999_999, channel="web", values={"ticket": ticket.pk, "old": 999_998, "new": None},
    )  # fmt: skip
    page = page_of(cast.client("jana"), ticket)
    assert "a deleted person took this from a deleted person" in page


def test_an_open_ticket_learns_of_answers_and_of_what_became_of_letters(cast: Cast):
    ticket, client = cast.ticket(), cast.client("jana")
    ask = {"ticket": ticket.number}
    first = client.get("/agent/it/live", ask).json()["version"]
    message = cast.reply(ticket, by="ben")
    second = client.get("/agent/it/live", {**ask, "since": first}).json()["version"]
    letters = OutboundMail.objects.within(cast.it).filter(message_ref=message.pk)
    letters.update(state="sent", changed_at=clock.now())
    third = client.get("/agent/it/live", {**ask, "since": second}).json()["version"]
    assert len({first, second, third}) == 3
    assert client.get("/agent/it/live", {**ask, "since": third}).status_code == 204
    assert f'data-live-version="{third}"' in page_of(client, ticket)


def test_markup_in_names_and_subjects_stays_text(cast: Cast):
    cast.mara.name = "<script>alert(1)</script>"
    cast.mara.save(update_fields=["name"])
    ticket = cast.ticket('"><img src=x onerror=alert(1)>', tags=["<b>"])
    cast.writes(ticket)
    page = page_of(cast.client("jana"), ticket)
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_what_one_reader_may_do_is_not_shown_to_another_who_may_only_read(cast: Cast):
    ticket = cast.ticket()
    cast.note(ticket)
    assert f"/agent/tickets/{ticket.number}/change/status" in page_of(cast.client("jana"), ticket)
    page = page_of(cast.client("arno"), ticket)
    assert "It is the keep-alive." in page
    assert f"/agent/tickets/{ticket.number}/change/" not in page
    assert "data-composer-open" not in page


def test_every_form_of_the_page_holds_a_token_that_works_without_script(cast: Cast):
    ticket = cast.ticket()
    for name in ("jana", "ben"):
        client = cast.client(name)
        client.handler.enforce_csrf_checks = True
        page = page_of(client, ticket)
        forms = re.findall(r"<form[^>]* action=[^>]*>(.*?)</form>", page, re.DOTALL)
        tokens = [re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', one) for one in forms]
        assert len(forms) > 10
        assert all(tokens)
        posted = {"csrfmiddlewaretoken": tokens[-1][1], "priority": "urgent" if name == "jana" else "low"}
        assert client.post(address(ticket, "change/priority"), posted).status_code == 302
        assert page_of(client, ticket).count("<!--") == 0


def test_a_new_name_is_on_the_page_at_once(cast: Cast):
    ticket = cast.ticket(tags=["vpn"])
    cast.reply(ticket)
    client = cast.client("jana")
    page_of(client, ticket)
    cast.mara.name = "Mara Lindqvist-Berg"
    cast.mara.save(update_fields=["name"])
    assert page_of(client, ticket).count("Mara Lindqvist-Berg") >= 3


def test_the_requesters_page_holds_nothing_that_is_kept_of_the_agents(cast: Cast):
    ticket = cast.ticket()
    cast.note(ticket)
    page_of(cast.client("jana"), ticket)
    page = cast.client("mara").get(f"/requests/{ticket.number}/").content.decode()
    assert "VPN drops" in page
    assert "It is the keep-alive." not in page


def _count(client, ticket: Ticket) -> int:
    client.get(address(ticket))
    switches.FRESH_SECONDS, fresh_for = 3600.0, switches.FRESH_SECONDS  # Read once a second, whoever asks: not counted.
    with CaptureQueriesContext(connection) as queries:
        page_of(client, ticket)
    switches.FRESH_SECONDS = fresh_for
    return len(queries)


def test_own_uploads_can_be_thrown_away_until_they_are_sent(cast: Cast):
    client = cast.client("jana")
    file = SimpleUploadedFile("a.txt", b"x", content_type="text/plain")
    uploaded = client.post("/agent/it/uploads", {"file": file}).json()
    assert cast.client("ben").delete(uploaded["url"]).status_code == 404
    assert client.delete(uploaded["url"]).status_code == 204
    assert not Attachment.objects.within(cast.it).exists()


def test_an_answer_that_no_mail_server_has_seen_is_not_called_delivered(cast: Cast):
    ticket = cast.ticket()
    cast.reply(ticket)
    cast.work()
    page = page_of(cast.client("jana"), ticket)
    assert "Not sent: no mail server" in page
    assert ">Delivered<" not in page
