"""An article on paper, and its videos: nothing of either asks another site."""

import io
import subprocess
from typing import Any, cast

import pytest
from PIL import Image
from pypdf import PdfReader

from deskhand.kernel.actor import SYSTEM
from deskhand.modules.knowledge import markdown, paper, paper_press, rich, videos
from deskhand.modules.knowledge.actions.files import add_file, address_of
from deskhand.modules.knowledge.actions.publish import publish
from deskhand.modules.knowledge.actions.write import save_draft
from deskhand.modules.knowledge.models import Rules
from deskhand.modules.knowledge.tests.test_help_center import address, in_german
from deskhand.modules.knowledge.words import Words, of

pytestmark = pytest.mark.django_db

TUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3"
FIGURE = f'<figure data-video="{TUBE.replace("&", "&amp;")}" title="How to &quot;restart&quot;"></figure>'


def picture(width, height):
    held = io.BytesIO()
    Image.new("RGB", (width, height), "#2f6f9f").save(held, "PNG")
    return held.getvalue()


def as_pdf(on, made, who=""):
    return on.client(who).post(f"/help/it/articles/{made.pk}/pdf/")


@pytest.mark.parametrize(
    ("given", "host", "player"),
    [
        (TUBE, "youtube-nocookie.com", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"),
        ("https://youtu.be/dQw4w9WgXcQ", "youtube-nocookie.com", "/embed/dQw4w9WgXcQ?"),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "youtube-nocookie.com", "/embed/dQw4w9WgXcQ?"),
        ("https://vimeo.com/76979871", "vimeo.com", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"),
        ("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", "youtube.com.evil.example", ""),
        ("https://evil.example/youtu.be/dQw4w9WgXcQ", "evil.example", ""),
        ("https://youtu.be/a%22onload=x", "youtu.be", ""),
    ],
)
def test_a_video_plays_only_on_sites_that_are_known(given, host, player):
    found = videos.video_of(given)
    assert found.host == host and (player in found.player if player else not found.player)


def test_a_video_is_a_box_that_asks_nobody_before_the_reader_agrees(article, on):
    other = '<figure data-video="https://video.example/1"></figure>'
    made, plain = article("VPN", f"See:</p>{FIGURE}{other}<p>So."), article("Other")
    answer = on.client().get(address(made))
    page, policy = answer.content.decode(), answer.headers["Content-Security-Policy"]
    assert "Play: this loads from youtube-nocookie.com" in page and "How to &#34;restart&#34;" in page
    assert "<iframe" not in page and 'src="https://' not in page and "vimeo" not in policy
    assert "frame-src 'self' https://www.youtube-nocookie.com" in policy
    assert 'href="https://video.example/1"' in page and page.count("data-play") == 1
    assert "frame-src" not in on.client().get(address(plain)).headers["Content-Security-Policy"]
    staff = on.client("jana").get(f"/agent/it/knowledge/articles/{made.pk}/")
    assert "frame-src 'self' https://www.youtube-nocookie.com" in staff.headers["Content-Security-Policy"]
    assert "data-play" in staff.content.decode()
    Rules.objects.create(desk=on.it, widget_origins=["https://www.example.com"])
    framed = on.client().get(f"/help/it/widget/articles/{made.pk}/").headers["Content-Security-Policy"]
    assert "frame-src 'self' https://www.youtube-nocookie.com" in framed


def test_the_title_of_a_video_survives_markdown_and_own_files_ask_nobody():
    assert rich.cleaned(FIGURE) == FIGURE
    assert rich.cleaned(markdown.html_from(markdown.markdown_from(FIGURE))).replace("\n", "") == FIGURE
    own = rich.cleaned('<figure data-video="/help/files/k3y/clip.mp4"></figure>')
    assert '<video controls preload="none" src="/help/files/k3y/clip.mp4"' in videos.boxed(own)
    assert rich.cleaned('<figure data-video="/help/files/../x.mp4"></figure>') == "<figure></figure>"
    assert videos.boxed("<figure><p>x</p></figure>") == "<figure><p>x</p></figure>"


def test_an_article_comes_as_a_pdf_with_its_own_pictures_and_no_others(article, on, monkeypatch):
    monkeypatch.setattr(paper, "SECONDS", 300)  # A busy machine may need a minute to begin.
    made, foreign = article("VPN für Züge", "x"), article("Other")
    own = add_file(actor=SYSTEM, article=made, filename="a b.png", content=picture(31, 17))
    other = add_file(actor=SYSTEM, article=foreign, filename="c.png", content=picture(57, 19))
    rows = "".join(f"<tr><td>{number}</td><td>{'wide ' * 30}</td></tr>" for number in range(60))
    text = (
        f'<p><img src="{address_of(own)}" alt="x"><img src="{address_of(other)}" alt="y"></p>{FIGURE}'
        f'<p dir="rtl">שלום עולם</p><pre><code>{"x" * 400}</code></pre><table><tbody>{rows}</tbody></table>'
        f"<details><summary>More</summary><p>Folded.</p></details>"
    )
    translation = made.translations.get()
    save_draft(actor=SYSTEM, translation=translation, said=Words(title="VPN für Züge", resolution=text))
    publish(actor=SYSTEM, translation=translation)
    environments, real = [], cast(Any, subprocess.run)

    def watched(*words, env, **more):
        environments.append(env)
        return real(*words, env=env, **more)

    monkeypatch.setattr(subprocess, "run", watched)
    answer = as_pdf(on, made)
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-") and not answer.cookies
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''vpn-f%C3%BCr-z%C3%BCge.pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) > 1
    assert {shown.image.size for page in pages for shown in page.images} == {(31, 17)}
    assert not any("SECRET" in name or "DESKHAND" in name for name in environments[0])


def test_whoever_may_not_read_it_gets_no_pdf_and_german_readers_get_theirs(article, on, monkeypatch):
    hidden, known = article("Secret", audience="agents"), article("Known")
    in_german(known)
    sheets = []

    def pressed(sheet):
        sheets.append(sheet)
        return b"%PDF-"

    monkeypatch.setattr(paper, "_pressed", pressed)
    assert as_pdf(on, hidden).status_code == as_pdf(on, hidden, "mara").status_code == 404
    assert on.client().get(f"/help/it/articles/{known.pk}/pdf/").status_code == 302
    on.client().post(f"/help/it/articles/{known.pk}/pdf/?language=de")
    assert of(sheets[0].version).title == "VPN bricht ab"
    assert sheets[0].address.endswith("?language=de")
    url = f"/agent/it/knowledge/articles/{hidden.pk}/en/pdf/"
    assert on.client("jana").post(url).content == b"%PDF-"
    assert on.client("hanna").post(url).status_code == on.client("mara").post(url).status_code == 404


def test_a_pdf_that_cannot_be_written_says_why_and_the_page_can_be_printed(article, on, monkeypatch):
    made = article("VPN drops")
    with monkeypatch.context() as broken:
        broken.setattr(paper, "LETTERS_LIMIT", 3)
        assert "too long for a PDF" in as_pdf(on, made).content.decode()
    done = type("Done", (), {"returncode": paper_press.NO_LIBRARY, "stdout": b"", "stderr": b"Pango"})
    with monkeypatch.context() as broken:
        broken.setattr(subprocess, "run", lambda *_a, **_k: done)
        answer = as_pdf(on, made)
        assert answer.status_code == 409 and "the library Pango is missing" in answer.content.decode()
    for _number in range(paper.AT_ONCE):
        assert paper._PRESSES.acquire(blocking=False)
    try:
        assert as_pdf(on, made).status_code == 429
    finally:
        paper._PRESSES.release(paper.AT_ONCE)
