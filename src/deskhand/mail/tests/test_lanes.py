"""Who is sent first, how much at once, and that no mailbox waits for the server of another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from deskhand.jobs import claims
from deskhand.jobs.models import Job
from deskhand.jobs.running import run_next
from deskhand.kernel import clock
from deskhand.mail import actions, outbox
from deskhand.mail.models import Lane, LetterKind, Mailbox, OutboundMail
from deskhand.mail.outbox import Letter, Recipient
from deskhand.mail.sending import lanes, turns
from tests.services.stub_smtp import Act, StubSmtp

pytestmark = pytest.mark.django_db


@pytest.fixture
def stub(settings, stub_smtp):
    settings.DESKHAND = replace(settings.DESKHAND, smtp_url=stub_smtp.url)
    return stub_smtp


def flood(mailbox, count, kind=LetterKind.NOTIFICATION):
    letter = Letter(kind=kind, subject="New", text="New in your team.", mailbox=mailbox, is_automatic=True)
    return outbox.put_each(letter, to=[Recipient(email=f"agent{number}@eberfeld.example") for number in range(count)])


def reply(mailbox, to="mara@kestrel.example", kind=LetterKind.REPLY):
    return outbox.put(Letter(kind=kind, subject="VPN", text="Restart.", mailbox=mailbox), to=Recipient(email=to))


def lane(mailbox, **values):
    """The mailbox's lane, set as told."""
    lanes.lane(mailbox.pk)
    Lane.objects.within(mailbox.desk_id).update(**values)
    return Lane.objects.within(mailbox.desk_id).get(pk=mailbox.pk)


def another(cast, name, stub):
    """A further mailbox of the desk with a server of its own."""
    return Mailbox.objects.create(
        desk=cast.it,
        name=name,
        address=f"{name}@eberfeld.example",
        smtp_host=stub.host,
        smtp_port=stub.port,
        smtp_security="none",
        created_at=clock.now(),
    )


def test_people_come_before_bulk_whatever_was_first(cast, stub):
    flood(cast.mailbox, 30)
    for kind in (LetterKind.DIGEST, LetterKind.ACKNOWLEDGEMENT, LetterKind.REPLY):
        reply(cast.mailbox, to=f"{kind.value}@kestrel.example", kind=kind)
    cast.work()
    order = [one.recipient.partition("@")[0] for one in stub.taken]
    assert order[:2] == ["reply", "acknowledgement"]
    assert order[-1] == "digest" and len(order) == 33


def test_an_answer_overtakes_a_flood_that_is_on_its_way(cast, stub, monkeypatch):
    monkeypatch.setattr(turns, "TURN_LETTERS", 5)
    lane(cast.mailbox, connections=1)
    flood(cast.mailbox, 40)
    while len(stub.taken) < 5:
        assert run_next("one", "letters")
    reply(cast.mailbox)
    while not any(one.recipient == "mara@kestrel.example" for one in stub.taken):
        assert run_next("one", "letters")
    assert [one.recipient for one in stub.taken].index("mara@kestrel.example") == 5


def test_a_flood_is_one_job_and_not_one_for_each_letter(cast, stub):
    flood(cast.mailbox, 200)
    assert Job.objects.filter(state="ready", queue__contains="letters").count() == 1


def test_bulk_leaves_room_in_a_minutes_rate_for_people(cast, stub):
    now = clock.now()
    lane(cast.mailbox, rate=10)
    with clock.frozen(now):
        flood(cast.mailbox, 20)
        cast.work()
        assert len(stub.taken) == 8
        for number in range(4):
            reply(cast.mailbox, to=f"person{number}@kestrel.example")
        cast.work()
        assert len(stub.taken) == 10
    later = Job.objects.get(state="ready", name__contains=".take_turn")
    assert later.due_ms / 1000 > now.timestamp() + 30
    with clock.frozen(now + timedelta(seconds=61)):
        Job.objects.filter(state="ready").update(due_ms=0)
        cast.work()
        assert len(stub.taken) == 18
    assert [one.recipient[:6] for one in stub.taken[8:12]] == ["person"] * 4


def test_a_rate_of_none_is_no_limit(cast, stub):
    lane(cast.mailbox, rate=0)
    flood(cast.mailbox, 30)
    cast.work()
    assert len(stub.taken) == 30


def test_a_mailbox_has_no_more_turns_at_once_than_connections(cast, stub):
    lane(cast.mailbox, connections=3)
    flood(cast.mailbox, 100)
    assert run_next("one", "letters")
    places = [claims.claim("two", "letters") for _number in range(5)]
    assert sorted(one.args["place"] for one in places if one) == [0, 1, 2]
    turns.look_everywhere()
    flood(cast.mailbox, 100)
    while run_next("one", "letters"):
        pass
    assert stub.taken == [], "there was a fourth"


def test_few_letters_need_one_connection(cast, stub):
    flood(cast.mailbox, 5)
    cast.work()
    assert stub.conversations == 1


def test_a_silent_server_delays_its_own_letters_only(cast, stub_smtp, monkeypatch):
    with StubSmtp() as silent:
        silent.scripts = {f"agent{number}@eberfeld.example": [Act(at="mail", waits=60)] * 9 for number in range(20)}
        silent.scripts["mara@kestrel.example"] = [Act(at="rcpt", waits=60)] * 9
        bad, good = another(cast, "bad", silent), another(cast, "good", stub_smtp)
        reply(bad)
        with monkeypatch.context() as impatient:
            impatient.setattr("deskhand.mail.sending.smtp.TIMEOUT_SECONDS", 0.2)
            while run_next("one", "letters"):
                pass
        assert lanes.lane(bad.pk).is_apart and not lanes.lane(good.pk).is_apart
        flood(bad, 20)
        reply(good)
        Lane.objects.within(cast.it).update(rests_until=None)
        while run_next("one", "letters"):
            pass
        assert len(stub_smtp.taken) == 1
        assert silent.conversations == 1, "the bad server was asked where the good one's letters wait"
        assert Job.objects.filter(state="ready", queue="slow_letters").count() == 1


def test_a_server_that_answers_slowly_is_set_apart_until_it_is_quick_again(cast, stub, monkeypatch):
    monkeypatch.setattr(lanes, "SLOW_SECONDS", 0.05)
    stub.scripts["mara@kestrel.example"] = [Act(waits=0.1)]
    reply(cast.mailbox)
    cast.work()
    assert lanes.lane(cast.mailbox.pk).is_slow
    monkeypatch.setattr(lanes, "SLOW_SECONDS", 5.0)
    flood(cast.mailbox, 30)
    cast.work()
    assert not lanes.lane(cast.mailbox.pk).is_slow
    assert len(stub.taken) == 31


def test_a_server_that_is_gone_is_asked_less_and_less_often(cast, stub):
    stub.stop()
    reply(cast.mailbox)
    rests = []
    for _round in range(7):
        Lane.objects.within(cast.it).update(rests_until=None)
        OutboundMail.objects.within(cast.it).update(due_at=clock.now())
        Job.objects.filter(state="ready").update(due_ms=0)
        with clock.frozen(clock.now()):
            cast.work()
            until = lanes.lane(cast.mailbox.pk).rests_until
            assert until is not None
            rests.append((until - clock.now()).total_seconds())
    assert rests == [30, 60, 120, 240, 480, 900, 900]


def test_send_again_wakes_a_lane_that_rests(cast, stub):
    stub.scripts["mara@kestrel.example"] = [Act(says="421 Busy", hangs_up=True)]
    row = reply(cast.mailbox)
    cast.work()
    row.refresh_from_db()
    assert row.state == "queued"
    actions.send_again(actor=cast.actor("jana"), letter=row)
    cast.work()
    row.refresh_from_db()
    assert row.state == "sent"


def test_what_a_dead_worker_was_sending_is_sent_by_the_next(cast, stub):
    row = reply(cast.mailbox)
    assert run_next("one", "letters")
    claimed = claims.claim("dead", "letters")
    OutboundMail.objects.within(cast.it).update(claimed_by=f"letters:{cast.mailbox.pk}:0:0123456789ab")
    cast.work()
    assert stub.taken == []
    Job.objects.filter(pk=claimed.id).update(state="ready", worker="")
    cast.work()
    row.refresh_from_db()
    assert row.state == "sent" and len(stub.taken) == 1


def test_letters_without_a_job_are_found_by_the_clock(cast, stub):
    row = reply(cast.mailbox)
    OutboundMail.objects.within(cast.it).update(claimed_by=f"letters:{cast.mailbox.pk}:1:0123456789ab")
    Job.objects.all().delete()
    turns.look_everywhere()
    cast.work()
    row.refresh_from_db()
    assert row.state == "sent"
