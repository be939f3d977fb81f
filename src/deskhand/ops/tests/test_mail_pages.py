"""The mail pages of a desk's settings."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deskhand.kernel import vault
from deskhand.mail.message_ids import token_in_subject
from deskhand.mail.models import InboundMail, Mailbox, MailTemplate, OutboundMail
from deskhand.mail.tests.post import letter, post, sent_to, tickets

BOXES = "/agent/settings/it/mail/mailboxes/"
WORDS = "/agent/settings/it/mail/words/"
RECEIVED = "/agent/settings/it/mail/received/"
SENT = "/agent/settings/it/mail/sent/"
ALL = "/agent/settings/it/mail/"

FILLED = {
    "name": "help",
    "address": "help@eberfeld.example",
    "kind": "question",
    "fetch_port": "993",
    "fetch_security": "tls",
    "protocol": "none",
    "smtp_port": "587",
    "smtp_security": "starttls",
    "is_active": "on",
}


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("address", [BOXES, f"{BOXES}new/", WORDS, f"{WORDS}reply/de/", ALL, RECEIVED, SENT])
@pytest.mark.parametrize(("who", "status"), [("lena", 200), ("jana", 403), ("hanna", 404), ("mara", 404)])
def test_only_administrators_of_the_desk_see_them(cast, address, who, status):
    assert cast.client(who).get(address).status_code == status


def test_nobody_reads_the_reply_token_of_somebody_else_off_a_page(cast):
    ticket = cast.ticket()
    cast.reply(ticket)
    sent, client = sent_to("mara@kestrel.example", kind="reply")[-1], cast.client("lena")
    pages = [text(client.get(address)) for address in (ALL, SENT, f"{SENT}{sent.pk}/")]
    assert token_in_subject(sent.subject) is not None
    assert all(ticket.subject in page and token_in_subject(page) is None for page in pages)


def test_a_mailbox_is_made_and_its_password_is_never_shown(cast):
    client = cast.client("lena")
    wanted = {
        **FILLED,
        "protocol": "imap",
        "fetch_host": "imap.example",
        "fetch_user": "help",
        "fetch_password": "s3cret-words",
    }
    assert client.post(f"{BOXES}new/", wanted).status_code == 302
    row = Mailbox.objects.within(cast.it).get(name="help")
    assert vault.opened(row.fetch_secret) == "s3cret-words"
    page = text(client.get(f"{BOXES}{row.pk}/"))
    assert "s3cret-words" not in page and row.fetch_secret not in page
    client.post(f"{BOXES}{row.pk}/", {**wanted, "fetch_password": "••••••••", "sender_name": "Help"})
    row.refresh_from_db()
    assert (vault.opened(row.fetch_secret), row.sender_name) == ("s3cret-words", "Help")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "it"}, "There is a mailbox “it” already"),
        ({"address": "it@eberfeld.example"}, "is a mailbox already"),
        ({"name": "Not A Name"}, "Small letters"),
        ({"protocol": "imap", "fetch_host": "https://x/"}, "server&#39;s name alone"),
        ({"protocol": "imap", "fetch_host": "imap.example"}, "Fetching needs a user name"),
        ({"fetch_port": "99999"}, "65535"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_saved(cast, change, words):
    response = cast.client("lena").post(f"{BOXES}new/", {**FILLED, **change})
    assert response.status_code == 422
    assert words in text(response)
    assert Mailbox.objects.within(cast.it).count() == 1


def test_checking_asks_the_servers_and_saves_nothing(cast, smtp_receiver):
    wanted = {**FILLED, "act": "check", "smtp_host": smtp_receiver.host, "smtp_port": str(smtp_receiver.port)}
    client = cast.client("lena")
    refused = text(client.post(f"{BOXES}new/", wanted))
    taken = text(client.post(f"{BOXES}new/", {**wanted, "smtp_security": "none"}))
    assert "offers no STARTTLS" in refused and "The server takes letters." in taken
    assert Mailbox.objects.within(cast.it).count() == 1


def test_a_test_letter_goes_through_the_mailbox(cast, smtp_receiver):
    box = cast.mailbox
    box.smtp_host, box.smtp_port, box.smtp_security = smtp_receiver.host, smtp_receiver.port, "none"
    box.save()
    cast.client("lena").post(f"{BOXES}{box.pk}/test/", {"to": "lena@eberfeld.example"})
    cast.work()
    assert smtp_receiver.wait_for(1)[0].recipients == ("lena@eberfeld.example",)


def test_the_page_says_that_the_environment_names_the_server(cast, settings):
    from dataclasses import replace

    settings.DESKHAND = replace(settings.DESKHAND, smtp_url="smtp://relay.example")
    assert "DESKHAND_SMTP_URL" in text(cast.client("lena").get(BOXES))


def test_own_words_are_previewed_on_a_real_ticket_saved_and_used(cast):
    ticket = cast.ticket("Printer <jams>")
    client = cast.client("lena")
    words = {"subject": "Got it: {subject}", "body": "Dear {first_name},\n\nyour number is {number}.\n\n{signature}"}
    page = text(client.post(f"{WORDS}acknowledgement/en/", {**words, "act": "preview", "ticket": ticket.number}))
    assert "Got it: Printer &lt;jams&gt;" in page and f"your number is {ticket.number}." in page
    assert not MailTemplate.objects.within(cast.it).exists()
    client.post(f"{WORDS}acknowledgement/en/", words)
    cast.ticket("Screen flickers", by="huimin")
    sent = sent_to("huimin@kestrel.example")[-1]
    assert sent.subject.startswith("Got it: Screen flickers") and "Dear Hui," in sent.text
    client.post(f"{WORDS}acknowledgement/en/built-in/")
    assert not MailTemplate.objects.within(cast.it).exists()


def test_words_with_a_placeholder_that_nobody_fills_are_refused(cast):
    response = cast.client("lena").post(f"{WORDS}reply/en/", {"subject": "x", "body": "{message} {password}"})
    assert response.status_code == 422 and "{password} cannot be filled in here" in text(response)


def test_an_answer_without_its_own_words_is_refused(cast):
    response = cast.client("lena").post(f"{WORDS}reply/en/", {"subject": "x", "body": "Hello"})
    assert response.status_code == 422 and "the answer itself would be missing" in text(response)


def test_the_fixed_letter_cannot_be_edited(cast):
    assert cast.client("lena").get(f"{WORDS}confirmation/en/").status_code == 404


def test_the_preview_writes_nothing(cast, django_assert_num_queries):
    from deskhand.tickets.models import AccessLink

    ticket = cast.ticket(by="huimin")
    before = AccessLink.objects.within(cast.it).count()
    cast.client("lena").get(f"{WORDS}reply/en/", {"ticket": ticket.number})
    assert AccessLink.objects.within(cast.it).count() == before


def test_a_letter_in_quarantine_is_seen_downloaded_and_set_aside(cast):
    raw = b"From: nobody\r\nSubject: <script>alert(1)</script>\r\n\r\nhello"
    row = post(cast.mailbox, raw)
    client = cast.client("lena")
    listed = text(client.get(RECEIVED, {"show": "quarantine"}))
    assert "&lt;script&gt;alert(1)" in listed and "<script>alert(1)" not in listed
    shown = text(client.get(f"{RECEIVED}{row.pk}/"))
    assert "No address can be read off it" in shown
    answer = client.get(f"{RECEIVED}{row.pk}/raw")
    assert b"".join(answer.streaming_content) == raw
    assert answer["Content-Disposition"].startswith("attachment")
    client.post(f"{RECEIVED}{row.pk}/set-aside/")
    assert InboundMail.objects.within(cast.it).get().outcome == "ignored_by_hand"


def test_try_again_reads_the_letter_again(cast):
    from deskhand.tickets import actions

    post(cast.mailbox, letter("Spam <spam@nowhere.example>"))
    actions.mark_spam(actor=cast.actor("jana"), ticket=tickets()[0])
    row = post(cast.mailbox, letter("Spam <spam@nowhere.example>", "Sorry"))
    actions.unmark_spam(actor=cast.actor("jana"), ticket=tickets()[0])
    client = cast.client("lena")
    client.post(f"{RECEIVED}{row.pk}/again/")
    cast.work()
    assert [one.subject for one in tickets()] == ["VPN drops", "Sorry"]
    assert "Opened a ticket" in text(client.get(f"{RECEIVED}{row.pk}/"))


def test_letters_of_another_desk_are_not_there(cast):
    row = post(cast.mailbox, b"nonsense")
    client = cast.client("hanna")
    for path in ("", "raw"):
        assert client.get(f"/agent/settings/hr/mail/received/{row.pk}/{path}").status_code == 404
    cast.ticket()
    sent = OutboundMail.objects.within(cast.it.pk).first()
    assert client.get(f"/agent/settings/hr/mail/sent/{sent.pk}/").status_code == 404


def test_sent_mail_shows_what_went_out_and_that_it_stayed_here(cast):
    cast.ticket("Printer jams")
    cast.work()
    sent = sent_to("mara@kestrel.example")[0]
    client = cast.client("lena")
    page = text(client.get(SENT))
    assert "Printer jams" in page and "kept here: no mail server is set" in page
    assert "No outgoing server is set" in page
    shown = text(client.get(f"{SENT}{sent.pk}/"))
    assert "Hello Mara," in shown
    client.post(f"{SENT}{sent.pk}/again/")
    sent.refresh_from_db()
    assert sent.state == "queued"


def test_sign_in_links_are_on_no_page_of_sent_mail(cast, settings):
    from deskhand.accounts.jobs import mail_sign_in_link

    settings.EMAIL_BACKEND = "deskhand.mail.backend.OutboxBackend"
    mail_sign_in_link.put(address="mara@kestrel.example")
    cast.work()
    assert sent_to("mara@kestrel.example", kind="sign_in")
    assert "mara@kestrel.example" not in text(cast.client("lena").get(SENT))


@pytest.mark.parametrize("address", [RECEIVED, SENT])
def test_long_lists_go_on_page_by_page(cast, address, monkeypatch):
    from deskhand.mail import traffic

    monkeypatch.setattr(traffic, "PAGE", 2)
    for number in range(5):
        post(cast.mailbox, letter(f"Person {number} <p{number}@kestrel.example>", f"Letter {number}"))
    client = cast.client("lena")
    first = text(client.get(address))
    assert "before=" in first
    onward = first.split("before=")[1].split('"')[0]
    assert client.get(address, {"before": onward}).status_code == 200
    assert client.get(address, {"before": "9" * 40}).status_code == 200


def test_a_letters_page_tells_its_way_in_words(cast):
    raw = letter("Robot <noreply@nowhere.example>", "Out of office", Auto_Submitted="auto-replied")
    row = post(cast.mailbox, raw)
    client = cast.client("lena")
    shown = text(client.get(f"{RECEIVED}{row.pk}/"))
    assert "At it@eberfeld.example, handed over on the command line." in shown
    assert "Automatic answers" in shown and "An automatic answer that belongs to no ticket" in shown
    assert "Auto-Submitted: auto-replied" in shown
    client.post(f"{RECEIVED}{row.pk}/again/")
    assert f"{cast.people['lena'].name} had it read again" in text(client.get(f"{RECEIVED}{row.pk}/"))


def test_a_letter_and_its_copy_in_another_mailbox_name_each_other(cast):
    from deskhand.kernel import clock

    other = Mailbox.objects.create(desk=cast.it, name="two", address="two@eberfeld.example", created_at=clock.now())
    raw = letter("Mara <mara@kestrel.example>", "Twice")
    first, copy = post(cast.mailbox, raw), post(other, raw)
    client = cast.client("lena")
    assert f"{RECEIVED}{copy.pk}/" in text(client.get(f"{RECEIVED}{first.pk}/"))
    assert "was here already: at it@eberfeld.example" in text(client.get(f"{RECEIVED}{copy.pk}/"))


def test_the_page_of_all_mail_shows_both_ways_and_how_the_mailboxes_are(cast):
    cast.mailbox.last_error = "The server refuses the password."
    cast.mailbox.save()
    row = post(cast.mailbox, letter("Mara Lindqvist <mara@kestrel.example>", "مرحبا 🖨️ " + "long " * 60))
    page = text(cast.client("lena").get(ALL))
    assert "The server refuses the password." in page
    assert f"{RECEIVED}{row.pk}/" in page and SENT in page and f"#{tickets()[0].number}" in page
    found = text(cast.client("lena").get(ALL, {"q": f"#{tickets()[0].number}", "days": "all"}))
    assert f"{RECEIVED}{row.pk}/" in found
    assert "No letter is found" in text(cast.client("lena").get(ALL, {"q": "nobody\x00 wrote this"}))


def test_administrators_see_beside_every_page_how_many_letters_lie_in_quarantine(cast):
    page = "/agent/it/tickets/"
    lena, jana = cast.client("lena"), cast.client("jana")
    assert "in quarantine" not in lena.get(page).text
    for number in range(3):
        row = post(cast.mailbox, letter(subject=f"Broken {number}"))
        InboundMail.objects.within(cast.it).filter(pk=row.pk).update(state="quarantined")
    shown = lena.get(page).text
    assert "3 letters in quarantine" in shown and "/agent/settings/it/mail/?show=quarantine" in shown
    assert "in quarantine" not in jana.get(page).text, "who may not look is told nothing"
    assert "in quarantine" not in cast.client("hanna").get("/agent/hr/tickets/").text, "nor another desk"
    with CaptureQueriesContext(connection) as asked:
        lena.get(page)
    assert sum("quarantined" in one["sql"] for one in asked) == 1
