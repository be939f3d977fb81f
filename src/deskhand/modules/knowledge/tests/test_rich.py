"""What articles may hold comes through, both as HTML and as Markdown; what strangers try does not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskhand.mail.tests.vectors import VECTORS
from deskhand.modules.knowledge import markdown, rich

DANGEROUS = re.compile(
    r"<\s*(?:script|iframe|object|embed|svg|math|form|input|style|link|meta|base|video|audio|textarea|button)\b"
    r"|<[^>]*\s(?:on\w+|style|id|srcdoc|formaction|action|background|ping|target)\s*="
    r"|<[^>]*\s(?:href|src)=\"\s*(?:javascript|data|vbscript|file|cid|blob):"
    r"|<img[^>]*\ssrc=\"(?!/(?:help/)?files/)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("start", range(10))
def test_nothing_dangerous_survives(start: int):
    for vector in VECTORS[start::10]:
        for frame in ("%s", "<aside data-callout='%s'>x</aside>", "<details name='%s'><summary>%s", "<pre><code>%s"):
            html = rich.cleaned(frame.replace("%s", vector))
            assert not DANGEROUS.search(_markup(html)), vector
            assert rich.cleaned(html) == html, vector
            assert not DANGEROUS.search(_markup(markdown.html_from(vector))), vector


@pytest.mark.parametrize(
    "html",
    [
        '<aside data-callout="warning"><p>Careful.</p></aside>',
        '<details name="os" open=""><summary>Windows</summary><p>x</p></details>',
        '<pre><code class="language-sql">select 1;</code></pre>',
        '<figure data-video="https://video.example/watch?v=1"></figure>',
        '<p><img src="/help/files/abc123/x.png" alt="Where it is" width="320"></p>',
        '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td colspan="2">b</td></tr></tbody></table>',
    ],
)
def test_what_an_article_may_hold_stays_as_it_is(html: str):
    assert rich.cleaned(html) == html


def test_nothing_loads_from_elsewhere_and_odd_values_go():
    assert rich.cleaned('<p>a<img src="https://evil.example/p.png" alt="x">b</p>') == "<p>ab</p>"
    assert rich.cleaned('<img src="/help/files/a/b.png">') == '<img alt="" src="/help/files/a/b.png">'
    assert "/../" not in rich.cleaned('<img src="/files/../admin/x.png">')
    assert rich.cleaned('<figure data-video="http://plain.example/"></figure>') == "<figure></figure>"
    assert rich.cleaned("<aside>x</aside>") == '<aside data-callout="note">x</aside>'
    assert "href" not in rich.cleaned('<a href="//evil.example/">x</a>')
    assert rich.cleaned("<h1>t</h1><h6>u</h6>") == "<h2>t</h2><h4>u</h4>"


def test_markdown_writes_callouts_tabs_code_and_tables():
    typed = "::: tip\n\nTry **this**.\n\n:::\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n```sql\nselect 1 < 2;\n```"
    html = markdown.html_from(typed)
    assert '<aside data-callout="tip">' in html
    assert "<td>2</td>" in html
    assert '<code class="language-sql">select 1 &lt; 2;' in html
    assert markdown.markdown_from(html) == typed


TEXT = st.text(alphabet="ab *_#`<>&|~:.-1[]()!\\+=äß漢😀", min_size=1, max_size=30).map(
    lambda said: said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)
BLOCK = st.recursive(
    st.one_of(
        TEXT.map(lambda said: f"<p>x{said}x</p>"),
        TEXT.map(lambda said: f"<h2>x{said}x</h2>"),
        TEXT.map(lambda said: f'<pre><code class="language-sql">{said}</code></pre>'),
        TEXT.map(lambda said: f"<p>a <strong>x{said}x</strong> b<br>c</p>"),
        TEXT.map(
            lambda said: f"<table><thead><tr><th>h</th></tr></thead><tbody><tr><td>x{said}x</td></tr></tbody></table>"
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2).map(lambda some: f'<aside data-callout="tip">{"".join(some)}</aside>'),
        st.lists(inner, min_size=1, max_size=2).map(
            lambda some: f"<details><summary>S</summary>{''.join(some)}</details>"
        ),
    ),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(BLOCK, min_size=1, max_size=4))
def test_markdown_and_back_says_the_same(blocks: list[str]):
    html = rich.cleaned("".join(blocks))
    again = markdown.html_from(markdown.markdown_from(html))
    assert _canonical(again) == _canonical(html)
    assert markdown.markdown_from(again) == markdown.markdown_from(html)


def _markup(html: str) -> str:
    """Without the values that are only words."""
    return re.sub(r'\s(?:title|alt)="[^"]*"', "", html)


def _canonical(html: str) -> list[str]:
    """Elements and words, whatever white space stands between them."""
    return re.sub(r"\s+", " ", html.replace("<", " <").replace(">", "> ")).split()
