"""Spam, floods, forged senders and the lists of senders, through the door by which letters come."""

import itertools
from datetime import timedelta
from typing import Any

import pytest

from deskhand.kernel import clock
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.kernel.models import Event
from deskhand.mail import actions
from deskhand.mail.models import InboundMail, OutboundMail, SenderRule
from deskhand.mail.receive import accept
from deskhand.mail.sending.building import raw_letter
from deskhand.mail.tests.post import answer, letter, post, sent_to, tickets
from deskhand.tickets import actions as ticket_actions
from deskhand.tickets.tests.facts import facts

SPAM: Any = {"X_Spam_Flag": "YES"}
MARA, STRANGER = "mara@kestrel.example", "Stranger <stranger@nowhere.example>"


def admin(cast):
    return cast.actor("lena")


def rules(cast, **wanted):
    actions.save_filter_rules(actor=admin(cast), desk=cast.it, rules=actions.FilterRules(**wanted))


def test_what_a_filter_before_us_calls_spam_lies_among_the_spam_and_nobody_is_told(cast):
    before = OutboundMail.objects.beyond_walls("a test looks").count()
    row = post(cast.mailbox, letter(STRANGER, **SPAM))
    ticket = tickets()[0]
    assert (row.outcome, row.ticket_number, ticket.is_spam) == ("spam_ticket", ticket.number, True)
    assert "ticket.marked_spam" in facts(ticket)
    assert OutboundMail.objects.beyond_walls("a test looks").count() == before
    assert not SenderRule.objects.within(cast.it).exists()


def test_not_spam_after_all_is_one_click_away(cast):
    post(cast.mailbox, letter(STRANGER, **SPAM))
    ticket_actions.unmark_spam(actor=cast.actor("jana"), ticket=tickets()[0])
    assert not tickets()[0].is_spam


def test_an_answer_that_belongs_to_a_ticket_stays_there_whatever_a_spam_filter_says(cast):
    ticket = cast.ticket()
    cast.reply(ticket)
    cast.work()
    row = post(cast.mailbox, answer(sent_to(MARA, kind="reply")[-1], **SPAM))
    ticket.refresh_from_db()
    assert (row.outcome, row.ticket_number, ticket.is_spam) == ("reply", ticket.number, False)


def test_a_desk_can_have_spam_wait_in_quarantine_until_somebody_lets_it_in(cast):
    rules(cast, spam_goes="quarantine")
    row = post(cast.mailbox, letter(STRANGER, **SPAM))
    assert (row.state, row.outcome, row.error) == ("quarantined", "spam_held", "its header says X-Spam-Flag: YES")
    assert tickets() == []
    actions.try_again(actor=admin(cast), letter=row)
    cast.work()
    row.refresh_from_db()
    assert (row.outcome, tickets()[0].is_spam) == ("new_ticket", False)


def flood(cast, count, sender=STRANGER, **headers):
    numbers = itertools.count()
    return [post(cast.mailbox, letter(sender, f"Alarm {next(numbers)}", **headers)) for _ in range(count)]


def test_more_letters_in_an_hour_than_a_desk_takes_wait_with_words_until_somebody_lets_them_in(cast):
    rules(cast, sender_hourly=3)
    rows = flood(cast, 5)
    assert [row.outcome for row in rows] == ["new_ticket"] * 3 + ["too_many"] * 2
    assert rows[4].error == "more than 3 letters in an hour came from stranger@nowhere.example"
    assert len(sent_to("stranger@nowhere.example")) == 1
    assert post(cast.mailbox, letter(subject="Somebody else")).outcome == "new_ticket"
    actions.try_again(actor=admin(cast), letter=rows[4])
    cast.work()
    rows[4].refresh_from_db()
    assert rows[4].outcome == "new_ticket"


def test_all_addresses_of_a_domain_count_together(cast):
    rules(cast, sender_hourly=0, domain_hourly=3)
    rows = [post(cast.mailbox, letter(f"bot{n}@NOWHERE.example", f"Alarm {n}")) for n in range(4)]
    assert rows[3].outcome == "too_many" and "@nowhere.example" in rows[3].error


def test_an_hour_later_the_sender_is_heard_again(cast):
    rules(cast, sender_hourly=2)
    assert flood(cast, 3)[2].outcome == "too_many"
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        assert flood(cast, 1)[0].outcome == "new_ticket"


def test_letters_of_other_desks_do_not_count(cast):
    rules(cast, sender_hourly=2)
    flood(cast, 2)
    cast.mailbox.desk = cast.hr
    cast.mailbox.save(update_fields=["desk"])
    assert flood(cast, 1)[0].outcome != "too_many"


def test_bounces_are_never_too_many(cast):
    rules(cast, sender_hourly=1)
    sender = "Mailer-Daemon <mailer-daemon@mx.example>"
    rows = flood(cast, 3, sender, Return_Path="<>", X_Failed_Recipients="a@x.example")
    assert {row.outcome for row in rows} == {"bounce"}


def test_a_loop_of_two_answering_machines_ends_in_quarantine_and_gets_one_answer(cast):
    """Theirs answers each letter of ours, marks nothing, and changes its text each time; ours sees our own doors."""
    rules(cast, sender_hourly=4)
    robot = "Robot <robot@kestrel.example>"
    post(cast.mailbox, letter(robot, "Hello", "I am away."))
    for turn in range(8):
        assert b"Auto-Submitted: auto-replied" in raw_letter(sent_to("robot@kestrel.example")[-1])
        post(cast.mailbox, letter(robot, f"Away again: {turn}", f"I am away, really ({turn})."))
    assert len(sent_to("robot@kestrel.example")) == 1
    held = InboundMail.objects.within(cast.it).filter(outcome="too_many")
    assert held.count() == 5


def trust(cast, name="mx.eberfeld.example", **more):
    actions.name_receiving_server(actor=admin(cast), mailbox=cast.mailbox, name=name, **more)


def told(dmarc: str) -> bytes:
    field = f"Authentication-Results: mx.eberfeld.example; dmarc={dmarc} header.from=nowhere.example\n"
    return field.encode() + letter(STRANGER)


def test_a_forged_sender_is_shown_as_not_verified_and_gets_no_answer(cast):
    trust(cast)
    post(cast.mailbox, told("fail (p=reject)"))
    assert tickets()[0].messages.get().remarks == ["sender_unverified"]
    assert sent_to("stranger@nowhere.example") == []


def test_without_a_named_server_its_headers_say_nothing(cast):
    row = post(cast.mailbox, told("fail (p=reject)"))
    assert tickets()[0].messages.get().remarks == []
    assert "authentication" not in {one["filter"] for one in row.verdicts}


def test_whoever_is_blocked_makes_no_ticket_with_their_whole_domain_until_that_is_over(cast):
    until = clock.now() + timedelta(days=2)
    actions.block_sender(actor=admin(cast), desk=cast.it, address_or_domain="Nowhere.example", expires_at=until)
    row = post(cast.mailbox, letter("Stranger <stranger@mail.nowhere.example>"))
    assert (row.state, row.outcome, tickets()) == ("ignored", "blocked_sender", [])
    with clock.frozen(until):
        assert post(cast.mailbox, letter("Stranger <stranger@mail.nowhere.example>")).outcome == "new_ticket"


def test_what_the_installation_blocks_is_blocked_on_every_desk_unless_a_desk_lets_it_in(cast):
    with pytest.raises(Denied):
        actions.block_sender(actor=cast.actor("hanna"), desk=None, address_or_domain="nowhere.example")
    actions.block_sender(actor=admin(cast), desk=None, address_or_domain="nowhere.example", why="Botnet")
    assert post(cast.mailbox, letter(STRANGER)).outcome == "blocked_sender"
    actions.allow_sender(actor=admin(cast), desk=cast.it, address_or_domain="nowhere.example")
    row = post(cast.mailbox, letter(STRANGER, **SPAM))
    assert (row.outcome, [one["filter"] for one in row.verdicts]) == ("new_ticket", ["allowed_sender"])


def test_an_entry_replaces_the_one_before_and_is_taken_off_again(cast):
    actions.block_sender(actor=admin(cast), desk=cast.it, address_or_domain="stranger@nowhere.example")
    actions.allow_sender(actor=admin(cast), desk=cast.it, address_or_domain="Stranger@nowhere.example", why="A friend")
    row = SenderRule.objects.within(cast.it).get()
    assert (row.kind, row.why, row.made_by_id) == ("allow", "A friend", admin(cast).person_id)
    actions.unblock(actor=admin(cast), desk=cast.it, address_or_domain="stranger@nowhere.example")
    with pytest.raises(NotFound):
        actions.unblock(actor=admin(cast), desk=cast.it, address_or_domain="stranger@nowhere.example")
    kept = Event.objects.filter(code__startswith="sender_rule.").order_by("pk")
    assert [one.code for one in kept] == ["sender_rule.set"] * 2 + ["sender_rule.forgotten"]
    assert "nowhere" not in str([one.values for one in kept])


@pytest.mark.parametrize("wrong", ["", "@", "nobody", "a b@x.example", "it@eberfeld.example", "x@@y.example"])
def test_what_is_no_sender_is_not_blocked(cast, wrong):
    with pytest.raises(Invalid):
        actions.block_sender(actor=admin(cast), desk=cast.it, address_or_domain=wrong)


def test_agents_do_not_keep_the_lists(cast):
    with pytest.raises(Denied):
        actions.block_sender(actor=cast.actor("jana"), desk=cast.it, address_or_domain="x.example")
    with pytest.raises(Denied):
        actions.save_filter_rules(actor=cast.actor("jana"), desk=cast.it, rules=actions.FilterRules())


def test_taking_a_spam_mark_back_lifts_its_block_and_leaves_an_administrators(cast):
    post(cast.mailbox, letter(STRANGER))
    ticket = tickets()[0]
    ticket_actions.mark_spam(actor=cast.actor("jana"), ticket=ticket)
    assert SenderRule.objects.within(cast.it).get().ticket_number == ticket.number
    actions.block_sender(actor=admin(cast), desk=cast.it, address_or_domain="stranger@nowhere.example")
    ticket_actions.unmark_spam(actor=cast.actor("jana"), ticket=ticket)
    assert SenderRule.objects.within(cast.it).filter(ticket_number=None).exists()


def test_all_filters_together_ask_the_database_three_times(cast, django_assert_num_queries):
    from deskhand.mail.judging import judged
    from deskhand.mail.models import Mailbox
    from deskhand.mail.parse import parse
    from deskhand.mail.surroundings import WITH, surroundings

    accepted = accept(cast.mailbox, letter(), "pipe")
    row = InboundMail.objects.within(cast.it).get(pk=accepted.inbound_id)
    mailbox = Mailbox.objects.within(cast.it).select_related(*WITH).get(pk=cast.mailbox.pk)
    mail = parse(letter())
    with django_assert_num_queries(3):
        judged(mail, surroundings(mail, mailbox, letter=row))
