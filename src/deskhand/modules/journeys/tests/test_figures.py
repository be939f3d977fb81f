"""What happened in a journey, and the figures with the records behind them."""

from datetime import UTC, datetime, timedelta

import pytest

from deskhand.kernel import clock
from deskhand.modules.journeys import actions, figures, jobs
from deskhand.modules.journeys.tests.conftest import Ran, blueprint, in_days, own, resolved, started, step

pytestmark = pytest.mark.postgres

MIDDAY = datetime(2026, 3, 10, 12, tzinfo=UTC)


def seen(on, path: str, by: str = "hanna") -> str:
    answer = on.client(by).get(f"/agent/hr/journeys/{path}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_history_says_who_did_what_and_names_nobody_of_another_desk(on):
    ran = Ran(started(on, blueprint(on, step("laptop"), own("rules"), own("tour", who="manager"))))
    resolved(on, ran.ticket("laptop"))
    actions.tick(actor=on.actor("mara"), journey=ran.journey, code="rules")
    actions.untick(actor=on.actor("mara"), journey=ran.journey, code="rules")
    actions.skip(actor=on.actor("hanna"), journey=ran.journey, code="tour", reason="She knows the house")
    actions.move(actor=on.actor("hanna"), journey=ran.journey, key_on=in_days(9))
    actions.end(actor=on.actor("hanna"), journey=ran.journey, outcome="withdrawn", reason="Another job")
    shown = seen(on, f"{ran.journey.pk}/history/")
    hanna, mara = on.people["hanna"].name, on.people["mara"].name
    for words in (
        f"{hanna} started the journey", "“Do laptop” began", "“Do laptop” was done", f"{mara} ticked off “Do rules”",
        f"{mara} opened “Do rules” again", f"{hanna} went on without “Do tour”", "She knows the house",
        f"{hanna} moved the day from", f"{hanna} withdrew the journey", "Another job",
    ):  # fmt: skip
        assert words in shown, words
    assert on.people["jana"].name not in shown, "what IT did stays on its ticket"
    assert f"/agent/hr/journeys/{ran.journey.pk}/history/" in seen(on, f"{ran.journey.pk}/")
    for who in ("jana", "lena", "mara", "huimin"):
        assert on.client(who).get(f"/agent/hr/journeys/{ran.journey.pk}/history/").status_code in (403, 404)


def test_figures_tell_each_month_and_the_slowest_and_lead_to_what_they_count(on):
    with clock.frozen(MIDDAY):
        row = blueprint(on, step("laptop", is_day_one=True), own("rules"))
        early = Ran(started(on, row, days=3))
        late = Ran(started(on, row, days=40, called="Nora", person=None))
    with clock.frozen(MIDDAY + timedelta(days=2)):
        resolved(on, early.ticket("laptop"))
    with clock.frozen(MIDDAY + timedelta(days=36)):
        on.work()
        jobs.look_at_the_due.put()
        on.work()
    with clock.frozen(MIDDAY + timedelta(days=46)):
        resolved(on, late.ticket("laptop"))
        months = figures.by_month(on.hr, clock.now())
        assert [(one.first.isoformat(), one.percent, one.whole, one.journeys) for one in months] == [
            ("2026-04-01", 0, 0, 1),
            ("2026-03-01", 100, 1, 1),
        ]
        assert [(one.code, one.done, one.days) for one in figures.slowest(on.hr, clock.now())] == [("laptop", 2, 6)]
        read = on.client().get("/api/v1/journeys/desks/hr/journey-figures", headers=on.bearer("hanna", "read")).json()
        assert [(one["month"], one["percent"]) for one in read["months"]] == [("2026-04", 0), ("2026-03", 100)]
        longest = {
            "activity": "laptop",
            "blueprint": row.pk,
            "days": 6,
            "done": 2,
            "name": row.name,
            "title": "Do laptop",
        }
        assert read["slowest"] == [longest]
        shown = seen(on, "figures/")
        assert "March 2026" in shown and "6 days on average" in shown and "?month=2026-04" in shown
        april = seen(on, "figures/records/?month=2026-04")
        assert "Nora" in april and "Mara" not in april and "Late" in april
        slow = seen(on, f"figures/records/?blueprint={row.pk}&code=laptop")
        assert slow.index("Nora") < slow.index("Mara Lindqvist"), "the slowest first"
        assert "Nothing to show" in seen(on, "figures/records/?month=2026-02")
        assert "April 2026" in seen(on, "figures/records/?month=soon"), "this month"
        assert "No figures yet" in on.client("lena").get("/agent/it/journeys/figures/").content.decode()


def test_figures_begin_a_year_ago():
    assert figures.first_day(MIDDAY).isoformat() == "2025-04-01"
    assert figures.first_day(datetime(2026, 12, 1, tzinfo=UTC)).isoformat() == "2026-01-01"
