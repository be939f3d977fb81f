"""No markup of a stranger does anything in our pages; what people meant stays."""

import pytest

from deskhand.mail.clean import clean_composed, clean_html, html_from_text, text_from_html
from deskhand.mail.quotes import split_quoted_html
from deskhand.mail.tests.soundness import inspect
from deskhand.mail.tests.vectors import VECTORS


def clean(html: str) -> str:
    return clean_html(html, cid_url=lambda cid: f"/files/{cid}").html


FRAMINGS = (
    "%s", "<p>%s</p>", "<table><tr><td>%s", "<ul>%s", "<a href='https://ok.example'>%s", "<p title='%s'>x</p>",
    "<blockquote type=cite>%s</blockquote>after", "x<div class=gmail_quote>%s", "<svg>%s", "<select>%s", "<style>%s",
    "<!--%s",
)  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_dangerous_survives(vector: str):
    framings = (
        vector,
        f"<p>{vector}</p>",
        f"<table><tr><td>{vector}",
        f"<ul>{vector}",
        f"<a href='https://ok.example'>{vector}",
    )
    for html in (
        *framings,
        f"<blockquote type=cite>{vector}</blockquote>after",
        f"<p title='{vector}'>x</p>",
        vector * 3,
    ):
        cleaned = clean(html)
        inspect(cleaned)
        inspect(clean_composed(html))
        newest, quoted = split_quoted_html(cleaned)
        inspect(newest)
        inspect(quoted)
        inspect(html_from_text(html))


def test_there_are_enough_vectors_and_none_twice():
    assert len(set(VECTORS)) == len(VECTORS) >= 80


def test_an_address_given_for_a_cid_cannot_break_out():
    html = clean_html("<img src=cid:x>", cid_url=lambda cid: '/files/"><script>alert(1)</script>').html
    inspect(html)
    assert "<script" not in html


def test_remote_images_wait_for_a_click_and_pixels_are_gone():
    html = (
        '<img src="https://shop.example/logo.png" alt="Logo" width="120"><img src="//cdn.example/b.png">'
        '<img src="https://track.example/o.gif" width="1" height="1">'
        '<img src="https://track.example/p" style="width:1px;height:1px">'
        '<img src="https://track.example/h.gif" style="display:none">'
    )
    cleaned = clean_html(html, cid_url=lambda cid: None)
    assert cleaned.blocked_images == 2
    assert 'data-remote-src="https://shop.example/logo.png"' in cleaned.html
    assert 'data-remote-src="https://cdn.example/b.png"' in cleaned.html
    assert "track" not in cleaned.html


def test_an_inline_image_that_is_missing_leaves_its_description():
    assert (
        clean_html('<p><img src="cid:gone" alt="our logo"></p>', cid_url=lambda cid: None).html
        == '<p dir="auto">our logo</p>'
    )


def test_styles_that_mean_something_become_classes():
    html = clean(
        '<p style="text-align:center;color:#c00"><b style="font-weight:700">a</b><font color="blue">b</font></p>'
    )
    words = '<b class="mail-bold">a</b><span class="mail-blue">b</span>'
    assert html == f'<p class="mail-center mail-red" dir="auto">{words}</p>'


@pytest.mark.parametrize(
    "style", ["color:#333", "color:white", "color:inherit", "color:#fafafa", "color:no", "color:rgb(1,1,1)"]
)
def test_everyday_colours_are_left_to_the_page(style: str):
    assert "class" not in clean(f'<span style="{style}">x</span>')


def test_hidden_preview_lines_stay_hidden():
    html = '<div style="display:none">Preview of the newsletter</div><p>Hello</p>'
    assert '<div hidden="" dir="auto">' in clean(html)
    assert text_from_html(html) == "Hello"


def test_lists_that_outlook_nests_wrongly_are_mended():
    html = clean("<ul><p>intro</p><li>one<ul><li>inner</li></ul></li><ul><li>two</li></ul></ul><li>stray</li>")
    assert html == (
        '<ul><li dir="auto"><p dir="auto">intro</p></li><li dir="auto">one<ul><li dir="auto">inner</li></ul></li>'
        '<li dir="auto"><ul><li dir="auto">two</li></ul></li></ul><div dir="auto">stray</div>'
    )


def test_headings_of_a_mail_do_not_join_the_outline_of_the_page():
    assert clean("<h1>Big</h1>") == '<p class="mail-heading" dir="auto">Big</p>'
    assert clean_composed("<h2>Steps</h2>") == '<h2 dir="auto">Steps</h2>'


def test_an_image_alone_in_a_link_gets_words_to_read_out():
    html = clean('<a href="https://shop.example/x"><img src="https://shop.example/b.png"></a>')
    assert 'alt="shop.example"' in html


def test_composed_text_keeps_our_files_and_nothing_from_elsewhere():
    html = clean_composed(
        '<p><img src="/files/ab/shot.png" alt="shot"><img src="/files/../admin" alt="no"><img src="https://x.example/a.png"></p>'
    )
    assert '<img src="/files/ab/shot.png" alt="shot">' in html
    assert "admin" not in html
    assert ' src="https' not in html


def test_tables_keep_their_spans_and_writing_keeps_its_direction():
    html = clean('<table><tr><th scope="col" colspan="2" dir="rtl">x</th></tr></table>')
    assert all(part in html for part in ('dir="rtl"', 'colspan="2"', 'scope="col"'))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>lines</p>", "One\n\nTwo\nlines"),
        ("<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>", "1. a\n2. b\n  - c"),
        ("<blockquote><p>old</p><blockquote>older</blockquote></blockquote>new", "> old\n>\n> > older\n\nnew"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a | b\nc | d"),
        (
            '<a href="https://x.example/">x.example</a> <a href="https://x.example/a">here</a>',
            "x.example here <https://x.example/a>",
        ),
        ("<pre>  a\n   b</pre>", "  a\n   b"),
        ("a<script>b</script><style>c</style><!-- d -->e", "ae"),
        ("<div>a</div>\n  <div>  b   c </div>", "a\nb c"),
        ("&lt;b&gt; &amp; &nbsp;x", "<b> & \u00a0x"),
        ('<img alt="chart" src="cid:x">', "[chart]"),
        ("", ""),
    ],
)
def test_text_is_made_from_html_as_a_person_would_type_it(html: str, text: str):
    assert text_from_html(html) == text


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a <b> & c", "a &lt;b&gt; &amp; c"),
        ("see https://x.example/a_(b).", 'href="https://x.example/a_(b)"'),
        ("(see https://x.example/a)", 'href="https://x.example/a"'),
        ("www.x.example", 'href="https://www.x.example"'),
        ("write to a@b.example.", 'href="mailto:a@b.example"'),
        ("javascript:alert(1)", '<p dir="auto">javascript:alert(1)</p>'),
        ('https://x.example/"onmouseover="x', 'href="https://x.example/"'),
        ("one\n\ntwo\nthree", '<p dir="auto">one</p>\n<p dir="auto">two<br>\nthree</p>'),
        ("  indented", "\u00a0\u00a0indented"),
    ],
)
def test_html_is_made_from_text_with_links_and_nothing_else(text: str, part: str):
    html = html_from_text(text)
    assert part in html
    inspect(html)
