"""One request: reading it, answering, solving, opening it again, withdrawing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deskhand.kernel import clock
from deskhand.kernel.models import Event
from deskhand.portal.queries import MESSAGES
from deskhand.portal.tests.forms import stamp_on, text
from deskhand.tickets import actions
from deskhand.tickets.models import Ticket


def answer(client, ticket, body="", **more):
    path = f"/requests/{ticket.number}/"
    return client.post(path, {"body": body, "stamp": stamp_on(client.get(path)), **more})


def category(ticket):
    return Ticket.objects.within(ticket.desk_id).get(pk=ticket.pk).category


def resolved(cast, ticket):
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))


def test_the_conversation_shows_who_wrote_what_and_when(cast):
    ticket = cast.ticket("VPN drops", text="It drops")
    cast.reply(ticket, html="<p>Please restart <b>twice</b>.</p>")
    page = text(cast.client("mara").get(f"/requests/{ticket.number}/"))
    assert "It drops, since this morning." in page
    assert "<b>twice</b>" in page or "<strong>twice</strong>" in page
    assert "Jana Vogt" in page and "You" in page
    assert page.index("It drops") < page.index("Please restart")


def test_another_requesters_request_does_not_exist(cast):
    ticket = cast.ticket("Mara’s")
    for who in ("oliver", "huimin", "hanna"):
        client = cast.client(who)
        assert client.get(f"/requests/{ticket.number}/").status_code == 404
        assert client.post(f"/requests/{ticket.number}/", {"body": "x"}).status_code == 404
        assert client.post(f"/requests/{ticket.number}/solved/").status_code == 404
        missing = client.get("/requests/999999/")
        assert text(missing).replace(missing.headers["X-Request-ID"], "") == text(
            refused := client.get(f"/requests/{ticket.number}/")
        ).replace(refused.headers["X-Request-ID"], "")


def test_an_agent_of_the_desk_goes_to_the_workspace_for_others_requests(cast):
    ticket = cast.ticket("Mara’s")
    assert cast.client("jana").get(f"/requests/{ticket.number}/").status_code == 404


def test_a_stranger_is_asked_to_sign_in_whether_it_exists_or_not(cast, client):
    ticket = cast.ticket("Mara’s")
    for number in (ticket.number, 999999):
        got = client.get(f"/requests/{number}/")
        assert got.headers["Location"] == f"/sign-in/?next=/requests/{number}/"


def test_notes_are_never_shown_not_even_to_an_agent_who_is_the_requester(cast):
    ticket = cast.ticket("A laptop for Jana", by="jana")
    cast.note(ticket, by="ben", html="<p>Give her the old one</p>")
    cast.note(ticket, by="ben", html="<p>Called: no hurry</p>")
    page = text(cast.client("jana").get(f"/requests/{ticket.number}/"))
    assert "old one" not in page and "no hurry" not in page


def test_an_answer_with_a_file_reaches_the_desk(cast):
    ticket = cast.ticket()
    client = cast.client("mara")
    log = SimpleUploadedFile("vpn.log", b"08:31 down")
    got = answer(client, ticket, "Log attached.\n\n<b>not bold</b>", files=[log])
    assert got.headers["Location"] == f"/requests/{ticket.number}/#end"
    message = ticket.messages.last()
    assert (message.side, message.author, message.channel) == ("requester", cast.mara, "portal")
    assert message.attachments.get().filename == "vpn.log"
    page = text(client.get(f"/requests/{ticket.number}/"))
    assert "&lt;b&gt;not bold&lt;/b&gt;" in page and "vpn.log" in page


def test_an_empty_answer_is_refused_in_words(cast):
    ticket = cast.ticket()
    got = answer(cast.client("mara"), ticket, "  ")
    assert got.status_code == 422
    assert "Write something first." in text(got)
    assert ticket.messages.count() == 1


def test_an_answer_that_is_too_long_stays_in_its_field(cast):
    ticket = cast.ticket()
    got = answer(cast.client("mara"), ticket, "word " * 200_001)
    assert got.status_code == 422
    assert "word word" in text(got)


def test_pressing_send_twice_sends_once(cast):
    ticket = cast.ticket()
    client = cast.client("mara")
    given = {"body": "Still the same.", "stamp": stamp_on(client.get(f"/requests/{ticket.number}/"))}
    first, second = (client.post(f"/requests/{ticket.number}/", given) for _press in range(2))
    assert first.headers["Location"].startswith(f"/requests/{ticket.number}/") and second.status_code == 302
    assert ticket.messages.count() == 2


def test_my_problem_is_solved(cast):
    ticket = cast.ticket()
    cast.reply(ticket)
    got = answer(cast.client("mara"), ticket, "Restarting helped, thank you.", then="solved")
    assert got.status_code == 302
    assert category(ticket) == "resolved"
    assert "Restarting helped" in ticket.messages.last().text
    assert "Solved" in text(cast.client("mara").get(f"/requests/{ticket.number}/"))


def test_solved_without_a_word_is_fine(cast):
    ticket = cast.ticket()
    answer(cast.client("mara"), ticket, "", then="solved")
    assert category(ticket) == "resolved"
    assert ticket.messages.count() == 1


def test_a_reply_opens_a_solved_request_again(cast):
    ticket = cast.ticket()
    resolved(cast, ticket)
    client = cast.client("mara")
    assert "The request opens again when you write." in text(client.get(f"/requests/{ticket.number}/"))
    answer(client, ticket, "It drops again.")
    assert category(ticket) == "open"


def test_a_button_opens_it_again_without_a_word(cast):
    ticket = cast.ticket()
    resolved(cast, ticket)
    cast.client("mara").post(f"/requests/{ticket.number}/reopen/")
    assert category(ticket) == "open"


def test_after_the_desks_days_a_reply_opens_a_new_request_that_continues_it(cast):
    ticket = cast.ticket("VPN drops")
    resolved(cast, ticket)
    client = cast.client("mara")
    with clock.frozen(clock.now() + timedelta(days=15)):
        page = text(client.get(f"/requests/{ticket.number}/"))
        assert "opens a new one" in page and "/reopen/" not in page
        got = answer(client, ticket, "It drops again.")
        fresh = Ticket.objects.within(cast.it).order_by("pk").last()
        assert got.headers["Location"] == f"/requests/{fresh.number}/"
        page = text(client.get(got.headers["Location"]))
    assert fresh.follows_up == ticket
    assert f"/requests/{ticket.number}/" in page and "Continues" in page


def test_it_is_too_late_to_open_it_again_and_the_page_says_so(cast):
    ticket = cast.ticket()
    resolved(cast, ticket)
    client = cast.client("mara")
    with clock.frozen(clock.now() + timedelta(days=15)):
        got = client.post(f"/requests/{ticket.number}/reopen/", follow=True)
    assert "too late to reopen" in text(got)
    assert category(ticket) == "resolved"


def test_withdrawing_ends_it_for_good(cast):
    ticket = cast.ticket()
    client = cast.client("mara")
    assert "This cannot be taken back" in text(client.get(f"/requests/{ticket.number}/"))
    client.post(f"/requests/{ticket.number}/withdraw/")
    assert category(ticket) == "cancelled"
    page = text(client.get(f"/requests/{ticket.number}/"))
    assert "Withdrawn" in page and "/withdraw/" not in page and "/reopen/" not in page


def test_a_verb_that_does_not_exist_is_not_found_and_looking_does_nothing(cast):
    ticket = cast.ticket()
    client = cast.client("mara")
    assert client.post(f"/requests/{ticket.number}/delete/").status_code == 404
    assert client.get(f"/requests/{ticket.number}/withdraw/").status_code == 405
    assert category(ticket) == "new"


def test_people_in_copy_are_named_and_agents_who_follow_are_not(cast):
    ticket = cast.ticket()
    actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.huimin)
    actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.priya)
    page = text(cast.client("mara").get(f"/requests/{ticket.number}/"))
    assert "Also informed" in page and "Hui Min Tan" in page
    assert "Priya Raman" not in page


def test_people_in_copy_can_answer(cast):
    ticket = cast.ticket()
    actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.huimin)
    answer(cast.client("huimin"), ticket, "Here too.")
    assert ticket.messages.last().author == cast.huimin


def test_a_long_conversation_shows_the_newest_and_a_way_to_the_rest(cast):
    ticket = cast.ticket("VPN drops", text="The very first words")
    for n in range(MESSAGES + 5):
        cast.writes(ticket, html=f"<p>Message number {n:04}</p>")
    client = cast.client("mara")
    page = text(client.get(f"/requests/{ticket.number}/"))
    assert "The very first words" not in page and f"Message number {MESSAGES + 4:04}" in page
    earlier = page.split("?before=")[1].split('"')[0]
    earlier_page = text(client.get(f"/requests/{ticket.number}/?before={earlier}"))
    assert "The very first words" in earlier_page
    assert "To the latest messages" in earlier_page
    assert client.get(f"/requests/{ticket.number}/?before=no").status_code == 200


def test_everything_is_written_down_as_done_on_the_portal(cast):
    ticket = cast.ticket()
    answer(cast.client("mara"), ticket, "Solved itself.", then="solved")
    done = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, actor_id=cast.mara.pk)
    assert set(done.values_list("channel", flat=True)) == {"portal"}


def test_an_answer_without_a_mark_of_ours_is_not_taken(cast):
    ticket = cast.ticket()
    got = cast.client("mara").post(f"/requests/{ticket.number}/", {"body": "Words to keep", "stamp": "x"})
    assert got.status_code == 422
    assert "Words to keep" in text(got)


def test_the_page_needs_at_most_twelve_queries(cast, django_assert_max_num_queries):
    ticket = cast.ticket()
    for _n in range(12):
        cast.writes(ticket)
        cast.reply(ticket)
    client = cast.client("mara")
    with django_assert_max_num_queries(12):
        client.get(f"/requests/{ticket.number}/")


@pytest.mark.parametrize("ugly", ["<img src=x onerror=alert(1)>", "\u202eevil", "مرحبا بالعالم", "字" * 280, "x" * 280])
def test_any_subject_can_be_shown(cast, ugly):
    ticket = cast.ticket(ugly)
    page = cast.client("mara").get(f"/requests/{ticket.number}/")
    assert page.status_code == 200
    assert "<img src=x" not in text(page)
