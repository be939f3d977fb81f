"""Links that open an account lie in no archive: once the letter is on its way, its text is gone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from deskhand.accounts.actions import invite
from deskhand.kernel import clock
from deskhand.mail.actions.forgetting import forget_account_letters
from deskhand.mail.models import OutboundMail
from deskhand.mail.tests.post import sent_to

NEW = "nora@eberfeld.example"


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "deskhand.mail.backend.OutboxBackend"


def kept(email, *, part):
    """What the database still holds of the newest letter to an address."""
    row = sent_to(email)[-1]
    assert row.subject
    return row.state, part in f"{row.text}{row.html}"


def test_the_link_of_an_invitation_is_nowhere_but_in_the_letter_that_arrived(cast, settings, smtp_receiver):
    settings.DESKHAND = replace(settings.DESKHAND, smtp_url=smtp_receiver.url)
    invite(actor=cast.actor("lena"), desk=cast.it, role="admin", typed=NEW)
    cast.work()
    (received,) = [one for one in smtp_receiver.messages if one.recipients == (NEW,)]
    assert b"/invitation/" in received.raw
    assert kept(NEW, part="/invitation/") == ("sent", False)


def test_without_a_mail_server_the_link_is_not_kept_either(cast):
    invite(actor=cast.actor("lena"), desk=cast.it, role="agent", typed=NEW)
    cast.work()
    assert kept(NEW, part="/invitation/") == ("sent", False)


def test_a_letter_that_was_refused_keeps_no_link_and_one_that_waits_does(cast, settings, smtp_receiver):
    settings.DESKHAND = replace(settings.DESKHAND, smtp_url=smtp_receiver.url)
    smtp_receiver.fail_with(451, "Later", times=1, at="rcpt")
    invite(actor=cast.actor("lena"), desk=cast.it, role="agent", typed=NEW)
    cast.work()
    assert kept(NEW, part="/invitation/") == ("queued", True)
    smtp_receiver.fail_with(550, "Never", at="rcpt")
    invite(actor=cast.actor("lena"), desk=cast.it, role="agent", typed="olaf@eberfeld.example")
    cast.work()
    assert kept("olaf@eberfeld.example", part="/invitation/") == ("failed", False)


def test_what_an_earlier_version_kept_is_blanked_and_after_a_month_it_is_removed(cast):
    invite(actor=cast.actor("lena"), desk=cast.it, role="agent", typed=NEW)
    cast.ticket()
    cast.work()
    every = OutboundMail.objects.beyond_walls("a test looks at everything")
    every.filter(to_email=NEW).update(text="https://desk.example/invitation/abc/")
    of_tickets = every.exclude(desk_id=None).values_list("pk", "text")
    before = list(of_tickets)
    forget_account_letters.run()
    assert kept(NEW, part="/invitation/") == ("sent", False)
    with clock.frozen(clock.now() + timedelta(days=31)):
        forget_account_letters.run()
    assert sent_to(NEW) == [] and list(of_tickets) == before != []
