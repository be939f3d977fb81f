"""Articles and solved tickets are found by what they mean, behind the same walls, and forgotten with what they were."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deskhand.kernel import switches
from deskhand.kernel.actor import SYSTEM, Actor, Channel
from deskhand.modules.knowledge import answering, jobs_meaning, meaning
from deskhand.modules.knowledge.actions.govern import set_audience
from deskhand.modules.knowledge.actions.publish import withdraw
from deskhand.modules.knowledge.actions.use import use_article
from deskhand.modules.knowledge.finding import find
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.modules.knowledge.similar import similar_to
from deskhand.search.models import SearchVector
from deskhand.search.semantic import embedding
from deskhand.search.semantic import nearest as near_module
from deskhand.tickets import actions
from deskhand.tickets.actions.bin import delete, purge, restore
from deskhand.tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.meaning, pytest.mark.usefixtures("by_meaning")]

STRANGER = Actor(person_id=None, name="", channel=Channel.PORTAL)
TUNNEL = "The tunnel closes when the laptop was idle. Switch off power saving of the network adapter."
SIGN_IN = "Open the sign-in page and choose Forgot password. A link comes by mail; it is good for one hour."


def asked(actor: Any, question: str, **more: Any) -> list[int]:
    return [one.article_id for one in find(actor, question, language="en", **more)]


@pytest.fixture
def vpn(article):
    return article("VPN connection drops every few minutes", TUNNEL)


@pytest.fixture
def password(article):
    return article("Reset a forgotten password", SIGN_IN)


@pytest.fixture
def scored(monkeypatch) -> set[int]:
    """Ids of everything that got a score."""
    seen: set[int] = set()
    cosines = near_module._cosines

    def watched(held, rows, question):
        seen.update(int(one) for one in held.objects[rows])
        return cosines(held, rows, question)

    monkeypatch.setattr(near_module, "_cosines", watched)
    return seen


def resolve(cast, ticket, html):
    return cast.reply(ticket, html=html, then=cast.status("resolved"))


def kept(kind) -> set[int]:
    return set(SearchVector.objects.filter(kind=kind).values_list("object_id", flat=True))


def test_a_question_in_other_words_and_another_language_finds_the_article(vpn, password, on):
    german = "Ich komme nicht mehr rein, habe mein Kennwort vergessen"
    assert asked(on.actor("mara"), german) == []
    on.work()
    assert asked(on.actor("mara"), german)[0] == password.pk
    assert asked(STRANGER, "remote access breaks off again and again", is_outward=True)[0] == vpn.pk


def test_without_the_extra_words_alone_serve_and_nothing_is_kept(vpn, on, monkeypatch):
    monkeypatch.setattr(embedding, "is_available", lambda: False)
    on.work()
    assert not SearchVector.objects.exists()
    assert asked(on.actor("mara"), "vpn drops") == [vpn.pk]
    assert answering.answered(on.actor("mara"), "why does the tunnel close", language="en") == []


def test_what_somebody_may_not_read_is_not_even_scored(vpn, article, on, scored):
    narrow = article("Tunnel canary for staff", TUNNEL, audience="agents")
    switches.switch(MODULE, on.hr.pk, True)
    elsewhere = article("Tunnel canary of another desk", TUNNEL, desk=on.hr, audience="requesters")
    on.work()
    on.hr.who_may_open = "invited"
    on.hr.save(update_fields=["who_may_open"])
    question = "the tunnel closes when the laptop was idle"
    for actor, outward in ((STRANGER, True), (on.actor("mara"), True), (on.actor("mara"), False)):
        assert asked(actor, question, is_outward=outward) == [vpn.pk]
        found = answering.answered(actor, question, language="en", is_outward=outward)
        assert {one.article_id for one in found} == {vpn.pk}
    assert scored == {vpn.translations.get().pk}
    agent = set(asked(on.actor("jana"), question, desk_ids=[on.it.pk]))
    assert agent == {vpn.pk, narrow.pk} and elsewhere.translations.get().pk not in scored


def test_an_article_that_is_narrowed_is_found_by_nobody_else_from_then_on(vpn, on):
    on.work()
    set_audience(actor=SYSTEM, article=vpn, audience="agents")
    assert asked(on.actor("mara"), "remote access breaks off again", is_outward=True) == []
    assert asked(on.actor("jana"), "remote access breaks off again") == [vpn.pk]


def test_a_withdrawn_article_is_forgotten_at_once_though_its_job_still_waits(vpn, password, on):
    on.work()
    translation = vpn.translations.get()
    write = meaning.brought_up_to_date(meaning.ARTICLE, password.translations.get().pk)
    assert write is None  # Nothing has changed.
    SearchVector.objects.filter(object_id=translation.pk).delete()
    write = meaning.brought_up_to_date(meaning.ARTICLE, translation.pk)
    withdraw(actor=SYSTEM, translation=translation)
    assert write is not None
    write()
    assert kept(meaning.ARTICLE) == {password.translations.get().pk}


def test_an_answer_is_quoted_with_a_link_to_its_place_or_nothing_is_said(vpn, password, on):
    on.work()
    mara = on.client("mara")
    page = mara.get("/help/it/?q=How+long+is+the+link+for+a+new+password+good").content.decode()
    assert "A link comes by mail; it is good for one hour." in page
    assert f"/help/it/articles/{password.pk}-reset-a-forgotten-password/?language=en#:~:text=A%20link%20comes" in page
    assert "it says" not in mara.get("/help/it/?q=What+is+the+capital+of+France").content.decode()
    own = on.client("jana").get("/agent/it/knowledge/?q=How+long+is+the+link+for+a+new+password+good").content.decode()
    assert "it is good for one hour" in own and f"/agent/it/knowledge/articles/{password.pk}/?language=en#" in own


def test_a_solved_ticket_is_shown_beside_the_next_one_like_it(vpn, on):
    jana = on.actor("jana")
    old, other = on.ticket("VPN tunnel closes all the time", by="oliver"), on.ticket("Toner for the printer")
    on.note(old, html="<p>canaryword internal</p>")
    use_article(actor=jana, article=vpn, ticket=old, how="attached")
    resolve(on, old, "<p>Please switch off power saving of the adapter.</p>")
    resolve(on, other, "<p>A new cartridge is on its way.</p>")
    new = on.ticket("Remote access breaks off again and again")
    on.work()
    page = on.client("jana").get(f"/agent/tickets/{new.number}/solved-before/", headers={"HX-Request": "true"})
    text = page.content.decode()
    assert "VPN tunnel closes all the time" in text and "VPN connection drops" in text and "Toner" not in text
    assert "canaryword" not in text
    assert {old.pk, other.pk} == kept(meaning.SOLVED)
    assert similar_to(on.actor("mara"), new) == similar_to(on.actor("hanna"), new) == []
    assert on.client("hanna").get(f"/agent/tickets/{new.number}/solved-before/").status_code == 404


def test_a_confidential_ticket_is_like_another_one_for_its_readers_alone(on):
    old = on.ticket("VPN tunnel closes all the time", by="oliver")
    resolve(on, old, "<p>Please switch off power saving of the adapter.</p>")
    new = on.ticket("VPN tunnel closes")
    on.work()
    assert [one.number for one in similar_to(on.actor("lena"), new)] == [old.number]
    actions.confide(actor=on.actor("jana"), ticket=old, readers=[on.people["jana"]])
    on.work()
    assert [one.number for one in similar_to(on.actor("jana"), new)] == [old.number]
    assert similar_to(on.actor("lena"), new) == []
    page = on.client("lena").get(f"/agent/tickets/{new.number}/solved-before/", headers={"HX-Request": "true"})
    assert "all the time" not in page.content.decode()


def test_notes_are_never_looked_at(on):
    old = on.ticket("Something about a machine")
    resolve(on, old, "<p>Done.</p>")
    on.note(old, html="<p>The VPN tunnel closes when idle, remote access breaks off.</p>")
    new = on.ticket("VPN tunnel remote access")
    on.work()
    assert similar_to(on.actor("jana"), new) == []


def test_a_ticket_of_another_desk_is_neither_shown_nor_scored(on, scored):
    switches.switch(MODULE, on.hr.pk, True)
    there = on.ticket("VPN tunnel closes all the time", desk="hr", by="oliver")
    on.reply(there, by="hanna", then=on.status("resolved", "hr"))
    new = on.ticket("VPN tunnel closes")
    on.work()
    assert there.pk in kept(meaning.SOLVED)
    assert similar_to(on.actor("jana"), new) == [] and there.pk not in scored


def test_who_is_solved_no_more_is_forgotten(on):
    tickets = [on.ticket(f"VPN tunnel {name}") for name in ("again", "binned", "spam", "gone", "stays")]
    for one in tickets:
        resolve(on, one, "<p>Restart it.</p>")
    on.work()
    again, binned, spam, gone, stays = tickets
    assert kept(meaning.SOLVED) == {one.pk for one in tickets}
    lena = on.actor("lena")
    on.writes(again)
    delete(actor=lena, ticket=binned)
    actions.mark_spam(actor=lena, ticket=spam)
    delete(actor=lena, ticket=gone)
    on.work()
    assert kept(meaning.SOLVED) == {stays.pk}
    restore(actor=lena, ticket=binned)
    on.work()
    assert kept(meaning.SOLVED) == {stays.pk, binned.pk}


def test_what_was_there_before_is_caught_up_with_and_what_went_meanwhile_is_forgotten(cast):
    old, gone = cast.ticket("VPN tunnel closes"), cast.ticket("VPN tunnel drops")
    for one in (old, gone):
        resolve(cast, one, "<p>Restart it.</p>")
    cast.work()
    assert not kept(meaning.SOLVED)
    switches.switch(MODULE, cast.it.pk, True)
    cast.work()
    assert kept(meaning.SOLVED) == {old.pk, gone.pk}
    switches.switch(MODULE, cast.it.pk, False)
    delete(actor=cast.actor("lena"), ticket=gone)
    cast.work()
    switches.switch(MODULE, cast.it.pk, True)
    cast.work()
    assert kept(meaning.SOLVED) == {old.pk}


def test_a_long_desk_is_caught_up_with_batch_after_batch(on, monkeypatch):
    monkeypatch.setattr(jobs_meaning, "BATCH", 2)
    tickets = [on.ticket(f"VPN tunnel {number}") for number in range(5)]
    for one in tickets:
        resolve(on, one, "<p>Restart it.</p>")
    on.work()
    SearchVector.objects.all().delete()
    jobs_meaning.begin(on.it.pk)
    on.work()
    assert kept(meaning.SOLVED) == {one.pk for one in tickets}


def test_by_words_alone_a_solved_ticket_is_found_too(on, monkeypatch):
    monkeypatch.setattr(embedding, "is_available", lambda: False)
    old = on.ticket("VPN tunnel closes at night")
    resolve(on, old, "<p>Restart it.</p>")
    new = on.ticket("VPN tunnel closes")
    on.work()
    assert [one.number for one in similar_to(on.actor("jana"), new)] == [old.number]
    assert not kept(meaning.SOLVED)


def test_the_page_of_a_ticket_asks_for_nothing_more_and_off_no_trace_is_left(on):
    new = on.ticket("VPN tunnel closes")
    on.work()
    jana, address = on.client("jana"), f"/agent/tickets/{new.number}/"
    panel = f'hx-get="{address}solved-before/"'
    jana.get(address)
    with CaptureQueriesContext(connection) as shown:
        assert panel in jana.get(address).content.decode()
    assert not [one for one in shown.captured_queries if "search_" in one["sql"]]
    switches.switch(MODULE, on.it.pk, False)
    assert "solved-before" not in jana.get(address).content.decode()
    assert jana.get(f"{address}solved-before/").status_code == 404


def test_a_purged_ticket_leaves_nothing(on):
    old = on.ticket("VPN tunnel closes")
    resolve(on, old, "<p>Restart it.</p>")
    on.work()
    delete(actor=on.actor("lena"), ticket=old)
    Ticket.objects.within(on.it).filter(pk=old.pk).update(deleted_at=old.created_at - timedelta(days=31))
    assert purge(ticket_id=old.pk)
    assert not kept(meaning.SOLVED)
