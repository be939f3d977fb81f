"""Letters without a ticket go after some time; those of tickets stay."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from deskhand.jobs.worker import run_until_idle
from deskhand.kernel import clock
from deskhand.kernel.models import Event
from deskhand.mail.actions import keeping
from deskhand.mail.models import InboundMail, MailRules, OutboundMail
from deskhand.mail.tests.post import letter, post, sent_to
from deskhand.tickets import actions
from deskhand.tickets.models import Ticket
from deskhand.tickets.schedules import empty_bin

PAGE, KEEP = "/agent/settings/it/mail/", "/agent/settings/it/mail/keep/"
AWAY: dict[str, Any] = {"text": "I am away.", "Auto_Submitted": "auto-replied"}


def night(days: int) -> None:
    """So many days on, the nightly job runs to its end."""
    with clock.frozen(clock.now() + timedelta(days=days)):
        keeping.forget_old_mail_everywhere.run()
        run_until_idle()


def came(desk):
    return set(InboundMail.objects.within(desk).values_list("outcome", flat=True))


def went(desk):
    return set(OutboundMail.objects.within(desk).values_list("kind", flat=True))


def test_after_half_a_year_what_became_no_ticket_goes_and_what_did_stays(cast, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    asked = post(cast.mailbox, letter())
    for number in range(3):
        post(cast.mailbox, letter(subject=f"Away {number}", **AWAY))
    ticket = cast.ticket()
    cast.reply(ticket)
    run_until_idle()
    night(179)
    assert came(cast.it) == {"new_ticket", "auto_reply"} and "acknowledgement" in went(cast.it)
    night(181)
    assert came(cast.it) == {"new_ticket"} and went(cast.it) == {"reply"}
    raw = cast.client("lena").get(f"/agent/settings/it/mail/received/{asked.pk}/raw")
    assert raw.status_code == 200
    night(181)


def test_a_letter_of_a_ticket_is_known_again_however_old_it_is(cast):
    mail = letter()
    first = post(cast.mailbox, mail)
    night(4000)
    assert post(cast.mailbox, mail).pk == first.pk


def test_letters_of_a_ticket_that_is_gone_for_good_go_as_those_of_none(cast):
    row = post(cast.mailbox, letter())
    ticket = Ticket.objects.within(cast.it).get(number=row.ticket_number)
    cast.reply(ticket)
    actions.delete(actor=cast.actor("jana"), ticket=ticket)
    run_until_idle()
    with clock.frozen(clock.now() + timedelta(days=31)):
        empty_bin.run()
        run_until_idle()
    assert not Ticket.objects.within(cast.it).exists() and came(cast.it) == {"new_ticket"}
    night(181)
    assert came(cast.it) == went(cast.it) == set()


def test_what_waits_is_not_removed_however_old_it_is(cast):
    post(cast.mailbox, letter(**AWAY))
    InboundMail.objects.within(cast.it).update(state="stored")
    cast.ticket()
    run_until_idle()
    (kept,) = sent_to("mara@kestrel.example", kind="acknowledgement")
    OutboundMail.objects.within(cast.it).filter(pk=kept.pk).update(state="queued")
    keeping.forget_old_mail.run(desk=cast.it.pk)
    with clock.frozen(clock.now() + timedelta(days=999)):
        keeping.forget_old_mail.run(desk=cast.it.pk)
    assert InboundMail.objects.within(cast.it).count() == 1 and went(cast.it) == {"acknowledgement"}


def test_each_desk_says_for_itself_how_long(cast):
    keeping.set_keep_days(actor=cast.actor("lena"), desk=cast.it, days=40)
    post(cast.mailbox, letter(**AWAY))
    night(39)
    assert came(cast.it) == {"auto_reply"}
    night(41)
    assert came(cast.it) == set() and keeping.days_kept(cast.hr.pk) == 180


def test_it_is_set_on_the_page_and_the_history_says_since_when(cast):
    lena = cast.client("lena")
    assert 'value="180"' in lena.get(PAGE).text
    wrong = lena.post(KEEP, {"keep_days": "7"})
    assert wrong.status_code == 422 and 'value="7"' in wrong.text and not MailRules.objects.within(cast.it).exists()
    assert lena.post(KEEP, {"keep_days": "365"}).status_code == 302
    assert lena.post(KEEP, {"keep_days": "365"}).status_code == 302
    fact = Event.objects.get(code="mail_rules.edited")
    assert (fact.values["old"], fact.values["new"]) == ({"keep_days": 180}, {"keep_days": 365})
    told = lena.get("/agent/settings/it/history/mail-mail/").text
    assert "Days for which letters without a ticket are kept" in told and "365" in told
    assert cast.client("jana").post(KEEP, {"keep_days": "365"}).status_code in (403, 404)
