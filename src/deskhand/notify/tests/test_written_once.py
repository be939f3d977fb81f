"""One letter for each thing that happened and each recipient, however often what writes it runs."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection

from deskhand.accounts.actions import make_site_admin
from deskhand.jobs.worker import run_until_idle
from deskhand.kernel import clock, events
from deskhand.kernel.models import Event
from deskhand.mail.models import OutboundMail
from deskhand.mail.tests.post import letter, post, sent_to
from deskhand.notify import actions
from deskhand.notify.models import Digest, Notification, Rhythm, WaitsFor
from deskhand.ops.reactions import tell_both_of_a_site_administrator
from deskhand.tickets import actions as ticket_actions
from deskhand.tickets import reactions
from tests.cast import make_cast


def everything():
    return OutboundMail.objects.beyond_walls("a test looks at everything")


def told(person):
    return sent_to(person.email, kind="notification")


def once_more(reaction, code):
    """Run a reaction again for the newest fact with that code."""
    reaction(events.restored(Event.objects.filter(code=code).latest("pk")))


def test_a_notification_that_is_written_twice_is_one_letter(cast):
    ticket = cast.ticket(assignee=cast.ben)
    cast.writes(ticket)
    cast.note(ticket)
    run_until_idle()
    before = len(told(cast.ben))
    assert before
    for _again in range(2):
        Notification.objects.filter(person=cast.ben).update(waits_for=WaitsFor.WINDOW)
        actions.write_letters(ticket_number=ticket.number)
    assert len(told(cast.ben)) == before


def test_a_summary_that_is_written_twice_is_one_letter(cast):
    Rhythm.objects.create(person=cast.jana, digest=Digest.DAILY, digest_due_at=clock.ago(minutes=1))
    actions.choose(actor=cast.actor("jana"), kind="new_in_team", channel="mail", wanted=False)
    cast.ticket(team=cast.service_desk)
    run_until_idle()
    for _again in range(2):
        Notification.objects.filter(person=cast.jana).update(waits_for=WaitsFor.DIGEST, read_at=None)
        Rhythm.objects.filter(person=cast.jana).update(digest_due_at=clock.ago(minutes=1))
        actions.send_summary(person_id=cast.jana.pk)
    assert len(sent_to(cast.jana.email, kind="digest")) == 1


def test_reactions_that_run_twice_write_no_second_letter(cast, settings):
    settings.EMAIL_BACKEND = "deskhand.mail.backend.OutboxBackend"
    ticket = cast.ticket()
    cast.reply(ticket)
    make_site_admin(actor=cast.actor("lena"), person=cast.ben)
    run_until_idle()
    before = everything().count()
    once_more(reactions.mail_the_answer, "ticket.replied")
    once_more(tell_both_of_a_site_administrator, "person.site_admin_changed")
    assert everything().count() == before and sent_to(cast.ben.email, kind="sign_in")
    assert all("X-Deskhand-Once" not in row.headers for row in everything())


def test_every_letter_that_follows_from_a_fact_names_its_cause(cast):
    first = post(cast.mailbox, letter())
    ticket = cast.ticket(assignee=cast.ben)
    cast.reply(ticket)
    ticket_actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    cast.writes(ticket)
    run_until_idle()
    assert first.ticket_number
    kinds = set(everything().values_list("kind", flat=True))
    assert {"reply", "acknowledgement", "notification"} <= kinds
    assert not everything().filter(once_key=None).exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_one_letter(transactional_db):
    cast = make_cast()
    ticket = cast.ticket(assignee=cast.ben)
    cast.writes(ticket)
    run_until_idle()
    everything().all().delete()
    Notification.objects.filter(person=cast.ben).update(waits_for=WaitsFor.WINDOW, at=clock.ago(minutes=5))
    refused, together = [], threading.Barrier(2)

    def work() -> None:
        try:
            together.wait(120)
            actions.write_letters(ticket_number=ticket.number)
        except IntegrityError as refusal:  # The job is tried again, and finds the other's letter.
            refused.append(refusal)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _nth in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(told(cast.ben)) == 1 and len(refused) < 2
