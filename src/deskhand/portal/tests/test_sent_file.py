"""A file that a letter could not carry is fetched by the link in it: by that person, for a time, nothing else."""

import re
from datetime import timedelta

import pytest

from deskhand.kernel import clock
from deskhand.mail import actions as mail_actions
from deskhand.mail.tests.post import sent_to
from deskhand.tickets import actions
from deskhand.tickets.bodies import composed
from deskhand.tickets.file_links import FILE_LINK_LIFE, file_url
from deskhand.tickets.models import Attachment, Message

SCRIPT = b"<script>alert(1)</script>" * 10


@pytest.fixture
def sent(cast):
    """Mara's ticket with an answer whose file was too large for her letter."""
    mail_actions.set_sending(actor=cast.actor("lena"), mailbox=cast.mailbox, connections=1, rate=0, files_mb=0)
    ticket = cast.ticket()
    file = actions.upload(actor=cast.actor("jana"), desk_id=cast.it.pk, filename="Übersicht <1>.html", content=SCRIPT)
    cast.reply(ticket, attachments=[file])
    return ticket, Attachment.objects.within(cast.it).get(pk=file.pk)


def path(url):
    return re.sub(r"^https?://[^/]+", "", url)


def link_in(letter):
    return path(re.search(r"https?://\S+/sent-files/\S+", letter.text)[0])


def button(page):
    return re.search(r'href="(/sent-files/[^"]+)" download', page)[1]


def test_the_letter_carries_a_link_of_its_own_for_each_recipient_and_no_file(cast, sent):
    ticket, _file = sent
    actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.huimin)
    cast.reply(
        ticket,
        attachments=[actions.upload(actor=cast.actor("jana"), desk_id=cast.it.pk, filename="b.bin", content=b"1")],
    )
    mara, huimin = (sent_to(f"{who}@kestrel.example", kind="reply")[-1] for who in ("mara", "huimin"))
    assert mara.attachments == huimin.attachments == []
    assert link_in(mara) != link_in(huimin)
    assert f'href="{re.search("http.*", mara.text)[0].split()[0]}"' in mara.html


def test_the_page_names_the_file_and_its_button_fetches_it_as_a_file(cast, client, sent):
    page = client.get(link_in(sent_to("mara@kestrel.example", kind="reply")[-1]))
    html = page.content.decode()
    assert page.status_code == 200 and "Übersicht 1.html" in html
    assert "no-store" in page.headers["Cache-Control"]
    assert "VPN" not in html.replace(sent[1].key, ""), "of the request nothing is shown"
    answer = client.get(button(html))
    assert b"".join(answer.streaming_content) == SCRIPT
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_it_works_for_a_month_only(cast, client, sent):
    url = path(file_url(sent[1], cast.mara))
    with clock.frozen(clock.now() + FILE_LINK_LIFE - timedelta(minutes=1)):
        assert client.get(url).status_code == 200
    with clock.frozen(clock.now() + FILE_LINK_LIFE + timedelta(minutes=1)):
        answer = client.get(url)
        assert answer.status_code == 404 and "does not work any more" in answer.content.decode()


def test_a_link_that_was_tampered_with_opens_nothing(cast, client, sent):
    url = path(file_url(sent[1], cast.mara))
    key, person, expires, signed = url.split("/")[2].split(".")
    other = actions.upload(actor=cast.actor("jana"), desk_id=cast.it.pk, filename="x", content=b"x")
    for wicked in (
        f"{other.key}.{person}.{expires}.{signed}",
        f"{key}.{cast.huimin.pk}.{expires}.{signed}",
        f"{key}.{person}.{int(expires) + 9}.{signed}",
        f"{key}.{person}.{expires}.{'a' * len(signed)}",
        f"{key}.{person}.{expires}",
        "x" * 5000,
    ):
        assert client.get(f"/sent-files/{wicked}/").status_code == 404
        assert client.get(f"/sent-files/{wicked}/x").status_code == 404


def test_it_ends_with_the_message_the_ticket_and_the_persons_part_in_it(cast, client, sent):
    ticket, file = sent
    actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.huimin)
    mara, huimin = path(file_url(file, cast.mara)), path(file_url(file, cast.huimin))
    oliver = path(file_url(file, cast.oliver))
    assert client.get(huimin).status_code == 200 and client.get(oliver).status_code == 404
    actions.unfollow(actor=cast.actor("jana"), ticket=ticket, person=cast.huimin)
    assert client.get(huimin).status_code == 404
    actions.delete(actor=cast.actor("jana"), ticket=ticket)
    assert client.get(mara).status_code == 404
    actions.restore(actor=cast.actor("jana"), ticket=ticket)
    assert client.get(mara).status_code == 200
    Message.objects.within(cast.it).filter(pk=file.message_id).delete()
    assert client.get(mara).status_code == 404


def test_a_file_of_a_note_is_never_fetched_like_this(cast, client, sent):
    ticket, _file = sent
    secret = actions.upload(actor=cast.actor("jana"), desk_id=cast.it.pk, filename="s.txt", content=b"s")
    actions.note(actor=cast.actor("jana"), ticket=ticket, body=composed("<p>x</p>"), attachments=[secret])
    assert client.get(path(file_url(secret, cast.mara))).status_code == 404
