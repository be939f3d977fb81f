"""Moments in the words and the zone of whoever reads them."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from deskhand.web import moments
from deskhand.web.figures import bounded, filesize, money

NOW = dt.datetime(2026, 11, 26, 9, 42, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def berlin():
    with timezone.override(ZoneInfo("Europe/Berlin")), translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (dt.timedelta(seconds=59), "now"),
        (dt.timedelta(minutes=12), "12 min"),
        (dt.timedelta(hours=2, minutes=59), "2 h"),
        (dt.timedelta(days=1, hours=3), "1 d"),
        (dt.timedelta(days=33), "24 Oct"),
        (dt.timedelta(days=400), "22 Oct 2025"),
        (-dt.timedelta(minutes=90), "in 1 h"),
    ],
)
def test_a_list_says_how_long_ago(before, words):
    assert moments.ago_words(NOW - before, NOW) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (dt.datetime(2026, 11, 26, 7, 38, tzinfo=dt.UTC), "Today 08:38"),
        (dt.datetime(2026, 11, 25, 23, 30, tzinfo=dt.UTC), "Today 00:30"),
        (dt.datetime(2026, 11, 25, 14, 12, tzinfo=dt.UTC), "Yesterday 15:12"),
        (dt.datetime(2026, 11, 24, 14, 12, tzinfo=dt.UTC), "Tue 24 Nov 15:12"),
        (dt.datetime(2025, 11, 24, 14, 12, tzinfo=dt.UTC), "24 Nov 2025 15:12"),
    ],
)
def test_a_conversation_says_the_day_of_the_reader(moment, words):
    assert moments.when_words(moment, NOW) == words


def test_the_exact_moment_stands_in_the_title():
    element = moments.ago(dt.datetime(2026, 11, 26, 7, 38, tzinfo=dt.UTC), NOW)
    assert 'title="Thursday 26 November 2026, 08:38 CET"' in element
    assert 'datetime="2026-11-26T07:38:00Z"' in element


def test_a_reader_who_is_used_to_it_gets_twelve_hours():
    with translation.override("en-us"):
        assert moments.clock(dt.datetime(2026, 11, 26, 19, 38, tzinfo=dt.UTC)) == "8:38 p.m."


def test_nothing_has_no_words():
    assert moments.ago(None) == moments.when(None) == moments.day(None) == moments.exact(None) == ""


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (dt.timedelta(seconds=59), "59 s"),
        (dt.timedelta(hours=3, minutes=22), "3 h 22 min"),
        (dt.timedelta(days=2, hours=4, minutes=5), "2 d 4 h"),
        (dt.timedelta(hours=2), "2 h"),
        (-dt.timedelta(minutes=40), "40 min"),
        (dt.timedelta(days=460), "1 year 3 mo"),
    ],
)
def test_a_duration_has_two_units_at_most(length, words):
    assert moments.duration(length) == words


def test_sizes_and_counts_are_short():
    assert [filesize(n) for n in (0, 1, 219136, 1468006, 1024**3 * 20)] == [
        "0 bytes",
        "1 byte",
        "214 KB",
        "1.4 MB",
        "20 GB",
    ]
    assert [bounded(n) for n in (0, 999, 1000, 1048576)] == ["0", "999", "1,000+", "1,000+"]


def test_amounts_are_written_as_the_reader_writes_them():
    assert money(Decimal("4800"), "EUR") == "4,800.00 EUR"
    with translation.override("de"):
        assert money(Decimal("4800.5"), "EUR") == "4.800,50 EUR"
