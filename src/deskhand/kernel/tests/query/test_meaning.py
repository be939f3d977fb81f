"""What a query means, asked of the table and of each record: both give the same answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings

from deskhand.kernel.query import EVERYTHING, And, Env, Node, Not, Or, parse, predicate, to_q
from deskhand.kernel.query.fields import Fields
from deskhand.kernel.tests.query.things import ENV, FIELDS, NOBODY, NOW, TITLE, Link, Thing
from deskhand.kernel.tests.query.trees import known, moments, terms, trees

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _tables(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Thing)
            editor.create_model(Link)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Link)
            editor.delete_model(Thing)


@pytest.fixture(autouse=True)
def things(_tables: None) -> list[Thing]:
    statuses = ["new", "open", "hold", "resolved", "closed"]
    titles = ["Printer jam", "The printer is jammed", "打印机坏了", "Frau Müller, E-Mail", "", "printers"]
    for n in range(40):
        thing = Thing.objects.create(
            title=titles[n % 6],
            status=statuses[n % 5],
            priority=[10, 20, 30, 40][n % 4],
            mood=["good", "bad", None][n % 3],
            owner=[1, 2, 3, None][n // 2 % 4],
            size=[None, 0, 5, 42, -3][n // 3 % 5],
            created_at=NOW - timedelta(hours=n * n // 2, minutes=n),
            closed_at=NOW - timedelta(days=n) if n % 2 else None,
        )
        for tag in range(n % 4):
            Link.objects.create(thing=thing.pk, tag=tag + 1)
    return list(Thing.objects.order_by("pk"))


def found(query: str, env: Env = ENV) -> list[Thing]:
    return list(Thing.objects.filter(to_q(parse(query, FIELDS), FIELDS, env)).order_by("pk"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(trees(terms | known), moments)
@example(Not(And(())), NOW)
@example(Or((And(()), parse("is:mine", FIELDS))), NOW)
@example(Or(()), NOW)
def test_the_table_and_the_single_record_agree(tree: Node, now: datetime):
    for me in (1, None):
        env = Env(now=now, me=me, zone=ENV.zone)
        asked = list(Thing.objects.filter(to_q(tree, FIELDS, env)).order_by("pk"))
        test = predicate(tree, FIELDS, env)
        assert asked == [thing for thing in Thing.objects.order_by("pk") if test(thing)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(trees(terms | known))
def test_a_query_and_its_negation_split_the_table_in_two(tree: Node):
    inside = set(Thing.objects.filter(to_q(tree, FIELDS, ENV)))
    outside = set(Thing.objects.filter(to_q(Not(tree), FIELDS, ENV)))
    assert not inside & outside
    assert len(inside) + len(outside) == Thing.objects.count()


def test_what_is_empty_never_matches_and_its_negation_does():
    assert all(thing.owner is not None for thing in found("owner:me,bob@it.example"))
    assert any(thing.owner is None for thing in found("-owner:me"))
    assert any(thing.size is None for thing in found("-size:>0"))
    assert {thing.owner for thing in found("owner:none")} == {None}
    assert {thing.owner for thing in found("owner:none,me")} == {None, 1}


def test_me_is_nobody_where_nobody_asks():
    assert found("owner:me", NOBODY) == []
    assert len(found("-owner:me", NOBODY)) == 40


def test_less_than_two_days_ago_is_the_recent_side():
    edge = NOW - timedelta(days=2)
    assert all(thing.created_at > edge for thing in found("created:<2d"))
    assert all(thing.created_at < edge for thing in found("created:>2d"))
    assert found("created:2d") == found("created:<=2d")
    assert len(found("created:<2d")) + len(found("created:>=2d")) == 40


def test_a_day_begins_at_the_askers_midnight():
    late = Thing.objects.create(
        title="late", status="new", priority=10, created_at=datetime.fromisoformat("2026-11-17T23:30:00+00:00")
    )
    assert late in found("created:today")
    assert late in found("created:2026-11-18")
    assert late not in found("created:yesterday")
    assert late in found("created:yesterday", Env(now=NOW))
    assert late in found("created:<2026-11-19 created:>=2026-11-18 created:<=2026-11-18 created:>2026-11-17")


def test_calendar_words_are_whole_stretches():
    def at(text: str) -> Thing:
        return Thing.objects.create(title=text, status="new", priority=10, created_at=datetime.fromisoformat(text))

    sunday, monday = at("2026-11-15T22:59:59+00:00"), at("2026-11-15T23:00:00+00:00")
    assert monday in found("created:this-week")
    assert sunday not in found("created:this-week")
    assert sunday in found("created:last-week")
    october = at("2026-10-31T12:00:00+00:00")
    assert october in found("created:last-month")
    assert october in found("created:2026-10")
    assert october not in found("created:this-month")
    assert {sunday, monday, october} <= set(found("created:2026"))


def test_the_day_on_which_the_clocks_change_has_25_hours():
    first = Thing.objects.create(
        title="a", status="new", priority=10, created_at=datetime.fromisoformat("2026-10-24T22:00:00+00:00")
    )
    last = Thing.objects.create(
        title="b", status="new", priority=10, created_at=datetime.fromisoformat("2026-10-25T22:59:59+00:00")
    )
    assert {first, last} <= set(found("created:2026-10-25"))
    assert not {first, last} & set(found("created:2026-10-24,2026-10-26"))


def test_ordered_choices_compare_in_their_order():
    assert {thing.priority for thing in found("priority:>=high")} == {30, 40}
    assert {thing.priority for thing in found("priority:<normal")} == {10}
    assert {thing.priority for thing in found("priority:normal..high")} == {20, 30}
    assert {thing.priority for thing in found("priority:..low,urgent..")} == {10, 40}


def test_a_record_with_two_of_the_tags_is_found_once():
    both = found('tag:spam,"big fish"')
    assert len(both) == len(set(both)) == 30


def test_free_text_is_found_without_case_accents_or_word_breaks():
    assert {thing.title for thing in found("printer")} == {"Printer jam", "The printer is jammed"}
    assert {thing.title for thing in found('"printer jam"')} == {"Printer jam"}
    assert {thing.title for thing in found("print*")} == {"Printer jam", "The printer is jammed", "printers"}
    assert {thing.title for thing in found("muller email")} == set()
    assert {thing.title for thing in found("MULLER e-mail")} == {"Frau Müller, E-Mail"}
    assert {thing.title for thing in found("印机")} == {"打印机坏了"}
    assert {thing.title for thing in found("(jam OR 坏)")} == {"Printer jam", "打印机坏了"}


def test_words_side_by_side_are_one_question_to_the_index():
    asked = []

    class Counting:
        def clause_to_q(self, clause, env):
            asked.append(clause)
            return TITLE.clause_to_q(clause, env)

        clause_to_test = TITLE.clause_to_test

    fields = Fields(FIELDS, words=Counting())
    to_q(parse("is:open printer (jam OR toner) status:new", fields), fields, ENV)
    assert len(asked) == 1


def test_everything_means_everything():
    assert Thing.objects.filter(to_q(EVERYTHING, FIELDS, ENV)).count() == 40
