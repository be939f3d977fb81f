"""A letter goes out by a real mail server, is refused by the next one, and what comes back stands at the message."""

from dataclasses import replace

import pytest

from deskhand.mail.models import LetterKind, OutboundMail
from deskhand.mail.tests.post import post, sent_to
from deskhand.tickets.models import Message
from tests.services.exim import Exim
from tests.services.service import wait_until
from tests.services.stub_smtp import NOBODY, StubSmtp


@pytest.fixture
def postmen(settings):
    """A real server for what goes out, and the one behind it, which does not know Mara and takes what is sent back."""
    with (
        StubSmtp(scripts={"mara@kestrel.example": [NOBODY] * 9}) as stub,
        Exim(back=stub.port, onward=stub.port) as server,
    ):
        settings.DESKHAND = replace(settings.DESKHAND, smtp_url=server.url)
        yield stub


def bounces(stub):
    """What came with an empty sender; letters to agents arrive as well."""
    return [one for one in stub.taken if one.sender == ""]


@pytest.mark.long
@pytest.mark.django_db
def test_what_a_real_server_sends_back_is_told_at_the_message(cast, postmen):
    ticket = cast.ticket()
    message = cast.reply(ticket)
    cast.work()
    row = sent_to("mara@kestrel.example", kind=LetterKind.REPLY)[-1]
    assert row.state == "sent" and row.server_says.startswith("250")
    wait_until(lambda: len(bounces(postmen)) == 2, "the coming back of answer and acknowledgement")
    for returned in bounces(postmen):
        post(cast.mailbox, returned.raw)
    row.refresh_from_db()
    assert row.state == "failed" and "No such user here" in row.server_says
    assert row.message_ref == message.pk
    page = cast.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "No such user here" in page and "mara@kestrel.example" in page
    assert not OutboundMail.objects.within(cast.it).filter(to_email__contains="mailer-daemon").exists()
    assert Message.objects.within(cast.it).filter(ticket=ticket).count() >= 2
