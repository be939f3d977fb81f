"""Texts keep their meaning in both forms, and every variant is a proper sentence."""

import random

import pytest

from deskhand.demo import hours, markup
from deskhand.demo.variation import WordingError, Words, compile_body, parse


def _words(**known: str) -> Words:
    return Words(random.Random(1), dict(known), ({"list": (("one ##",),)},), lambda name: None)


def test_words_of_people_cannot_become_markup() -> None:
    html, text = compile_body("Hi {name}, see `a<b` & **c**").render(_words(name="<b>Eve & Co</b>"))
    assert html == "<p>Hi &lt;b&gt;Eve &amp; Co&lt;/b&gt;, see <code>a&lt;b</code> &amp; <strong>c</strong></p>"
    assert text == "Hi <b>Eve & Co</b>, see a<b & c"


def test_blocks_become_html_and_stay_readable_as_text() -> None:
    source = "One\ntwo\n\n- a\n- b\n\n1. x\n2. y\n\n> said\n\n```\n<raw>\n\n  line\n```\n\n| h | i |\n| 1 | 2 |"
    html = markup.to_html(source)
    assert html == (
        "<p>One<br>two</p><ul><li>a</li><li>b</li></ul><ol><li>x</li><li>y</li></ol><blockquote><p>said</p></blockquote>"
        "<pre>&lt;raw&gt;\n\n  line</pre>"
        "<table><thead><tr><th>h</th><th>i</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    )
    assert "- a\n- b" in markup.to_text(source)
    assert "<raw>" in markup.to_text(source)


def test_addresses_become_links_without_the_full_stop() -> None:
    assert markup.to_html("See https://it.example/a.") == (
        '<p>See <a href="https://it.example/a">https://it.example/a</a>.</p>'
    )


def test_an_inline_image_is_a_picture_in_html_and_its_words_in_text() -> None:
    assert markup.to_html("![a dialog](cid:shot)") == '<p><img src="cid:shot" alt="a dialog"></p>'
    assert markup.to_text("![a dialog](cid:shot)") == "[a dialog]"


def test_a_slot_says_the_same_in_every_message_and_in_both_forms() -> None:
    words = _words()
    first, again = compile_body("{list} {list}"), compile_body("again {list}")
    html, text = first.render(words)
    assert html == f"<p>{text}</p>"
    assert (
        again.render(words)[1].removeprefix("again ").lower() == text.split(" ")[0].lower() + " " + text.split(" ")[1]
    )


def test_a_sentence_begins_with_a_capital_but_a_machine_keeps_its_name() -> None:
    words = _words(since="since noon", switch="sw-2", phone="iPhone")
    body = compile_body("{since}, it rains. {since} too.\n\n{switch} is down. {phone} as well, {since}")
    assert body.render(words)[1] == "Since noon, it rains. Since noon too.\n\nsw-2 is down. iPhone as well, since noon"


def test_choices_may_hold_slots_and_be_empty() -> None:
    body = parse("a{, {name}|}!")
    assert {Words(random.Random(n), {"name": "b"}, (), lambda name: None).say(body) for n in range(20)} == {
        "a, b!",
        "a!",
    }


@pytest.mark.parametrize("source", ["open {brace", "shut} brace", "{a|{b}"])
def test_braces_have_to_match(source: str) -> None:
    with pytest.raises(WordingError):
        parse(source)


def test_an_unknown_slot_is_named() -> None:
    with pytest.raises(WordingError, match="nonsense"):
        _words().say(parse("{nonsense}"))


def test_working_minutes_and_instants_agree() -> None:
    for minute in (0.0, 569.5, 570.0, 2_850.0, 421_000_123.25):
        assert abs(hours.position(hours.instant(minute)) - minute) < 1
