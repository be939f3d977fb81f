"""Figures of how much articles help, and the records that each of them leads to."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from fractions import Fraction
from html import unescape
from itertools import pairwise

import pytest
from django.urls import reverse

from deskhand.kernel import clock
from deskhand.modules.knowledge import measured, measures, measuring, trends
from deskhand.modules.knowledge.actions import publish, reading, use, write
from deskhand.modules.knowledge.actions.asking import note_search
from deskhand.modules.knowledge.models import Article, Spared
from deskhand.modules.knowledge.words import Words
from deskhand.tickets import actions as tickets

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def seeded(on, article):
    """A month of the desk IT: five tickets, three of them resolved, two of these with an article; an article of which
    only named people know."""
    jana, oliver = on.actor("jana"), on.actor("oliver")
    vpn, canary = article("VPN drops"), article("Canary")
    rows = [on.ticket(f"Ticket {number}") for number in range(5)]
    for row in rows[:3]:
        tickets.set_status(actor=jana, ticket=row, to=on.status("resolved"))
    use.use_article(actor=jana, article=vpn, ticket=rows[0], how="linked")
    use.use_article(actor=jana, article=vpn, ticket=rows[1], how="written")
    use.use_article(actor=on.actor("lena"), article=canary, ticket=rows[3], how="linked")
    for one, helped, who in ((vpn, True, oliver), (vpn, False, on.actor("mara")), (canary, True, oliver)):
        reading.judge(actor=who, translation=one.translations.get(), has_helped=helped)
        reading.spare(actor=who, article=one, place="writing")
    Spared.objects.create(article=vpn, is_confirmed=False, place="portal", at=clock.now())
    for found in (0, 0, 3):
        note_search(desk=on.it, question="vpn", language="en", place="portal", found=found)
    write.save_draft(actor=jana, translation=vpn.translations.get(), said=Words(title="VPN", resolution="<p>New</p>"))
    publish.publish(actor=on.actor("lena"), translation=vpn.translations.get())
    Article.objects.within(on.it).filter(pk=canary.pk).update(audience="named", owner=None)
    Article.objects.within(on.it).filter(pk=vpn.pk).update(review_at=clock.ago(days=1))
    return on


def found_by(cast, name, **said):
    return measures.measures_of(cast.actor(name), cast.it, measuring.read(cast.it.pk, said))


def test_figures_are_what_happened(seeded):
    found = found_by(seeded, "jana")
    counts = found.counts
    assert (counts["resolved"], counts["linked"], counts["opened"]) == (3, 2, 5)
    assert (counts["uses"], counts["written"], counts["reused"]) == (2, 1, 1)
    assert (counts["touched"], counts["changed"], counts["published"]) == (1, 1, 1)
    assert (counts["judged"], counts["helped"], counts["answered"]) == (2, 1, 1)
    assert (counts["confirmed"], counts["inferred"], counts["due"]) == (2, 1, 1)
    assert (counts["searches"], counts["unanswered"]) == (3, 2)
    assert found.score == Fraction(4, 5)
    assert found.deflection_confirmed == Fraction(2, 7)
    assert found.deflection == Fraction(3, 8)
    assert found.helpful is None


@pytest.mark.parametrize("name", ["jana", "lena", "arno"])
def test_each_figure_leads_to_as_many_records_as_it_says(seeded, name):
    client = seeded.client(name)
    page = client.get(reverse("knowledge:measures", args=["it"])).content.decode()
    found = found_by(seeded, name)
    for code in (*measured.CODES, *measured.TICKETS, *measured.NEEDS):
        address = measured.address(seeded.it, found.span, code)
        if code not in ("uses", "touched", "searches"):
            assert address in unescape(page), code
        assert records(client.get(address).content.decode(), code) == found.counts[code], code


def records(page: str, code: str) -> int:
    main = page[page.index("<main") :] if "<main" in page else page
    if code in measured.TICKETS:
        return len(set(re.findall(r'href="/agent/tickets/(\d+)/', main)))
    return main.count('<li class="line-item')


def test_what_one_may_not_read_is_not_counted_and_not_named(seeded):
    agents, all_of_it = found_by(seeded, "jana").counts, found_by(seeded, "lena").counts
    assert (agents["uses"], all_of_it["uses"]) == (2, 3)
    assert (agents["judged"], all_of_it["judged"]) == (2, 3)
    assert (agents["confirmed"], all_of_it["confirmed"]) == (2, 3)
    client = seeded.client("jana")
    for code in measured.CODES:
        assert "Canary" not in client.get(reverse("knowledge:measures_records", args=["it", code])).content.decode()
    assert (
        "Canary"
        in seeded.client("lena").get(reverse("knowledge:measures_records", args=["it", "uses"])).content.decode()
    )


def test_nobody_of_another_desk_sees_figures(seeded):
    for name in ("hanna", "oliver"):
        assert seeded.client(name).get(reverse("knowledge:measures", args=["it"])).status_code == 404


def test_own_dates_are_whole_days_of_the_desk_and_wrong_ones_are_told(seeded):
    client, here = seeded.client("jana"), reverse("knowledge:measures", args=["it"])
    past = {"from": "2020-01-01", "to": "2020-01-31"}
    assert found_by(seeded, "jana", **past).counts["uses"] == 0
    assert client.get(here, past).status_code == 200
    for wrong in (
        {"from": "x"},
        {"from": "2026-02-01", "to": "2026-01-01"},
        {"from": "1990-01-01", "to": "2020-01-01"},
    ):
        assert client.get(here, wrong).status_code == 422


def test_time_to_publish_is_the_median_by_nearest_rank():
    lengths = [timedelta(hours=hours) for hours in (1, 2, 3, 4, 100)]
    assert measures.quantile(lengths, 0.5) == timedelta(hours=3)
    assert measures.quantile(lengths, 0.9) == timedelta(hours=100)
    assert measures.quantile([], 0.5) is None


def test_the_page_asks_as_often_whatever_there_is(seeded, article, django_assert_max_num_queries):
    actor = seeded.actor("jana")
    span = measuring.read(seeded.it.pk, {})
    for number in range(4):
        one = article(f"More {number}")
        use.use_article(actor=actor, article=one, ticket=seeded.ticket(f"More {number}"), how="linked")
    with django_assert_max_num_queries(42):
        measures.measures_of(actor, seeded.it, span)


def test_figures_as_a_table_for_spreadsheets(seeded):
    answer = seeded.client("jana").get(reverse("knowledge:measures_csv", args=["it"]))
    assert answer["Content-Type"].startswith("text/csv")
    lines = answer.content.decode().splitlines()
    assert any(line.startswith("Link rate,") and line.endswith("0.6667") for line in lines)
    assert "Canary" not in answer.content.decode()


def test_programs_read_the_same_figures_and_put_gaps_away(seeded, call):
    told = call("get", "/desks/it/measures").json()
    weeks = call("get", "/desks/it/measures/over-time").json()["items"]
    assert [len(weeks), weeks[-1]["link_rate"], weeks[0]["link_rate"]] == [12, told["link_rate"], None]
    assert len(call("get", "/desks/it/measures/over-time?by=months").json()["items"]) == 12
    assert call("get", "/desks/it/measures/over-time?by=days").status_code == 422
    assert told["counts"] == found_by(seeded, "lena").counts
    assert [one["key"] for one in call("get", "/desks/it/gaps").json()["searches"]] == []
    note_search(desk=seeded.it, question="Pizza", language="en", place="portal", found=0)
    assert [one["key"] for one in call("get", "/desks/it/gaps").json()["searches"]] == ["pizza"]
    made = call("post", "/desks/it/gaps", {"kind": "search", "key": "pizza", "reason": "Not ours"})
    assert made.status_code == 201
    assert [one["reason"] for one in call("get", "/desks/it/gaps/decided").json()["items"]] == ["Not ours"]
    assert call("delete", f"/desks/it/gaps/{made.json()['id']}").status_code == 204
    assert call("get", "/desks/it/measures?first=2026-02-01&last=2026-01-01").status_code == 422


def test_measures_over_time_are_those_of_each_week_and_month(seeded, django_assert_max_num_queries):
    actor = seeded.actor("jana")
    with clock.frozen(clock.now() + timedelta(days=15)):
        for spans in (measuring.weeks(seeded.it.pk), measuring.months(seeded.it.pk)):
            assert len(spans) == 12
            assert all(one.end == after.start for one, after in pairwise(spans))
            with django_assert_max_num_queries(60):
                found = trends.measures_over(actor, seeded.it, spans)
            for one, span in zip(found, spans, strict=True):
                alone = measures.measures_of(actor, seeded.it, span)
                assert one.counts == {code: alone.counts[code] for code in one.counts}
                assert one.median == alone.median
        assert [one.link_rate for one in trends.measures_over(actor, seeded.it, measuring.weeks(seeded.it.pk))] == [
            *[None] * 9,
            Fraction(2, 3),
            None,
            None,
        ]
    page = seeded.client("jana").get(reverse("knowledge:measures_over_time", args=["it"])).content.decode()
    assert page.count("<svg class") >= 9 or page.count('role="img"') >= 5
    assert "66.6" in page and "measures/?from=" in page
    file = reverse("knowledge:measures_over_time_csv", args=["it"])
    rows = list(csv.reader(io.StringIO(seeded.client("jana").get(file).content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["From", "To", "Link rate"] and len(rows) == 13
    assert [row[2] for row in rows[1:] if row[2]] == ["0.6667"]
    assert seeded.client("mara").get(file).status_code == 404
    months = seeded.client("jana").get(reverse("knowledge:measures_over_time", args=["it"]) + "?by=months")
    assert "The last month is not over yet." in months.content.decode()
    assert seeded.client("mara").get(reverse("knowledge:measures_over_time", args=["it"])).status_code == 404
