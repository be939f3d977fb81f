"""What a desk's webhook is sent, when, in which order, and what becomes of it."""

import json
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from deskhand.jobs.models import Job
from deskhand.jobs.running import run_next
from deskhand.jobs.worker import LANES
from deskhand.kernel import clock, events
from deskhand.kernel.errors import Conflict
from deskhand.mail.tests.post import sent_to
from deskhand.notify.models import Notification
from deskhand.tickets import actions as tickets
from deskhand.webhooks import actions, jobs, kinds, schedules, signatures
from deskhand.webhooks.models import Delivery, State, Stopped, Try, Webhook


def sent(receiver):
    return [json.loads(one["body"]) for one in receiver.got]


def types(receiver):
    return [one["type"] for one in sent(receiver)]


def work_through(cast, hook, at):
    """Let time pass to each next try until nothing waits."""
    for _ in range(20):
        waiting = Delivery.objects.within(hook.desk).filter(state=State.WAITING).order_by("next_try_at").first()
        if waiting is None:
            return at
        at = max(at, waiting.next_try_at or at)
        Job.objects.filter(state="ready").update(due_ms=0)
        with clock.frozen(at):
            cast.work()
    return at


def test_an_event_arrives_signed_with_ids_and_codes_alone(cast, hook, receiver):
    ticket = cast.ticket("Secret subject", text="Secret words")
    cast.work()
    got = receiver.got[0]
    assert got["path"] == "/hook?for=deskhand"
    assert got["headers"]["Content-Type"] == "application/json"
    content = Verifier(hook.shown_secret).verify(got["body"], got["headers"])
    assert content["type"] == "ticket.created"
    assert content["data"]["ticket"] == ticket.number and content["data"]["desk"] == "it"
    assert content["data"]["url"].endswith(f"/api/v1/tickets/{ticket.number}")
    assert content["data"]["values"]["requester"] == cast.mara.pk
    assert b"Secret" not in got["body"] and b"mara" not in got["body"]
    assert {"webhook-id", "webhook-timestamp", "webhook-signature"} <= {name.lower() for name in got["headers"]}


def test_of_a_confidential_ticket_no_other_system_is_told(cast, hook, receiver):
    ticket = tickets.confide(actor=cast.actor("jana"), ticket=cast.ticket("Before"), readers=[cast.jana])
    cast.work()
    told = len(receiver.got)
    cast.writes(ticket)
    tickets.change_subject(actor=cast.actor("jana"), ticket=ticket, to="Afterwards")
    cast.work()
    assert len(receiver.got) == told
    assert "ticket.confided" not in types(receiver)


def test_what_was_changed_on_the_way_does_not_verify(cast, hook, receiver):
    cast.ticket()
    cast.work()
    got = receiver.got[0]
    with pytest.raises(WebhookVerificationError):
        Verifier(hook.shown_secret).verify(got["body"].replace(b"it", b"hr"), got["headers"])
    with pytest.raises(WebhookVerificationError):
        Verifier(signatures.fresh_secret()).verify(got["body"], got["headers"])


def test_nothing_is_sent_of_another_desk(cast, hook, receiver):
    cast.ticket("Contract", desk="hr", by="oliver")
    cast.work()
    assert receiver.got == []


def test_only_chosen_events_are_sent(cast, hook, receiver):
    actions.save_webhook(
        actor=cast.actor("lena"), desk=cast.it, webhook=hook, name="Pager", url=hook.url, events=["ticket.noted"]
    )
    ticket = cast.ticket()
    cast.note(ticket)
    cast.work()
    assert types(receiver) == ["ticket.noted"]


def test_a_change_that_is_undone_is_not_told(cast, hook, receiver):
    with transaction.atomic():
        cast.ticket()
        transaction.set_rollback(True)
    cast.work()
    assert receiver.got == []
    assert not Delivery.objects.within(cast.it).exists()


def test_events_of_a_ticket_arrive_in_order_though_the_first_try_fails(cast, hook, receiver):
    receiver.statuses = [500]
    ticket = cast.ticket()
    cast.reply(ticket)
    cast.note(ticket)
    cast.work()
    assert types(receiver) == ["ticket.created"]
    work_through(cast, hook, clock.now())
    heard = types(receiver)
    order = list(Delivery.objects.within(cast.it).order_by("pk").values_list("code", flat=True))
    assert heard == ["ticket.created", *order]
    assert receiver.got[0]["headers"]["webhook-id"] == receiver.got[1]["headers"]["webhook-id"]


def test_another_ticket_does_not_wait_for_the_one_that_fails(cast, hook, receiver):
    receiver.statuses = [500]
    first, second = cast.ticket("One"), cast.ticket("Two")
    cast.work()
    assert [one["data"]["ticket"] for one in sent(receiver)] == [first.number, second.number]


def test_a_delivery_is_tried_as_stated_and_then_has_failed(cast, hook, receiver, settings):
    receiver.statuses = [500] * 99
    actions.send_test(actor=cast.actor("lena"), webhook=hook)
    work_through(cast, hook, clock.now())
    delivery = Delivery.objects.within(cast.it).get()
    tries = list(delivery.attempts.all())
    assert (delivery.state, delivery.tries, len(tries)) == (State.FAILED, 10, 10)
    gaps = [(later.at - earlier.at).total_seconds() for earlier, later in pairwise(tries)]
    assert [round(gap / 5) * 5 for gap in gaps] == list(jobs.WAITS)


def test_after_days_without_a_success_it_is_stopped_and_the_administrator_is_told(cast, hook, receiver):
    receiver.statuses = [500] * 99
    at = clock.now()
    actions.send_test(actor=cast.actor("lena"), webhook=hook)
    at = work_through(cast, hook, at) + timedelta(days=2)
    with clock.frozen(at):
        actions.send_test(actor=cast.actor("lena"), webhook=Webhook.objects.within(cast.it).get())
        cast.work()
    hook.refresh_from_db()
    assert hook.stopped == Stopped.FAILING
    with clock.frozen(at):
        cast.work()
    assert Notification.objects.filter(person=cast.lena, kind="webhook.stopped").count() == 1
    page = cast.client("lena").get("/agent/settings/it/webhooks/").content.decode()
    assert "It failed for days" in page


def test_a_success_forgets_what_failed_before(cast, hook, receiver):
    receiver.statuses = [500]
    actions.send_test(actor=cast.actor("lena"), webhook=hook)
    cast.work()
    hook.refresh_from_db()
    assert hook.failing_since is not None
    work_through(cast, hook, clock.now())
    hook.refresh_from_db()
    assert hook.failing_since is None


def test_a_server_that_is_gone_is_left_alone_at_once(cast, hook, receiver):
    receiver.statuses = [410]
    cast.ticket()
    cast.work()
    hook.refresh_from_db()
    assert hook.stopped == Stopped.GONE and len(receiver.got) == 1
    cast.ticket("Later")
    cast.work()
    assert len(receiver.got) == 1


def test_both_secrets_sign_for_a_day_after_a_change(cast, hook, receiver):
    fresh = actions.rotate_secret(actor=cast.actor("lena"), webhook=hook)
    cast.ticket()
    cast.work()
    got = receiver.got[0]
    assert len(got["headers"]["webhook-signature"].split()) == 2
    for secret in (fresh, hook.shown_secret):
        assert Verifier(secret).verify(got["body"], got["headers"])
    hook.refresh_from_db()
    later = clock.now() + actions.keep.BOTH_SIGN_FOR + timedelta(seconds=1)
    with clock.frozen(later):
        assert len(signatures.signed(hook, "msg_1", "{}", later)["webhook-signature"].split()) == 1


def test_secrets_are_encrypted_at_rest(cast, hook):
    assert hook.shown_secret.startswith("whsec_")
    assert hook.shown_secret not in Webhook.objects.within(cast.it).get().secret


def test_a_delivery_is_sent_again_with_the_same_id_and_body(cast, hook, receiver):
    cast.ticket()
    cast.work()
    delivery = Delivery.objects.within(cast.it).select_related("webhook").order_by("pk").first()
    actions.replay(actor=cast.actor("lena"), delivery=delivery)
    cast.work()
    same = [one for one in receiver.got if one["headers"]["webhook-id"] == delivery.message_id]
    assert len(same) == 2 and same[0]["body"] == same[1]["body"]


def test_what_is_on_its_way_already_is_not_sent_twice_by_two_presses(cast, hook, receiver):
    cast.ticket()
    cast.work()
    first, second = (Delivery.objects.within(cast.it).select_related("webhook").earliest("pk") for _ in range(2))
    actions.replay(actor=cast.actor("lena"), delivery=first)
    with pytest.raises(Conflict):
        actions.replay(actor=cast.actor("lena"), delivery=second)
    before = len(receiver.got)
    cast.work()
    assert len(receiver.got) == before + 1


def test_a_change_from_an_old_page_takes_nothing_back_that_happened_since(cast, hook, receiver):
    old = Webhook.objects.within(cast.it).get(pk=hook.pk)
    fresh = actions.rotate_secret(actor=cast.actor("lena"), webhook=hook)
    actions.save_webhook(actor=cast.actor("lena"), desk=cast.it, webhook=old, name="Bell", url=old.url)
    cast.ticket()
    cast.work()
    assert Verifier(fresh).verify(receiver.got[-1]["body"], receiver.got[-1]["headers"])


def test_the_log_is_swept_until_nothing_old_is_left(cast, hook, monkeypatch):
    monkeypatch.setattr(actions.deliver, "SWEPT_AT_ONCE", 2)
    monkeypatch.setattr(schedules, "SWEPT_AT_ONCE", 2)
    for _ in range(5):
        actions.send_test(actor=cast.actor("lena"), webhook=hook)
    cast.work()
    assert Delivery.objects.within(cast.it).count() == 5
    with clock.frozen(clock.now() + timedelta(days=30, seconds=1)):
        schedules.sweep_webhook_log.put()
        cast.work()
    assert not Delivery.objects.within(cast.it).exists()


def test_request_and_answer_are_kept_for_thirty_days(cast, hook, receiver):
    receiver.statuses, receiver.body, receiver.headers = [200], b"thank you", {"X-Trace": "t1"}
    cast.ticket()
    cast.work()
    kept = Try.objects.within(cast.it).order_by("pk").first()
    assert (kept.status, kept.answer, kept.answer_headers["X-Trace"]) == (200, "thank you", "t1")
    assert "webhook-signature" not in kept.request_headers
    assert actions.forget_old() == 0
    count = Delivery.objects.within(cast.it).count()
    with clock.frozen(clock.now() + timedelta(days=30, seconds=1)):
        assert actions.forget_old() == count
    assert not Try.objects.within(cast.it).exists()


def test_no_socket_is_open_while_a_transaction_is(cast, hook, monkeypatch):
    from deskhand.kernel import wire

    assert jobs.send.outside
    seen = []

    def post(*asked):
        seen.append(asked)
        return wire.Reply(204, 0.0)

    monkeypatch.setattr(wire, "post", post)
    cast.ticket()
    assert seen == []
    cast.work()
    assert seen


def test_letters_do_not_wait_behind_webhooks(cast, hook, receiver):
    """What sends letters and fetches them is done, and the receiver was not asked yet."""
    for number in range(5):
        cast.reply(cast.ticket(f"Ticket {number}"))
    while any(run_next("a worker", lane) for lane in ("default", "network", "letters")):
        pass
    assert len(sent_to("mara@kestrel.example", kind="reply", state="sent")) == 5
    assert receiver.got == [] and LANES["webhooks"] >= 1
    cast.work()
    assert len(receiver.got) >= 5


def test_events_say_nothing_that_somebody_wrote(cast, hook, receiver):
    ticket = cast.ticket("Quarterly canary")
    tickets.patch(actor=cast.actor("jana"), ticket=ticket, changes={"subject": "Renamed canary", "priority": 4})
    tickets.tag(actor=cast.actor("jana"), ticket=ticket, add=["canary tag"])
    cast.note(ticket, html="<p>canary note</p>")
    cast.work()
    assert len(receiver.got) >= 4
    assert not [one for one in receiver.got if b"anary" in one["body"]]


def test_without_webhooks_a_fact_costs_no_query_of_theirs(cast, django_assert_num_queries):
    from deskhand.webhooks import listeners, reactions

    listeners.for_event(cast.it.pk, "ticket.created")
    ticket = cast.ticket()
    fact = events.restored(_newest(ticket))
    with django_assert_num_queries(0):
        reactions.put_on_its_way(fact)
    assert not Job.objects.filter(name__contains="webhooks").exists()


def test_every_event_that_can_be_chosen_has_words():
    assert "ticket.created" in kinds.known() and not [one for one in kinds.known() if one.startswith("webhook.")]
    assert all(kinds.sentence(code) for code in kinds.known())


def _newest(ticket):
    from deskhand.kernel.models import Event

    return Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).order_by("-pk").first()
