"""What is to be written and mended, and requests that were probably spared."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from deskhand.accounts.actions import give_role, switch_module
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.knowledge import clusters, gaps
from deskhand.modules.knowledge.actions import inferring, reading, use
from deskhand.modules.knowledge.actions.asking import note_search
from deskhand.modules.knowledge.actions.gaps import put_away
from deskhand.modules.knowledge.jobs_of_gaps import look_for_answers, sweep_searches
from deskhand.modules.knowledge.models import Asked, Flag, Gap, Opening, Spared
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.search.semantic import embedding
from deskhand.tickets.actions import confide, move
from deskhand.tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def later():
    """Let time go by: ``later(timedelta(days=1))``."""
    with ExitStack() as stack:
        yield lambda length: stack.enter_context(clock.frozen(clock.now() + length))


def looked(cast, words, found=0, place="portal"):
    return note_search(desk=cast.it, question=words, language="en", place=place, found=found)


def test_what_was_looked_for_in_vain_stands_on_the_list_with_how_often_and_where(on):
    looked(on, "Door badge")
    looked(on, "door BADGE!", place="writing")
    looked(on, "VPN", found=2)
    page = on.client("jana").get(reverse("knowledge:gaps", args=["it"])).content.decode()
    assert page.count("Write it") >= 1
    assert "2 times" in page
    assert "Portal, While writing a request" in page
    assert "VPN" not in page.split("<main")[-1].split("Door badge")[-1]


def test_what_is_found_by_now_is_no_gap(on):
    looked(on, "Door badge")
    assert [one.key for one in gaps.searches(on.it)] == ["door badge"]
    looked(on, "door badge", found=1)
    assert gaps.searches(on.it) == []


def test_what_a_ticket_asked_leaves_the_desk_with_it(on):
    for subject in ("My salary slip", "Pension letters"):
        on.ticket(subject)
    on.work()
    assert {one.key for one in gaps.searches(on.it)} == {"my salary slip", "pension letters"}
    give_role(actor=SYSTEM, desk=on.hr, person=on.lena, role="agent")
    slip, pension = Ticket.objects.within(on.it).order_by("pk")
    move(actor=on.actor("lena"), ticket=slip, to=on.hr)
    assert [one.key for one in gaps.searches(on.it)] == ["pension letters"]
    switch_module(actor=SYSTEM, desk=on.it, module=MODULE, on=False)
    move(actor=on.actor("lena"), ticket=pension, to=on.hr)
    switch_module(actor=SYSTEM, desk=on.it, module=MODULE, on=True)
    on.work()
    assert gaps.searches(on.it) == []


def test_a_gap_is_put_away_with_a_reason_and_taken_out_again(on):
    looked(on, "pizza")
    agent, address = on.client("jana"), reverse("knowledge:gap_put_away", args=["it"])
    assert agent.post(address, {"kind": "search", "key": "pizza", "reason": " "}).status_code == 302
    assert not Gap.objects.within(on.it).exists()
    answer = agent.post(address, {"kind": "search", "key": "pizza", "reason": "Not ours"}, follow=True)
    row = Gap.objects.within(on.it).get()
    undo = reverse("knowledge:gap_take_out", args=["it", row.pk])
    assert f'action="{undo}"' in answer.content.decode()
    assert gaps.searches(on.it) == []
    assert "Not ours" in agent.get(reverse("knowledge:gaps_decided", args=["it"])).content.decode()
    agent.post(undo)
    assert [one.key for one in gaps.searches(on.it)] == ["pizza"]


def test_decided_words_of_a_ticket_are_told_to_nobody_once_it_is_confidential_or_gone(on):
    decided = reverse("knowledge:gaps_decided", args=["it"])
    slip, _pension = on.ticket("My salary slip"), on.ticket("Pension letters")
    on.work()
    looked(on, "Pension letters")
    rows = {
        key: put_away(actor=on.actor("jana"), desk=on.it, kind="search", key=key, reason="Not ours")
        for key in ("my salary slip", "pension letters")
    }
    assert "my salary slip" in on.client("jana").get(decided).content.decode()

    confide(actor=on.actor("jana"), ticket=slip, readers=[on.jana])
    for who in ("jana", "lena"):
        page = on.client(who).get(decided).content.decode()
        assert "my salary slip" not in page
        assert "pension letters" in page, "somebody looked for it besides"
    gone = reverse("knowledge:gap_take_out", args=["it", rows["my salary slip"].pk])
    assert on.client("jana").post(gone).status_code == 404

    slip.delete()
    assert [one.key for one in gaps.decided(on.actor("jana"), on.it)] == ["pension letters"]


def test_what_is_confidential_is_no_ticket_to_write_an_article_about(on):
    made = [on.ticket("Monitor flickers") for _more in range(3)]
    assert [one.count for one in gaps.clusters_of(on.actor("jana"), on.it)] == [3]
    confide(actor=on.actor("jana"), ticket=made[0], readers=[on.jana])
    assert gaps.clusters_of(on.actor("jana"), on.it) == []


def test_write_it_leads_to_an_article_with_the_question_and_closes_the_gap(on):
    looked(on, "Door badge lost")
    agent = on.client("jana")
    page = agent.get(reverse("knowledge:gaps", args=["it"])).content.decode()
    address = reverse("knowledge:new", args=["it"]) + "?title=Door+badge+lost&gap=search&key=door+badge+lost"
    assert address.replace("&", "&amp;") in page
    assert "Door badge lost" in agent.get(address).content.decode()
    agent.post(address, {"title": "Door badge", "resolution": "Come to us", "language": "en"})
    row = Gap.objects.within(on.it).get()
    assert (row.state, row.article.created_by) == ("written", on.jana)
    assert gaps.searches(on.it) == []


def test_an_article_that_answers_now_takes_its_question_off_the_list(on, article):
    looked(on, "Badge")
    looked(on, "Pizza")
    made = article("A lost badge", audience="requesters")
    finish = look_for_answers.run(on.it.pk)
    assert finish is not None
    finish()
    row = Gap.objects.within(on.it).get()
    assert (row.key, row.state, row.article) == ("badge", "answered", made)
    assert look_for_answers.run(on.it.pk) is None
    looked(on, "badge")
    assert {one.key for one in gaps.searches(on.it)} == {"badge", "pizza"}


def test_an_article_for_agents_answers_nobody_who_looks_on_the_portal(on, article):
    looked(on, "Badge")
    article("A lost badge", audience="agents")
    assert look_for_answers.run(on.it.pk) is None


def test_three_tickets_that_ask_the_same_are_a_gap_until_an_article_is_used_on_one(on, article):
    tickets = [on.ticket(f"Monitor flickers{more}") for more in ("", " again", "")]
    on.ticket("Something else")
    found = gaps.clusters_of(on.actor("jana"), on.it)
    assert [(one.count, one.title) for one in found] == [(3, "Monitor flickers")]
    page = on.client("jana").get(reverse("knowledge:gaps_tickets", args=["it"])).content.decode()
    assert all(str(one.number) in page for one in tickets)
    use.use_article(actor=on.actor("jana"), article=article("Flicker"), ticket=tickets[0], how="attached")
    assert gaps.clusters_of(on.actor("jana"), on.it) == []


def test_a_question_that_was_put_away_is_known_again_by_its_tickets_when_its_words_drift(on):
    for _number in range(3):
        on.ticket("Monitor flickers")
    agent, page = on.client("jana"), reverse("knowledge:gaps_tickets", args=["it"])
    said = {"kind": "tickets", "key": "flickers monitor", "reason": "The cables are changed this week."}
    agent.post(reverse("knowledge:gap_put_away", args=["it"]), said)
    for _number in range(4):
        on.ticket("Monitor flickers brightly today")
    drifted = gaps._askings(on.actor("jana"), on.it)[0]
    assert [(one.key, one.count) for one in drifted] == [("brightly flickers monitor", 7)]
    assert "Monitor flickers" not in agent.get(page).content.decode()
    Ticket.objects.within(on.it).filter(subject="Monitor flickers").update(subject="Coffee is cold")
    assert "Monitor flickers brightly" in agent.get(page).content.decode()


def test_tickets_of_another_desk_are_neither_counted_nor_named(on):
    for _number in range(3):
        on.ticket("Salary canary", desk="hr")
    assert gaps.clusters_of(on.actor("jana"), on.it) == []


SUBJECTS = ["VPN drops at home", "Printer jam", "VPN drops at home again", "VPN bricht zu Hause ab", "Printer jam 3"]


def test_clusters_are_the_same_each_time_and_go_by_words():
    assert clusters.clusters_of(SUBJECTS, {}) == []
    found = clusters.clusters_of([*SUBJECTS, "vpn DROPS"], {})
    assert found == clusters.clusters_of([*SUBJECTS, "vpn DROPS"], {})
    assert [(one.members, one.key) for one in found] == [([0, 2, 5], "drops home vpn")]


def test_clusters_go_by_meaning_where_it_is_kept(monkeypatch):
    monkeypatch.setattr(embedding, "is_available", lambda: True)
    one, other = bytes([100] * embedding.DIMENSION), bytes([100, 156] * (embedding.DIMENSION // 2))
    assert [found.members for found in clusters.clusters_of(SUBJECTS, {0: one, 1: other, 3: one})] == [[0, 2, 3]]


def test_to_mend_shows_ones_own_articles_first_and_done_can_be_undone(on, article):
    other, mine = article("Theirs"), article("Mine")
    type(mine).objects.within(on.it).filter(pk=mine.pk).update(owner=on.jana)
    for one in (other, mine):
        reading.tell_what_was_missing(
            actor=on.actor("oliver"), translation=one.translations.get(), text=f"More {one.pk}"
        )
    agent = on.client("jana")
    page = agent.get(reverse("knowledge:mending", args=["it"])).content.decode()
    assert page.index(f"More {mine.pk}") < page.index(f"More {other.pk}")
    flag = Flag.objects.within(on.it).get(article=mine)
    agent.post(reverse("knowledge:mended", args=["it", flag.pk]))
    assert [one.article for one in gaps.to_mend(on.actor("jana"), on.it)] == [other]
    agent.post(reverse("knowledge:mending_reopen", args=["it", flag.pk]))
    assert len(gaps.to_mend(on.actor("jana"), on.it)) == 2


def test_remarks_about_an_article_that_one_may_not_read_are_not_there(on, article):
    one = article("Canary", audience="public")
    flag = reading.tell_what_was_missing(actor=on.actor("oliver"), translation=one.translations.get(), text="Canary")
    type(one).objects.within(on.it).filter(pk=one.pk).update(audience="named", owner=None)
    agent = on.client("jana")
    assert "Canary" not in agent.get(reverse("knowledge:mending", args=["it"])).content.decode()
    assert agent.post(reverse("knowledge:mended", args=["it", flag.pk])).status_code == 404


def test_the_list_is_read_with_the_same_number_of_queries_whatever_there_is(on, django_assert_max_num_queries):
    Asked.objects.bulk_create(
        Asked(
            desk=on.it,
            language="en",
            words=f"word {n % 700}",
            folded=f"word {n % 700}",
            place="portal",
            found=0,
            at=clock.now(),
        )
        for n in range(3_000)
    )
    with django_assert_max_num_queries(4):
        found = gaps.searches(on.it)
    assert len(found) == gaps.SEARCHES_SHOWN
    assert found[0].count == 5
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE knowledge_asked")  # As the upkeep of statistics does.
    plan = gaps.counted(on.it)[:200].explain()
    if connection.vendor == "sqlite":  # PostgreSQL reads a table of this size as a whole.
        assert "COVERING INDEX knowledge_asked_words" in plan


def test_searches_are_forgotten_after_their_time(on, later):
    looked(on, "old words")
    later(gaps.SEARCHES_KEPT + timedelta(days=1))
    looked(on, "new words")
    sweep_searches.run()
    assert [one.words for one in Asked.objects.within(on.it)] == ["new words"]


class TestInferred:
    """Somebody opens an article that was found, and nothing follows."""

    @pytest.fixture
    def opened(self, on, article):
        one = article("VPN drops", audience="requesters")
        person = on.client("oliver")
        page = person.get(reverse("knowledge:help_home", args=["it"]) + "?q=vpn").content.decode()
        assert "?found=1" in page
        address = reverse("knowledge:help_article", args=["it", one.pk, "vpn-drops"])
        told = reverse("knowledge:help_opened", args=["it", one.pk])
        assert f'hx-post="{told}"' in person.get(address + "?found=1").content.decode()
        assert told not in person.get(address).content.decode()
        assert person.post(told, {"offer": "0"}).status_code == 204
        return one

    def test_it_counts_once_after_a_day(self, on, opened, later):
        assert inferring.settle_openings() == 0
        later(inferring.WAIT + timedelta(minutes=1))
        assert inferring.settle_openings() == 1
        assert inferring.settle_openings() == 0
        row = Spared.objects.within(on.it).get()
        assert (row.article, row.is_confirmed, row.person) == (opened, False, on.oliver)
        assert not Opening.objects.within(on.it).exists()

    def test_another_search_means_that_it_did_not_answer(self, on, opened):
        on.client("oliver").post(reverse("knowledge:help_home", args=["it"]), {"q": "wireless"})
        assert not Opening.objects.within(on.it).exists()

    def test_who_says_that_it_helped_is_not_counted_twice(self, on, opened):
        on.client("oliver").post(reverse("knowledge:help_judge", args=["it", opened.pk]), {"helped": "yes"})
        assert not Opening.objects.within(on.it).exists()

    def test_a_request_means_that_it_did_not_answer(self, on, opened, later):
        later(timedelta(hours=2))
        on.ticket(by="oliver")
        later(inferring.WAIT)
        assert inferring.settle_openings() == 1
        assert not Spared.objects.within(on.it).exists()

    def test_a_request_after_all_takes_it_back(self, on, opened, later):
        later(inferring.WAIT + timedelta(minutes=1))
        inferring.settle_openings()
        later(timedelta(days=2))
        on.ticket(by="oliver")
        assert inferring.take_back() == 1
        assert not Spared.objects.within(on.it).exists()

    def test_who_it_was_is_forgotten_when_nothing_can_be_taken_back(self, on, opened, later):
        later(inferring.WAIT + timedelta(minutes=1))
        inferring.settle_openings()
        later(inferring.TAKEN_BACK)
        assert inferring.take_back() == 0
        assert Spared.objects.within(on.it).get().person is None

    def test_strangers_and_the_desks_own_people_are_not_followed(self, on, article):
        one = article("VPN drops")
        address = reverse("knowledge:help_article", args=["it", one.pk, "vpn-drops"])
        stranger = on.client("").get(address + "?found=1")
        assert "opened/" not in stranger.content.decode()
        assert not stranger.cookies
        on.client("jana").post(reverse("knowledge:help_opened", args=["it", one.pk]))
        assert not Opening.objects.within(on.it).exists()
