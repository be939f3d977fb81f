"""What the parser promises for any bytes at all."""

import re
import time
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskhand.mail.clean import clean_composed, clean_html, html_from_text, text_from_html
from deskhand.mail.explain import explain
from deskhand.mail.parse import parse
from deskhand.mail.parsing.limits import MAX_ADDRESSES, MAX_PARTS, MAX_SUBJECT, MAX_TEXT
from deskhand.mail.quotes import split_quoted, split_quoted_html
from deskhand.mail.tests.golden import LETTERS
from deskhand.mail.tests.soundness import assert_sound, inspect_layout

SMALL = sorted(letter for letter in LETTERS.glob("*.eml") if letter.stat().st_size < 10_000)
PATIENT = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@PATIENT
@given(st.binary(max_size=3_000))
def test_any_bytes_are_some_mail(raw: bytes):
    assert_sound(raw)


FILLINGS = (
    b"",
    b"\n",
    b'"',
    b"=?utf-8?b?",
    b"\xff\xfe\x00",
    b"--b1\n",
    b"<",
    b"\r\n\r\n",
    b"Content-Type: multipart/mixed\n",
)


@st.composite
def wounded_letters(draw: st.DrawFn) -> bytes:
    """A golden letter with pieces cut out, doubled, overwritten, or taken from another letter."""
    raw = draw(st.sampled_from(SMALL)).read_bytes()
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 200)))
        other = draw(st.sampled_from(SMALL)).read_bytes()[start : start + 300]
        filling = draw(st.sampled_from([*FILLINGS, other, raw[start:end] * 2]))
        raw = raw[:start] + filling + raw[end:]
    return raw


@PATIENT
@given(wounded_letters())
def test_wounded_letters_are_read_too(raw: bytes):
    assert_sound(raw)


WORDS = """
<b> </b> <div> </div> <p> </p> <br/> <table> <td> </table> <a </a> <ul> <li> </li> <blockquote> <svg> <math> <script>
</script> <style> <select> <textarea> <title> <template> <![CDATA[ --> <!-- &lt; &#0; < > & text
"""
PIECES = [*WORDS.split(), '"', "'", " ", "\x00", "\ud800", '<a href="x">', "<img src=cid:x>", "<font color=red>"]
MARKUP = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@PATIENT
@given(st.one_of(MARKUP, st.text(max_size=400)))
def test_any_markup_can_be_cleaned_and_cleaning_again_changes_nothing(html: str):
    once = clean_composed(html)
    assert clean_composed(once) == once
    once.encode("utf-8")
    text_from_html(html).encode("utf-8")
    html_from_text(html).encode("utf-8")


STYLES = ("url(x)", "color:red", r"\75rl(x)", "/**/", ";", "position:fixed", "@import", "expression(x)", "behavior:")
BOXES = st.builds(
    '<table bgcolor="{}" width="{}"><tr><td style="{}" onclick="x">{}'.format,
    st.sampled_from(["red", "url(x)", '" onload="x', "javascript:x"]),
    st.sampled_from(["600", "600;x", "x" * 20]),
    st.lists(st.sampled_from(STYLES), max_size=4).map("".join),
    MARKUP,
)


@PATIENT
@given(st.one_of(MARKUP, BOXES, st.text(max_size=400)))
def test_any_markup_that_keeps_its_layout_loads_nothing_and_runs_nothing(html: str):
    inspect_layout(html)


@PATIENT
@given(MARKUP)
def test_cutting_html_loses_no_text(html: str):
    cleaned = clean_html(f"<p>words</p>{html}<blockquote type=cite>old</blockquote>", cid_url=lambda cid: None).html
    newest, quoted = split_quoted_html(cleaned)
    assert sorted(bare(newest) + bare(quoted)) == sorted(bare(cleaned))


def bare(html: str) -> str:
    return "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


@PATIENT
@given(st.text(max_size=300), st.sampled_from(["", "Re: x", "Fwd: x", "WG: x"]))
def test_cutting_text_loses_no_character(text: str, subject: str):
    pieces = split_quoted(f"{text}\n\nOn 3 Nov 2026, IT <it@x.example> wrote:\n> {text}", subject=subject)
    assert sorted("".join(pieces)) == sorted(f"{text}\n\nOn 3 Nov 2026, IT <it@x.example> wrote:\n> {text}")


BOMBS = {
    "parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 20_000,
    "nested parts": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000)),
    "addresses": b"From: a@x.example\nTo: " + b"a@x.example, " * 20_000 + b"\n\nx",
    "comments": b"From: " + b"(" * 50_000 + b"\n\nx",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nx",
    "encoded words without end": b"Subject: " + b"=?utf-8?q?" * 20_000 + b"\n\nx",
    "headers": b"X-A: b\n" * 100_000 + b"\nx",
    "one long line": b"Subject: x\n\n" + b"a" * 5_000_000,
    "marks": b"Subject: x\n\n" + b">" * 1_000_000,
    "attributions": b"Subject: x\n\n" + b"On 3 x wrote:\n" * 50_000,
    "parameters": b"Content-Type: text/plain" + b"; name*1*=x" * 8_000 + b"\n\nx",
    "divs": b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
    "fonts": b"Content-Type: text/html\n\n" + b"".join(b"<font size=%d>" % n for n in range(5_000)) + b"<p>x" * 5_000,
    "hidden ends": b"Content-Type: text/html\n\n" + b"<div><!-- </div> -->" * 50_000,
    "open tags": b"Content-Type: text/html\n\n" + b'<a b="' * 300_000,
    "message ids": b"References: " + b"<a@b>" * 20_000 + b"\n\nx",
    "flowed": b"Content-Type: text/plain; format=flowed\n\n" + b"word \n" * 80_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_seconds_at_most(name: str):
    start = time.process_time()
    explain(BOMBS[name])
    # An idle machine needs under two seconds for the worst; a square in the cost would need minutes.
    assert time.process_time() - start < 15


def test_limits_cut_and_say_so():
    mail = parse(b"Subject: " + b"s" * 5_000 + b"\nTo: " + b"a@x.example," * 3_000 + b"\n\n" + b"t" * (MAX_TEXT + 1))
    assert len(mail.subject) == MAX_SUBJECT
    assert len(mail.to) == MAX_ADDRESSES
    assert len(mail.text) == MAX_TEXT
    assert "long-text" in mail.defects
    assert mail.attachments[0].size == MAX_TEXT + 1


def test_a_mail_of_too_many_parts_keeps_the_first_ones():
    mail = parse(BOMBS["parts"])
    assert "too-many-parts" in mail.defects
    assert mail.text.count("x") == MAX_PARTS - 1
