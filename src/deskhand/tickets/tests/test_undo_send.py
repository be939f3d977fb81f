"""Undo after sending: nothing leaves for some seconds, and what is taken back is a draft again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskhand.accounts.actions import create_person, set_own_preferences, take_role
from deskhand.jobs.worker import run_until_idle
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Channel
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.kernel.models import Event
from deskhand.mail.models import OutboundMail
from deskhand.notify.models import Notification
from deskhand.tickets import actions
from deskhand.tickets.bodies import composed
from deskhand.tickets.models import Attachment, Draft, Held, Message, Ticket
from deskhand.tickets.schedules import send_what_is_late

pytestmark = pytest.mark.django_db
LONGEST = 30
"""The seconds that Jana chose: on a slow machine ten are over before the next line of a test."""


@pytest.fixture
def ticket(cast):
    cast.jana.undo_seconds = LONGEST
    cast.jana.save()
    made = cast.ticket()
    actions.assign(actor=cast.actor("ben"), ticket=made, to=cast.ben)
    cast.work()
    return made


def send(cast, ticket, name="jana", **more):
    posted = {"kind": "reply", "body": "<p>Please restart it.</p>", "body_format": "html", **more}
    return cast.client(name).post(f"/agent/tickets/{ticket.number}/send", posted)


def later(seconds: float = LONGEST + 1):
    """Some seconds on, what is due runs; the jobs' own clock is the database's."""
    with clock.frozen(clock.now() + timedelta(seconds=seconds)):
        for held in Held.objects.beyond_walls("a test").values_list("pk", flat=True):
            actions.let_go(held_id=held)
    run_until_idle()


def page(cast, name, ticket):
    return cast.client(name).get(f"/agent/tickets/{ticket.number}/").text


def back(cast, ticket, name="jana", **more):
    held = Held.objects.within(ticket.desk_id).get()
    address = f"/agent/tickets/{ticket.number}/held/{held.pk}/back"
    return cast.client(name).post(address, more, headers={"Accept": "application/json"})


def answers(ticket):
    return Message.objects.within(ticket.desk_id).filter(ticket=ticket, side="agent")


def test_somebody_new_can_undo_for_ten_seconds(db):
    assert create_person(actor=SYSTEM, name="Nora New").undo_seconds == 10


def test_until_the_seconds_are_over_nothing_leaves_and_nobody_hears(cast, ticket):
    before = (Event.objects.count(), OutboundMail.objects.beyond_walls("a test").count(), Notification.objects.count())
    send(cast, ticket, status=str(cast.status("resolved").pk))
    cast.work()
    after = (Event.objects.count(), OutboundMail.objects.beyond_walls("a test").count(), Notification.objects.count())
    ticket.refresh_from_db()
    assert after == before and not answers(ticket).exists() and ticket.category == "open"
    assert "Please restart it" not in cast.client("mara").get(f"/requests/{ticket.number}/").text
    read = cast.client().get(f"/api/v1/tickets/{ticket.number}/messages", headers=cast.bearer("mara"))
    assert read.status_code == 200 and "Please restart it" not in read.text
    assert "Please restart it" not in cast.client().get("/api/v1/tickets?q=restart", headers=cast.bearer("jana")).text


def test_its_author_can_undo_it_and_colleagues_see_that_it_is_being_sent(cast, ticket):
    send(cast, ticket)
    own, colleague = page(cast, "jana", ticket), page(cast, "ben", ticket)
    assert "Sending in" in own and 'data-key="z"' in own
    assert "Being sent" in colleague and "Please restart it" in colleague and "/back" not in colleague


def test_an_open_page_of_a_colleague_hears_of_it_and_of_its_end(cast, ticket):
    client = cast.client("ben")
    asked = f"/agent/it/live?ticket={ticket.number}&since="
    before = client.get(asked).json()["version"]
    send(cast, ticket)
    during = client.get(asked + before).json()["version"]
    back(cast, ticket)
    assert client.get(asked + during).json()["version"] == before != during


@pytest.mark.postgres
def test_it_leaves_once_when_the_seconds_are_over(cast, ticket):
    send(cast, ticket, status=str(cast.status("resolved").pk))
    held = Held.objects.within(ticket.desk_id).get()
    later(LONGEST - 1)
    assert not answers(ticket).exists()
    later()
    actions.let_go(held_id=held.pk)
    later()
    ticket.refresh_from_db()
    assert [one.text for one in answers(ticket)] == ["Please restart it."] and ticket.category == "resolved"
    sent = OutboundMail.objects.within(ticket.desk_id).filter(kind="reply", to_email=cast.mara.email)
    assert sent.count() == 1 and answers(ticket).get().author_id == cast.jana.pk
    told = Notification.objects.filter(kind="agent_wrote")
    assert list(told.values_list("person_id", flat=True)) == [cast.ben.pk]


def test_its_own_job_lets_it_leave_and_one_that_was_lost_is_looked_after(cast, ticket):
    send(cast, ticket)
    row = Held.objects.within(ticket.desk_id).get()
    cast.work()
    assert not answers(ticket).exists()
    Held.objects.within(ticket.desk_id).filter(pk=row.pk).update(leaves_at=clock.ago(minutes=1))
    send_what_is_late.run()
    cast.work()
    assert answers(ticket).count() == 1


def test_undo_puts_text_files_and_recipients_back(cast, ticket):
    file = actions.upload(actor=cast.actor("jana"), desk_id=cast.it.pk, filename="steps.txt", content=b"1")
    send(cast, ticket, cc="huimin@kestrel.example", attachment=str(file.pk))
    came = back(cast, ticket).json()
    assert "Please restart it." in came["html"] and came["cc"] == ["huimin@kestrel.example"]
    assert [one["filename"] for one in came["files"]] == ["steps.txt"] and came["kind"] == "reply"
    later()
    assert not answers(ticket).exists() and not ticket.followers.exists()
    assert "Please restart it" in page(cast, "jana", ticket)
    assert Attachment.objects.within(cast.it).get(pk=file.pk).message_id is None


def test_without_script_undo_is_a_button_that_opens_the_page_with_the_draft(cast, ticket):
    answer = send(cast, ticket)
    held = Held.objects.within(ticket.desk_id).get()
    assert answer.headers["Location"].endswith(f"#held-{held.pk}")
    client = cast.client("jana")
    answer = client.post(f"/agent/tickets/{ticket.number}/held/{held.pk}/back", follow=True)
    assert "Please restart it" in answer.text and not Held.objects.within(ticket.desk_id).exists()


def test_what_was_begun_since_stands_after_what_comes_back(cast, ticket):
    send(cast, ticket)
    actions.save_draft(actor=cast.actor("jana"), ticket=ticket, kind="reply", html="<p>And another thing.</p>")
    html = back(cast, ticket).json()["html"]
    assert html.index("Please restart it.") < html.index("And another thing.")


def test_after_it_has_left_undo_says_so(cast, ticket):
    send(cast, ticket)
    held = Held.objects.within(ticket.desk_id).get().pk
    later()
    with pytest.raises(Conflict):
        actions.take_back(actor=cast.actor("jana"), ticket=ticket, held=held)
    answer = cast.client("jana").post(f"/agent/tickets/{ticket.number}/held/{held}/back", follow=True)
    assert "does not wait any more" in answer.text and answers(ticket).count() == 1


def test_only_its_author_can_undo_it(cast, ticket):
    send(cast, ticket)
    held = Held.objects.within(ticket.desk_id).get().pk
    with pytest.raises(Denied):
        actions.take_back(actor=cast.actor("ben"), ticket=ticket, held=held)
    assert back(cast, ticket, "ben").status_code == 409
    assert back(cast, ticket, "oliver").status_code == 404


def test_notes_api_mail_and_people_who_switched_it_off_do_not_wait(cast, ticket):
    send(cast, ticket, kind="note")
    body = {"body": "<p>By a program.</p>"}
    cast.client().post(
        f"/api/v1/tickets/{ticket.number}/messages", body, "application/json", headers=cast.bearer("jana")
    )
    actions.reply(actor=cast.actor("jana", Channel.MAIL), ticket=ticket, body=composed("<p>By mail.</p>"))
    set_own_preferences(actor=cast.actor("jana"), person=cast.jana, undo_seconds=0)
    send(cast, ticket)
    assert answers(ticket).count() == 4 and not Held.objects.within(ticket.desk_id).exists()


def test_one_chooses_the_seconds_among_ones_own_settings(cast):
    client = cast.client("jana")
    assert "Undo after sending" in client.get("/me/").text
    details = {"name": "Jana Vogt", "phone": "", "language": "", "time_zone": ""}
    client.post("/me/", {**details, "undo_seconds": "30"})
    cast.jana.refresh_from_db()
    assert cast.jana.undo_seconds == 30
    assert client.post("/me/", {**details, "undo_seconds": "7"}).status_code == 422
    assert "Undo after sending" not in cast.client("mara").get("/me/").text
    with pytest.raises(Invalid):
        set_own_preferences(actor=cast.actor("jana"), person=cast.jana, undo_seconds=7)


def test_a_status_set_by_hand_in_the_meantime_counts(cast, ticket):
    send(cast, ticket, status=str(cast.status("resolved").pk))
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("on_hold"))
    later()
    ticket.refresh_from_db()
    assert ticket.category == "on_hold" and answers(ticket).count() == 1


def test_it_leaves_although_its_author_lost_the_role_meanwhile(cast, ticket):
    send(cast, ticket)
    take_role(actor=cast.actor("lena"), desk=cast.it, person=cast.jana, role="agent")
    later()
    assert answers(ticket).count() == 1


@pytest.mark.parametrize("deed", ["delete", "mark_spam", "move"])
def test_it_leaves_before_its_ticket_goes_elsewhere(cast, ticket, deed):
    send(cast, ticket)
    more = {"to": cast.hr} if deed == "move" else {}
    getattr(actions, deed)(actor=cast.actor("jana"), ticket=ticket, **more)
    moved = Ticket.objects.beyond_walls("a test").get(pk=ticket.pk)
    assert Message.objects.within(moved.desk_id).filter(ticket=moved, side="agent").count() == 1
    assert not Held.objects.beyond_walls("a test").exists()


def test_a_status_that_cannot_follow_is_refused_while_somebody_reads_it(cast, ticket):
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("cancelled"))
    answer = cast.client("jana").post(
        f"/agent/tickets/{ticket.number}/send",
        {"kind": "reply", "body": "<p>x</p>", "body_format": "html", "status": cast.status("resolved").pk},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 422 and not Held.objects.within(ticket.desk_id).exists()


def test_a_file_that_waits_is_read_by_those_who_serve_the_ticket_and_is_not_swept_up(cast, ticket):
    file = actions.upload(actor=cast.actor("jana"), desk_id=cast.it.pk, filename="steps.txt", content=b"1")
    send(cast, ticket, attachment=str(file.pk))
    address = f"/files/{file.key}/steps.txt"
    codes = [cast.client(one).get(address).status_code for one in ("jana", "ben", "mara", "hanna")]
    assert codes == [200, 200, 404, 404]
    actions.discard_forgotten_uploads(older_than=timedelta(0))
    assert Attachment.objects.within(cast.it).filter(pk=file.pk).exists()
    assert Draft.objects.within(cast.it).count() == 0


def opens(cast, **more):
    posted = {
        "requester_id": str(cast.mara.pk), "channel": "phone", "subject": "New laptop", "kind": "service_request",
        "priority": "normal", "first": "reply", "body": "It is ready for you.", **more,
    }  # fmt: skip
    answer = cast.client("jana").post("/agent/it/new/", posted, follow=True)
    return answer, Ticket.objects.within(cast.it).get(subject="New laptop")


@pytest.mark.postgres
def test_the_first_message_of_a_ticket_for_somebody_waits_too(cast, ticket):
    page_of_it, made = opens(cast, is_resolved="on")
    cast.work()
    assert "Sending in" in page_of_it.text and "It is ready for you" in page_of_it.text
    assert not made.messages.exists() and not sent_about(made)
    seen = cast.client("mara").get(f"/requests/{made.number}/")
    assert seen.status_code == 200 and "It is ready for you" not in seen.text
    shown = cast.client("ben").get("/agent/it/tickets/")
    assert shown.status_code == 200 and "New laptop" in shown.text
    assert cast.client().get(f"/api/v1/tickets/{made.number}", headers=cast.bearer("ben")).status_code == 200
    later()
    made.refresh_from_db()
    (first,) = answers(made)
    assert (first.text, first.channel, made.category) == ("It is ready for you.", "phone", "resolved")
    (letter,) = sent_about(made)
    assert letter.kind == "reply" and "It is ready for you." in letter.text


def test_taken_back_it_is_a_draft_on_the_ticket_and_nobody_was_written_to(cast, ticket):
    _page, made = opens(cast)
    assert back(cast, made).json()["html"] == '<p dir="auto">It is ready for you.</p>'
    later()
    assert not answers(made).exists() and not sent_about(made)
    assert "It is ready for you" in page(cast, "jana", made)


@pytest.mark.parametrize("more", [{"first": "note"}, {"first": "requester"}])
def test_what_does_not_go_out_does_not_wait(cast, ticket, more):
    _page, made = opens(cast, **more)
    assert made.messages.count() == 1 and not Held.objects.within(cast.it).exists()


def test_who_wants_no_undo_opens_with_a_message_that_leaves_at_once(cast, ticket):
    cast.jana.undo_seconds = 0
    cast.jana.save()
    _page, made = opens(cast)
    assert [one.kind for one in sent_about(made)] == ["reply"]


def sent_about(made):
    return list(
        OutboundMail.objects.within(made.desk_id).filter(ticket_number=made.number, to_email="mara@kestrel.example")
    )


def test_of_two_answers_that_wait_the_key_takes_back_the_newest(cast, ticket):
    send(cast, ticket, body="<p>First.</p>")
    send(cast, ticket, body="<p>Second.</p>")
    shown = page(cast, "jana", ticket)
    newest = Held.objects.within(ticket.desk_id).latest("pk").pk
    assert shown.count('data-key="z"') == 1
    assert shown.index(f'id="held-{newest}"') < shown.index('data-key="z"')
    assert shown.rindex("/back") < shown.index('data-key="z"')


def test_without_script_the_text_is_in_the_composer_and_no_key_is_promised(cast, ticket):
    send(cast, ticket)
    held = Held.objects.within(ticket.desk_id).get()
    answer = cast.client("jana").post(f"/agent/tickets/{ticket.number}/held/{held.pk}/back")
    assert answer.headers["Location"].endswith(f"/{ticket.number}/#composer-body")
    shown = page(cast, "jana", ticket)
    assert ">Please restart it.</textarea>" in shown and '<kbd class="key needs-script' in shown
