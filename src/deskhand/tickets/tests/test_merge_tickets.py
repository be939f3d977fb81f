"""Merging tickets: both stay readable, mail keeps flowing, nobody sees more than before, and it can be taken back days
later."""

import importlib
import random
from datetime import timedelta

import pytest
from django.db.models import Q

from deskhand.jobs.models import Job
from deskhand.jobs.worker import run_until_idle
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.mail.models import InboundMail, OutboundMail
from deskhand.mail.receive import accept
from deskhand.notify.models import Notification
from deskhand.tickets import actions, merge_preview
from deskhand.tickets.actions import locking
from deskhand.tickets.bodies import composed
from deskhand.tickets.claims import claim_of
from deskhand.tickets.models import Draft, Merge, Message, Status, Ticket
from deskhand.tickets.tests.facts import facts


def fresh(ticket):
    return Ticket.objects.beyond_walls("test").select_related("desk", "status").get(pk=ticket.pk)


def merge(cast, ticket, into, by="jana", **more):
    return actions.merge(actor=cast.actor(by), ticket=fresh(ticket), into=into.number, **more)


def unmerge(cast, ticket, by="jana"):
    return actions.unmerge(actor=cast.actor(by), ticket=fresh(ticket))


def page(cast, ticket, by="jana"):
    return cast.client(by).get(f"/agent/tickets/{ticket.number}/").content.decode()


def letter(cast, name, answers, text, number=1):
    """A letter of somebody that answers one of ours."""
    head = f"From: {cast.people[name].email}\r\nTo: it@eberfeld.example\r\nMessage-ID: <m{number}@{name}.example>\r\n"
    raw = f"{head}In-Reply-To: {answers}\r\nSubject: Re: VPN\r\n\r\n{text}\r\n".encode()
    found = accept(cast.mailbox, raw, "pipe").inbound_id
    run_until_idle()
    return InboundMail.objects.within(cast.it).get(pk=found)


@pytest.fixture
def pair(cast):
    """A ticket of Mara's that goes on, and one of Oliver's that is merged into it."""
    there = cast.ticket("VPN drops")
    here = cast.ticket("Tunnel is down", by="oliver", text="My secret words")
    return here, there


@pytest.mark.postgres
def test_a_merged_ticket_is_closed_and_read_on_the_one_that_goes_on(cast, pair):
    here, there = pair
    merge(cast, here, there)
    assert fresh(here).category == "closed"
    assert fresh(here).merged_into == fresh(there)
    assert fresh(there).category == "new"
    assert facts(here)[-1] == "ticket.merged"
    assert facts(there)[-1] == "ticket.merged_in"
    assert "My secret words" in page(cast, there)
    assert f"/agent/tickets/{there.number}/" in page(cast, here)


@pytest.mark.postgres
def test_an_answer_to_mail_of_the_merged_ticket_reaches_those_who_have_the_other(cast, pair):
    here, there = pair
    answer = cast.reply(here)
    actions.assign(actor=cast.actor("jana"), ticket=there, to=cast.ben)
    actions.set_status(actor=cast.actor("jana"), ticket=there, to=cast.status("on_hold"))
    merge(cast, here, there)
    cast.work()
    Notification.objects.all().delete()
    assert letter(cast, "oliver", answer.message_id, "Down again").outcome == "reply"
    assert fresh(there).category == "open"
    assert fresh(here).category == "closed"
    assert "Down again" in page(cast, there)
    assert fresh(there).snippet == "Down again"
    assert list(Notification.objects.values_list("person__name", "kind")) == [("Ben Okafor", "requester_wrote")]


def test_a_requester_sees_nothing_of_the_other_side(cast, pair):
    here, there = pair
    merge(cast, here, there)
    cast.reply(here)
    cast.writes(here, by="oliver", html="<p>More secrets</p>")
    mara = cast.client("mara")
    shown = mara.get(f"/requests/{there.number}/").content.decode() + mara.get("/requests/").content.decode()
    assert "secret" not in shown and "Oliver" not in shown and str(here.number) not in shown
    assert mara.get(f"/requests/{here.number}/").status_code == 404
    oliver = cast.client("oliver")
    assert oliver.get(f"/requests/{there.number}/").status_code == 404
    own = oliver.get(f"/requests/{here.number}/").content.decode()
    assert "reaches the same people" in own
    assert "More secrets" in own and str(there.number) not in own
    assert fresh(there).public_snippet.startswith("VPN drops")


def test_whoever_shall_follow_hears_the_answers_and_whoever_shall_not_does_not(cast, pair):
    here, there = pair
    cast.work()
    OutboundMail.objects.beyond_walls("test").delete()
    merge(cast, here, there)
    cast.reply(there, html="<p>For Mara alone</p>")
    assert [one.to_email for one in OutboundMail.objects.within(cast.it)] == [cast.mara.email]
    unmerge(cast, here)
    merge(cast, here, there, follow=True)
    cast.reply(there, html="<p>For both</p>")
    assert {one.to_email for one in OutboundMail.objects.within(cast.it)} == {cast.mara.email, cast.oliver.email}
    assert cast.client("oliver").get(f"/requests/{there.number}/").status_code == 200
    assert f"/requests/{there.number}/" in cast.client("oliver").get(f"/requests/{here.number}/").content.decode()
    unmerge(cast, here)
    assert cast.client("oliver").get(f"/requests/{there.number}/").status_code == 404


def test_an_answer_on_the_merged_ticket_goes_to_its_own_requester(cast, pair):
    here, there = pair
    merge(cast, here, there)
    cast.work()
    OutboundMail.objects.beyond_walls("test").delete()
    cast.reply(here, html="<p>To Oliver</p>")
    assert [one.to_email for one in OutboundMail.objects.within(cast.it)] == [cast.oliver.email]
    assert "To Oliver" in page(cast, there)
    assert "ticket.heard_of_merged" in facts(there)


@pytest.mark.postgres
def test_days_later_the_ticket_is_as_it_was_and_has_what_came_since(cast, pair):
    here, there = pair
    answer = cast.reply(here)
    actions.assign(actor=cast.actor("jana"), ticket=here, to=cast.ben)
    actions.set_status(actor=cast.actor("jana"), ticket=here, to=cast.status("on_hold"))
    merge(cast, here, there)
    with clock.frozen(clock.now() + timedelta(days=9)):
        letter(cast, "oliver", answer.message_id, "Down again")
        cast.writes(there, html="<p>Mara writes</p>")
        back = unmerge(cast, here)
        assert (back.status.key, back.requester, back.assignee) == ("open", cast.oliver, cast.ben)
        assert (back.resolved_at, back.closed_at, back.merged_into) == (None, None, None)
        assert "Down again" in page(cast, here)
        assert "Mara writes" not in page(cast, here)
        assert "Down again" not in page(cast, there)
        assert "Mara writes" in page(cast, there)
        assert fresh(there).snippet == "Mara writes"
        letter(cast, "oliver", answer.message_id, "And again", number=2)
        assert fresh(here).category == "open"
        assert "And again" not in page(cast, there)


def test_a_ticket_that_had_ended_opens_again_if_its_requester_wrote_meanwhile(cast, pair):
    here, there = pair
    actions.set_status(actor=cast.actor("jana"), ticket=here, to=cast.status("resolved"))
    resolved_at = fresh(here).resolved_at
    merge(cast, here, there)
    assert unmerge(cast, here).resolved_at == resolved_at
    merge(cast, here, there)
    cast.writes(here, by="oliver")
    assert unmerge(cast, here).category == "open"


def test_a_colleagues_draft_stays_where_it_was_written_and_can_be_sent(cast, pair):
    here, there = pair
    jana, ben = cast.actor("jana"), cast.actor("ben")
    actions.save_draft(actor=ben, ticket=here, kind="reply", html="<p>Half a sente</p>")
    at = clock.now() + timedelta(days=2)
    actions.plan_reply(actor=cast.actor("priya"), ticket=here, body=composed("<p>On Monday</p>"), at=at)
    actions.merge(actor=jana, ticket=here, into=there.number)
    kept = Draft.objects.within(cast.it).filter(ticket=here)
    said = {one.person: one.html for one in kept}
    assert "Half a sente" in said[cast.ben] and "On Monday" in said[cast.priya]
    assert "Half a sente" in page(cast, here, by="ben")
    cast.reply(here, by="ben")
    assert "Please restart." in page(cast, there)


@pytest.mark.postgres
def test_merges_chain_and_each_is_taken_back_by_itself(cast, pair):
    here, there = pair
    last = cast.ticket("Also down", by="huimin", text="Words of the third")
    merge(cast, last, here)
    merge(cast, here, there)
    assert fresh(last).survivor == fresh(there)
    assert "Words of the third" in page(cast, there)
    cast.writes(last, by="huimin", html="<p>Is anybody there?</p>")
    assert "ticket.heard_of_merged" in facts(there)
    unmerge(cast, here)
    assert fresh(last).survivor == fresh(here)
    assert "Words of the third" in page(cast, here)
    assert "Words of the third" not in page(cast, there)
    unmerge(cast, last)
    assert fresh(last).survivor is None


def test_what_cannot_be_merged_is_refused_with_the_way_out(cast, pair):
    here, there = pair
    with pytest.raises(Invalid, match="itself"):
        merge(cast, here, here)
    other = cast.ticket("Pay slip", desk="hr")
    with pytest.raises(Invalid, match=f"no ticket {other.number}"):
        merge(cast, here, other)
    with pytest.raises(Invalid, match="no ticket 999999999"):
        actions.merge(actor=cast.actor("jana"), ticket=here, into=999999999)
    merge(cast, here, there)
    with pytest.raises(Conflict, match="already"):
        merge(cast, here, there)
    with pytest.raises(Conflict, match="merged into this ticket"):
        merge(cast, there, here)
    third = cast.ticket("Third")
    with pytest.raises(Conflict, match=f"into {there.number}: merge into that one"):
        merge(cast, third, here)
    with pytest.raises(Conflict, match="not merged"):
        unmerge(cast, there)
    with pytest.raises(Denied):
        merge(cast, third, there, by="arno")
    actions.delete(actor=cast.actor("jana"), ticket=third)
    with pytest.raises(Invalid, match="bin"):
        merge(cast, third, there)


def test_a_merged_tickets_status_is_that_of_the_other_and_neither_moves_to_another_desk(cast, pair):
    here, there = pair
    merge(cast, here, there)
    with pytest.raises(Conflict, match=str(there.number)):
        actions.set_status(actor=cast.actor("jana"), ticket=here, to=cast.status("open"))
    for one in (here, there):
        with pytest.raises(Conflict):
            actions.move(actor=cast.actor("jana"), ticket=one, to=cast.hr)


def test_what_is_written_while_the_other_lies_in_the_bin_is_not_lost(cast, pair):
    here, there = pair
    merge(cast, here, there)
    actions.delete(actor=cast.actor("jana"), ticket=there)
    message = cast.writes(here, by="oliver", html="<p>Hello?</p>")
    assert message.ticket != here
    assert message.ticket.follows_up == here
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert actions.purge(ticket_id=there.pk)
    assert (fresh(here).merged_into, fresh(here).survivor) == (None, None)
    assert Message.objects.within(cast.it).filter(ticket=here).count() == 1


def test_an_agent_finds_the_other_ticket_sees_what_happens_and_merges(cast, pair):
    here, there = pair
    jana = cast.client("jana")
    address = f"/agent/tickets/{here.number}/merge/"
    cast.work()
    found = jana.get(f"{address}?q=drops").content.decode()
    assert f'value="{there.number}"' in found
    shown = jana.get(f"{address}?into={there.number}").content.decode()
    assert "Mara Lindqvist" in shown and "Let <bdi>Oliver Brandt</bdi> follow" in shown
    answer = jana.post(address, {"into": there.number}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/agent/tickets/{there.number}/"
    merged = answer.content.decode()
    assert f"undo:/agent/tickets/{here.number}/unmerge" in merged or f"/agent/tickets/{here.number}/unmerge" in merged
    assert "gets no answer from here" in merged
    history = merged[merged.index('id="history-title"') :]
    assert f"merged {here.number} into this" in history and f"/agent/tickets/{here.number}/unmerge" in history
    undone = jana.post(f"/agent/tickets/{here.number}/unmerge", follow=True).content.decode()
    assert "goes on by itself" in undone and "Undo the merge" not in undone
    again = jana.post(f"/agent/tickets/{here.number}/unmerge", follow=True)
    assert "not merged" in again.content.decode()


def test_the_page_refuses_in_words_and_nobody_merges_what_they_do_not_serve(cast, pair):
    here, there = pair
    jana = cast.client("jana")
    address = f"/agent/tickets/{here.number}/merge/"
    assert jana.post(address, {"into": ""}).status_code == 422
    assert jana.post(address, {"into": "999999999"}).status_code == 422
    assert "no ticket 987 that" in jana.get(f"{address}?into=987").content.decode()
    merge(cast, here, there)
    refused = jana.post(address, {"into": there.number})
    assert refused.status_code == 409
    assert "already" in refused.content.decode()
    for name, code in (("hanna", 404), ("mara", 404), ("arno", 403)):
        assert cast.client(name).post(address, {"into": there.number}).status_code == code
        assert cast.client(name).post(f"/agent/tickets/{here.number}/unmerge").status_code == code


def test_the_palette_offers_the_merge_and_its_undo(cast, pair):
    here, there = pair
    jana = cast.client("jana")

    def offered():
        found = jana.get(f"/agent/palette?desk=it&ticket={here.number}").json()["commands"]
        return {one["key"] for one in found} & {"ticket:merge", "ticket:unmerge"}

    assert offered() == {"ticket:merge"}
    merge(cast, here, there)
    assert offered() == {"ticket:unmerge"}


def readers(ticket):
    return {one.person.name for one in fresh(ticket).followers.select_related("person")}


def three(cast):
    """Tickets of Oliver, Hui Min and Mara."""
    return cast.ticket("A", by="oliver"), cast.ticket("B", by="huimin"), cast.ticket("C")


@pytest.mark.postgres
def test_whoever_followed_along_a_chain_leaves_all_of_it_with_their_merge(cast):
    a, b, c = three(cast)
    merge(cast, a, b, follow=True)
    merge(cast, b, c, follow=True)
    assert readers(c) == {"Oliver Brandt", "Hui Min Tan"}
    unmerge(cast, a)
    assert readers(b) == set()
    assert readers(c) == {"Hui Min Tan"}
    assert cast.client("oliver").get(f"/requests/{c.number}/").status_code == 404
    unmerge(cast, b)
    assert readers(c) == set()


def test_whoever_two_merged_tickets_bring_stays_until_both_are_taken_back(cast):
    first, second, there = cast.ticket("A1", by="oliver"), cast.ticket("A2", by="oliver"), cast.ticket("B")
    merge(cast, first, there, follow=True)
    merge(cast, second, there, follow=True)
    unmerge(cast, first)
    assert readers(there) == {"Oliver Brandt"}
    unmerge(cast, second)
    assert readers(there) == set()


def test_whoever_another_merge_brings_to_the_end_of_a_chain_stays_there(cast):
    a, b, c = three(cast)
    other = cast.ticket("D", by="oliver")
    merge(cast, a, b, follow=True)
    merge(cast, b, c, follow=True)
    merge(cast, other, c, follow=True)
    unmerge(cast, a)
    assert readers(b) == set()
    assert readers(c) == {"Oliver Brandt", "Hui Min Tan"}
    unmerge(cast, other)
    assert readers(c) == {"Hui Min Tan"}


def test_a_ticket_on_hold_opens_if_its_requester_wrote_during_the_merge(cast, pair):
    here, there = pair
    actions.set_status(actor=cast.actor("jana"), ticket=here, to=cast.status("on_hold"))
    merge(cast, here, there)
    assert unmerge(cast, here).category == "on_hold"
    merge(cast, here, there)
    cast.writes(here, by="oliver")
    assert unmerge(cast, here).category == "open"


def test_a_status_that_is_not_in_use_any_more_does_not_come_back(cast, pair):
    here, there = pair
    waiting = cast.status("on_hold")
    actions.set_status(actor=cast.actor("jana"), ticket=here, to=waiting)
    merge(cast, here, there)
    Status.objects.create(desk=cast.it, key="parked", name="Parked", category="on_hold", is_default=True)
    Status.objects.within(cast.it).filter(pk=waiting.pk).update(is_active=False)
    assert unmerge(cast, here).status.key == "parked"


def test_purging_the_one_that_went_on_gives_back_what_was_merged_into_it(cast, pair):
    here, there = pair
    actions.set_status(actor=cast.actor("jana"), ticket=here, to=cast.status("on_hold"))
    merge(cast, here, there)
    actions.delete(actor=cast.actor("jana"), ticket=there)
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert actions.purge(ticket_id=there.pk)
    now = fresh(here)
    assert (now.status.key, now.closed_at, now.merged_into, now.survivor) == ("on_hold", None, None, None)
    assert facts(here)[-1] == "ticket.unmerged"
    with pytest.raises(Conflict, match="not merged"):
        unmerge(cast, here)
    merge(cast, here, cast.ticket("Again"))


@pytest.mark.postgres
def test_purging_a_ticket_in_the_middle_hangs_what_was_merged_into_it_onto_the_end(cast):
    a, b, c = three(cast)
    merge(cast, a, b, follow=True)
    merge(cast, b, c, follow=True)
    actions.delete(actor=cast.actor("jana"), ticket=b)
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert actions.purge(ticket_id=b.pk)
    assert (fresh(a).category, fresh(a).merged_into, fresh(a).survivor) == ("closed", fresh(c), fresh(c))
    assert "Oliver Brandt" in readers(c)
    assert "ticket.merged_in" in facts(c)
    assert unmerge(cast, a).category == "new"
    assert "Oliver Brandt" not in readers(c)


@pytest.mark.postgres
def test_a_letter_let_in_on_a_merged_ticket_wakes_the_one_that_goes_on(cast, pair):
    here, there = pair
    answer = cast.reply(here)
    actions.set_status(actor=cast.actor("jana"), ticket=there, to=cast.status("on_hold"))
    merge(cast, here, there)
    assert letter(cast, "huimin", answer.message_id, "It is me, too").outcome == "new_person"
    at = clock.now() + timedelta(days=2)
    actions.plan_reply(actor=cast.actor("priya"), ticket=there, body=composed("<p>On Monday</p>"), at=at)
    asked = Message.objects.within(cast.it).get(ticket=here, kind="note")
    _said, undo = actions.admit(actor=cast.actor("jana"), ticket=fresh(here), message=asked)
    assert fresh(there).category == "open"
    assert fresh(here).category == "closed"
    assert "On Monday" in Draft.objects.within(cast.it).get(ticket=there).html
    assert fresh(there).snippet == "It is me, too"
    assert facts(there).count("ticket.heard_of_merged") == 2
    assert undo and actions.undo(actor=cast.actor("jana"), undo_id=undo).changed
    assert fresh(there).category == "on_hold"


def test_what_claims_a_merged_ticket_is_added_there_while_the_one_that_goes_on_is_open(cast, pair):
    here, there = pair
    merge(cast, here, there)
    actions.set_status(actor=cast.actor("jana"), ticket=there, to=cast.status("on_hold"))
    claims = cast.ticket("Re: Tunnel", by="oliver", text="Words that were lost")
    Ticket.objects.within(cast.it).filter(pk=claims.pk).update(claims_number=here.number)
    shown = claim_of(cast.actor("jana"), cast.it.pk, claims.pk)
    assert shown and shown.can_add and not shown.is_follow_up
    _there, undo = actions.add_to_claimed(actor=cast.actor("jana"), ticket=fresh(claims))
    assert "Words that were lost" in page(cast, there)
    assert fresh(claims).added_to_number == here.number
    assert (fresh(there).category, fresh(here).category) == ("open", "closed")
    assert undo and actions.undo(actor=cast.actor("jana"), undo_id=undo).changed
    assert (fresh(there).category, fresh(here).category) == ("on_hold", "closed")
    assert "that were lost" not in page(cast, there) + fresh(there).snippet


def test_the_line_of_the_one_that_goes_on_leaves_out_what_is_in_the_bin_or_spam(cast, pair):
    here, there = pair
    jana = cast.actor("jana")
    merge(cast, here, there)
    assert "secret" in fresh(there).snippet
    for away, back in ((actions.delete, actions.restore), (actions.mark_spam, actions.unmark_spam)):
        away(actor=jana, ticket=fresh(here))
        assert fresh(there).snippet.startswith("VPN drops")
        back(actor=jana, ticket=fresh(here))
        assert "secret" in fresh(there).snippet


def test_an_automatic_answer_is_not_the_newest_that_a_merge_tells(cast, pair):
    here, there = pair
    cast.writes(here, by="oliver", html="<p>Down again</p>")
    body = composed("<p>I am out of office</p>")
    actions.file_letter(actor=SYSTEM, ticket=here, why="automatic_reply", body=body, sender="Oliver")
    merge(cast, here, there)
    assert fresh(there).snippet == "Down again"


def test_the_preview_counts_what_comes_along(cast):
    a, b, c = three(cast)
    cast.note(a)
    merge(cast, a, b)
    seen = merge_preview.preview(cast.actor("jana"), fresh(b), c.number)
    assert (seen.messages, seen.notes, seen.along) == (3, 1, 1)


@pytest.mark.postgres
@pytest.mark.parametrize("is_downwards", [True, False])
def test_a_ticket_merged_while_somebody_writes_locks_upwards_alone(cast, pair, monkeypatch, is_downwards):
    here, there = pair if is_downwards else reversed(pair)
    lock = locking._locked

    def merged_meanwhile(desk_id, _which):
        monkeypatch.setattr(locking, "_locked", lock)
        merge(cast, here, there)
        return lock(desk_id, Q(pk=here.pk))

    writer = "oliver" if is_downwards else "mara"
    read_before = fresh(here)
    monkeypatch.setattr(locking, "_locked", merged_meanwhile)
    if is_downwards:
        with pytest.raises(Conflict, match="changed meanwhile"):
            cast.writes(read_before, by=writer)
    else:
        cast.writes(read_before, by=writer)
        assert "ticket.heard_of_merged" in facts(there)


def test_a_letter_that_comes_while_its_ticket_is_merged_is_read_again(cast, pair, monkeypatch):
    here, there = pair
    answer = cast.reply(here)
    lock = locking._locked

    def merged_meanwhile(desk_id, _which):
        monkeypatch.setattr(locking, "_locked", lock)
        merge(cast, here, there)
        return lock(desk_id, Q(pk=here.pk))

    monkeypatch.setattr(locking, "_locked", merged_meanwhile)
    waiting = letter(cast, "oliver", answer.message_id, "Down again")
    assert not waiting.outcome
    Job.objects.filter(name__endswith="read_letter").update(due_ms=0)
    cast.work()
    waiting.refresh_from_db()
    assert (waiting.outcome, fresh(here).snippet) == ("reply", "Down again")


def test_a_merge_taken_back_and_made_anew_meanwhile_is_the_one_that_ends(cast, pair, monkeypatch):
    here, there = pair
    other = cast.ticket("Other")
    merge(cast, here, there)
    unmerging = importlib.import_module("deskhand.tickets.actions.merge")
    hold = unmerging.hold_together

    def made_anew(*ids):
        monkeypatch.setattr(unmerging, "hold_together", hold)
        unmerge(cast, here)
        merge(cast, here, other)
        return hold(*ids)

    monkeypatch.setattr(unmerging, "hold_together", made_anew)
    unmerge(cast, here)
    assert not Merge.objects.within(cast.it).filter(undone_at=None).exists()
    assert facts(other)[-1] == "ticket.merged_out"
    assert fresh(here).survivor is None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_sequence_of_words_merges_and_undoes_loses_a_word_or_shows_one_to_a_stranger(cast, seed):
    chance = random.Random(seed)  # noqa: S311 (not a secret)
    owners = ["mara", "oliver", "huimin", "mara"]
    tickets = [cast.ticket(f"Subject {n}", by=name, text=f"opening-{n}-x") for n, name in enumerate(owners)]
    words = {one.pk: [f"opening-{n}-x"] for n, one in enumerate(tickets)}
    for step in range(24):
        one, other = chance.sample(range(len(tickets)), 2)
        verb = chance.choice(["theirs", "theirs", "ours", "merge", "merge", "unmerge"])
        try:
            if verb == "merge":
                merge(cast, tickets[one], tickets[other])
            elif verb == "unmerge":
                unmerge(cast, tickets[one])
            elif verb == "theirs":
                said = cast.writes(fresh(tickets[one]), by=owners[one], html=f"<p>words-{step}-x</p>")
                assert said.ticket == tickets[one]
                words[tickets[one].pk].append(f"words-{step}-x")
            else:
                cast.reply(fresh(tickets[one]), html=f"<p>words-{step}-x</p>")
                words[tickets[one].pk].append(f"words-{step}-x")
        except Conflict:
            continue
    for index, ticket in enumerate(tickets):
        now = fresh(ticket)
        shown = page(cast, now.survivor or now)
        assert all(one in shown for one in words[now.pk])
        portal = cast.client(owners[index]).get(f"/requests/{ticket.number}/").content.decode()
        assert all((one in portal) == (pk == now.pk) for pk, many in words.items() for one in many)
