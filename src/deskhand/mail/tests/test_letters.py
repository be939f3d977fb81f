"""The words of letters."""

import pytest

from deskhand.mail import letters, wording
from deskhand.mail.letters import Filling, filled, mistakes

VALUES = {
    "first_name": "Mara",
    "number": "1042",
    "subject": "Fish & <b>chips</b>",
    "link": "https://x.example/t/1?a=b&c",
}


def test_values_fill_both_halves_and_are_escaped_in_the_html():
    made = filled("Re: {subject}", "Hello {first_name},\n\n{subject}: {link}", Filling(VALUES), language="en")
    assert made.subject == "Re: Fish & <b>chips</b>"
    assert made.text == "Hello Mara,\n\nFish & <b>chips</b>: https://x.example/t/1?a=b&c\n"
    assert "Fish &amp; &lt;b&gt;chips&lt;/b&gt;" in made.html
    assert '<a href="https://x.example/t/1?a=b&amp;c">https://x.example/t/1?a=b&amp;c</a>' in made.html


def test_the_message_stands_as_it_was_written():
    filling = Filling({}, "Restart, *please*", "<p>Restart, <em>please</em></p>")
    made = filled("x", "{message}\n\nBye", filling, language="en")
    assert made.text == "Restart, *please*\n\nBye\n"
    assert "<p>Restart, <em>please</em></p>" in made.html and "<p><p>" not in made.html


def test_without_a_name_the_greeting_is_still_one():
    assert filled("x", "Hello {first_name},\n\nHi", Filling({"first_name": ""}), language="en").text == "Hello,\n\nHi\n"


def test_a_line_that_only_held_what_is_not_there_disappears():
    assert filled("x", "One\n\n{signature}\n\nTwo", Filling({"signature": ""}), language="en").text == "One\n\nTwo\n"


def test_braces_in_values_are_not_filled_in_again():
    made = filled("{subject}", "{subject}", Filling({"subject": "{link}", "link": "secret"}), language="en")
    assert made.subject == "{link}" and "secret" not in made.text


def test_subjects_stay_on_one_line():
    assert filled("{subject}", "x", Filling({"subject": "a\r\nBcc: b"}), language="en").subject == "a Bcc: b"


@pytest.mark.parametrize("language", wording.languages())
def test_every_kind_is_written_in_every_language_with_what_can_be_filled_in(language):
    assert set(wording.words(language)) == set(letters.KINDS)
    for kind in letters.KINDS:
        assert mistakes(kind, *wording.built_in(kind, language)) == {}


def test_a_language_without_words_reads_english():
    assert wording.built_in("reply", "xx") == wording.built_in("reply", "en")


def test_the_page_that_mail_programs_show_serves_light_and_dark():
    html = filled("x", "Hello", Filling({}), language="de").html
    assert '<html lang="de">' in html and 'content="light dark"' in html and "style=" not in html
