"""Articles come from folders, Zendesk Guide and Confluence, and go into a folder that comes back without loss."""

import io
import json
import zipfile

import pytest
from PIL import Image

from deskhand.jobs.worker import run_until_idle
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.modules.knowledge import words
from deskhand.modules.knowledge.actions.arrange import ShelfDetails, create_shelf
from deskhand.modules.knowledge.actions.files import add_file, address_of
from deskhand.modules.knowledge.actions.govern import govern, move_article
from deskhand.modules.knowledge.actions.import_articles import begin_import, hand_over
from deskhand.modules.knowledge.actions.publish import publish
from deskhand.modules.knowledge.actions.write import begin_translation, save_draft
from deskhand.modules.knowledge.exchange import writing
from deskhand.modules.knowledge.models import Article, ArticleFile, Shelf, Stage, Translation
from deskhand.modules.knowledge.tests.test_video_files import CLIP, SAID
from deskhand.modules.knowledge.words import Words

pytestmark = pytest.mark.django_db


def picture(size=(4, 3)):
    kept = io.BytesIO()
    Image.new("RGB", size, "navy").save(kept, "PNG")
    return kept.getvalue()


def packed(**files):
    """A ZIP file; ``__`` in a name is a slash."""
    return packed_as({name.replace("__", "/"): content for name, content in files.items()})


def packed_as(files):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return kept.getvalue()


@pytest.fixture
def bring(on):
    """Import an archive as Lena, an administrator, would; returns the import."""

    def bring(content, *, who="lena", audience="agents", is_published=True, **more):
        try:
            batch = hand_over(actor=on.actor(who), desk=on.it, filename="articles.zip", content=content, language="en")
        except Invalid as refusal:
            on.refused = " ".join(refusal.fields.values())
            return None
        run_until_idle()
        batch.refresh_from_db()
        if batch.stage == Stage.READ:
            begin_import(actor=on.actor(who), batch=batch, audience=audience, is_published=is_published, **more)
            run_until_idle()
            batch.refresh_from_db()
        return batch

    return bring


def titles(desk):
    return sorted(Translation.objects.within(desk).values_list("title", flat=True))


MARKDOWN = """---
title: VPN drops in trains
tags: [vpn, trains]
summary: The tunnel breaks when the network changes.
---
<!-- issue -->

The VPN **drops** whenever the train enters a tunnel.

<!-- resolution -->

1. Turn on *Reconnect*.
2. See [the client](client.md).

![The switch](img/switch.png)
"""


def test_a_folder_of_markdown_becomes_articles_in_categories_with_their_pictures_and_links(on, bring):
    batch = bring(
        packed_as(
            {
                "kb/01-network/_category.md": "---\ntitle: Network\nnames: {de: Netz}\n---\nAll about lines.\n",
                "kb/01-network/vpn.md": MARKDOWN,
                "kb/01-network/client.md": "# The client\n\nInstall it.\n",
                "kb/01-network/vpn.de.md": "---\ntitle: VPN bricht ab\n---\n<!-- resolution -->\n\nNeu verbinden.\n",
                "kb/01-network/img/switch.png": picture(),
            }
        )
    )
    assert (batch.stage, batch.kind) == (Stage.DONE, "folder")
    assert titles(on.it) == ["The client", "VPN bricht ab", "VPN drops in trains"]
    shelf = Shelf.objects.within(on.it).get()
    assert (shelf.name, shelf.called("de"), shelf.text) == ("Network", "Netz", "All about lines.")
    translation = Translation.objects.within(on.it).get(title="VPN drops in trains")
    article, said = translation.article, words.of(translation.published)
    client = Translation.objects.within(on.it).get(title="The client").article
    assert article.keywords == "vpn, trains" and article.shelf == shelf and article.audience == "agents"
    assert "<strong>drops</strong>" in said.issue and said.summary.startswith("The tunnel")
    assert address_of(article.files.get()) in said.resolution
    assert f"/help/it/articles/{client.pk}-" in said.resolution
    german = article.translations.get(language="de")
    assert german.published.made_from == translation.published


def test_importing_the_same_again_changes_nothing_and_a_changed_page_becomes_a_new_version(on, bring):
    first = {"vpn.md": MARKDOWN.replace("See [the client](client.md)", "Wait"), "img/switch.png": picture()}
    bring(packed_as(first))
    again = bring(packed_as(first))
    assert [row["does"] for row in again.rows] == ["same"]
    assert Article.objects.within(on.it).get().files.count() == 1
    bring(packed_as({**first, "vpn.md": first["vpn.md"].replace("Wait", "Wait a minute")}))
    translation = Translation.objects.within(on.it).get()
    assert translation.published.number == 2 and "Wait a minute" in translation.published.resolution


def test_what_cannot_be_imported_is_named_and_the_rest_is_imported(on, bring):
    batch = bring(
        packed_as(
            {
                "good.md": "Restart it.",
                "no-picture.md": "![Gone](gone.png)",
                "torn.md": "---\ntitle: [\n---\nText",
                "bomb.md": "---\na: &a [1]\nb: *a\n---\nText",
                "huge.md": "![Huge](huge.png)",
                "huge.png": picture((9000, 9000)),
                "odd.xx.md": "Text",
                "empty.md": "# Only a title\n",
            }
        )
    )
    assert titles(on.it) == ["Good"]
    said = {row["path"]: " ".join(row["words"]) for row in batch.rows if row["does"] == "refuse"}
    assert set(said) == {"no-picture.md", "torn.md", "bomb.md", "huge.md", "odd.xx.md", "empty.md"}
    assert "gone.png is not in the archive" in said["no-picture.md"]
    assert "line 2" in said["torn.md"] and "40 million pixels" in said["huge.md"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no archive", "no ZIP file"),
        (packed_as({"picture.png": b""}), "no Markdown or HTML"),
        (packed_as({"../../etc/passwd": "x"}), "cannot be read"),
        (packed_as({"articles.json": "{"}), "is no JSON"),
    ],
)
def test_an_archive_that_is_none_is_refused_in_words(on, bring, content, words):
    batch = bring(content)
    assert batch is None or batch.stage == Stage.FAILED
    assert words in (batch.failure if batch else on.refused)
    assert titles(on.it) == []


def test_an_import_that_fails_on_its_way_leaves_nothing(on, bring, monkeypatch):
    from deskhand.modules.knowledge.actions import import_articles

    def refuse(**_more):
        raise Invalid("The disk of this test is full.")

    monkeypatch.setattr(import_articles, "publish", refuse)
    batch = bring(packed_as({"a.md": "One.", "b.md": "Two."}))
    assert batch.stage == Stage.FAILED and "disk of this test" in batch.failure
    assert titles(on.it) == [] and not Shelf.objects.within(on.it).exists()


def test_what_is_imported_is_for_the_desks_own_people_unless_somebody_says_otherwise(on, bring):
    page = packed_as({"a.md": "---\naudience: public\n---\nOne."})
    bring(page)
    assert Article.objects.within(on.it).get().audience == "agents"
    Article.objects.within(on.it).delete()
    bring(page, keeps_audiences=True)
    assert Article.objects.within(on.it).get().audience == "public"


def test_a_guide_of_zendesk_comes_with_sections_translations_drafts_and_pictures(on, bring):
    page = "https://help.kestrel.example/hc/article_attachments/77/steps.png"
    listed = {
        "articles": [
            {
                "id": 11, "section_id": 5, "locale": "en-us", "source_locale": "en-us", "title": "VPN drops",
                "body": f'<p>Restart.</p><img src="{page}"><a href="/hc/en-us/articles/12-Other">Other</a>',
                "draft": False, "label_names": ["vpn"], "position": 2, "user_segment_id": 9,
            },
            {"id": 12, "section_id": None, "locale": "en-us", "title": "Other", "body": "<p>Wait.</p>", "draft": True},
        ]
    }  # fmt: skip
    batch = bring(
        packed_as(
            {
                "articles.json": json.dumps(listed),
                "sections.json": json.dumps({"sections": [{"id": 5, "name": "VPN", "category_id": 3}]}),
                "categories.json": json.dumps({"categories": [{"id": 3, "name": "Network", "description": "Lines"}]}),
                "translations-11.json": json.dumps(
                    {
                        "translations": [
                            {"id": 1, "source_id": 11, "source_type": "Article", "locale": "de",
                             "title": "VPN bricht ab", "body": "<p>Neu starten.</p>", "draft": False}
                        ]
                    }
                ),
                "attachments/steps.png": picture(),
            }
        ),
        keeps_audiences=True,
    )  # fmt: skip
    assert (batch.stage, batch.kind, batch.failure) == (Stage.DONE, "zendesk", "")
    english = Translation.objects.within(on.it).get(title="VPN drops")
    article = english.article
    assert (article.origin, article.audience, article.keywords) == ("zendesk:11", "requesters", "vpn")
    assert article.shelf.name == "VPN" and article.shelf.parent.name == "Network"
    assert address_of(article.files.get()) in english.published.resolution
    assert article.translations.get(language="de").title == "VPN bricht ab"
    other = Translation.objects.within(on.it).get(title="Other")
    assert other.published is None and f"/articles/{other.article_id}-" in english.published.resolution


CONFLUENCE = """<html><head><title>IT : VPN drops</title></head><body>
<div id="breadcrumb-section"><ol id="breadcrumbs"><li class="first"><span><a href="index.html">IT</a></span></li>
<li><span><a href="IT-Home_1.html">IT Home</a></span></li><li><span><a href="Network_2.html">Network</a></span></li>
</ol></div>
<h1 id="title-heading"><span id="title-text"> IT : VPN drops </span></h1>
<div id="main-content" class="wiki-content group"><div class="toc-macro"><ul><li>1</li></ul></div><p>Restart it.</p>
<div class="confluence-information-macro confluence-information-macro-note"><p class="title">Mind</p>
<div class="confluence-information-macro-body"><p>Save first.</p></div></div>
<div class="code panel">
<pre class="syntaxhighlighter-pre" data-syntaxhighlighter-params="brush: bash">vpn up</pre></div>
<img class="confluence-embedded-image" src="attachments/9/10.png"><a href="Network_2.html">Network</a></div>
<div class="pageSection group"><div class="greybox"><a href="attachments/9/11.txt">notes.txt</a></div></div>
</body></html>"""


def test_a_space_of_confluence_comes_with_callouts_code_attachments_and_places(on, bring):
    batch = bring(
        packed_as(
            {
                "IT/index.html": "<html><body><h1>Space Details</h1></body></html>",
                "IT/VPN-drops_9.html": CONFLUENCE,
                "IT/Network_2.html": '<html><body><div id="main-content"><p>Lines.</p></div></body></html>',
                "IT/attachments/9/10.png": picture(),
                "IT/attachments/9/11.txt": "Notes",
            }
        )
    )
    assert (batch.stage, batch.kind) == (Stage.DONE, "confluence")
    translation = Translation.objects.within(on.it).get(title="VPN drops")
    said = translation.published.resolution
    assert '<aside data-callout="warning">' in said and "<strong>Mind</strong>" in said and "Save first." in said
    assert '<code class="language-bash">vpn up</code>' in said
    assert translation.article.shelf.name == "Network" and "/help/files/" in said
    assert [one.is_inline for one in translation.article.files.all()] == [True, False]


RICH = """<h2>When</h2><p>Every <strong>day</strong>, <code>a_b*c</code> &amp; more.</p>
<ul><li>one</li><li>two</li></ul>
<aside data-callout="tip"><p>Save <em>first</em>.</p></aside><pre><code class="language-sql">select *
from t</code></pre><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>
<tr><td>1</td><td>2</td></tr></tbody></table>"""


def test_what_is_exported_comes_back_without_loss_on_another_desk(on, article, bring):
    shelf = create_shelf(
        actor=on.actor("lena"), desk=on.it, details=ShelfDetails(name="Netz & Co", text="Lines", names={"de": "Netz"})
    )
    made = article("VPN drops: «trains» 🚆", audience="public", issue="<p>It <u>drops</u>.</p>", summary="Short.")
    other = article("The client")
    move_article(actor=on.actor("lena"), article=made, shelf=shelf)
    file = add_file(actor=on.actor("lena"), article=made, filename="Schritte ö.png", content=picture())
    link = f'<a href="/help/it/articles/{other.pk}-the-client/">x</a>'
    text = f'{RICH}<p><img src="{address_of(file)}" alt="Steps"> {link}</p>'
    translation = made.translations.get()
    said = Words(title=translation.title, summary="Short.", issue="<p>It <u>drops</u>.</p>", resolution=text)
    save_draft(actor=on.actor("lena"), translation=translation, said=said)
    publish(actor=on.actor("lena"), translation=translation)
    begin_translation(
        actor=on.actor("lena"), article=made, language="de", said=Words(title="Bricht ab", resolution="<p>Neu.</p>")
    )
    govern(actor=on.actor("lena"), article=made, changes={"keywords": "vpn, bahn", "expires_at": clock.now()})
    archive = io.BytesIO()
    count = writing.write(Article.objects.served_by(on.actor("lena")).filter(desk=on.it), archive)
    assert count == 3
    names = zipfile.ZipFile(archive).namelist()
    assert any(name.startswith("netz-co/") and name.endswith(".md") for name in names), names
    again = bring(archive.getvalue(), keeps_audiences=True)
    assert {row["does"] for row in again.rows} == {"same"}, again.rows
    before = Article.objects.within(on.it).get(pk=made.pk)
    texts = words.of(before.translations.get(language="en").published)
    _forget_all(on)
    back = bring(archive.getvalue(), keeps_audiences=True)
    assert back.stage == Stage.DONE, back.failure
    after = Translation.objects.within(on.it).get(language="en", title=said.title)
    assert after.article_id != made.pk and after.article.shelf.called("de") == "Netz"
    for name in ("audience", "keywords", "expires_at", "confidence"):
        assert getattr(after.article, name) == getattr(before, name), name
    assert words.of(after.published).issue == texts.issue
    assert _without_addresses(words.of(after.published).resolution) == _without_addresses(texts.resolution)
    assert after.article.translations.get(language="de").published is None


def _forget_all(on):
    why = "the test begins anew"
    Translation.objects.beyond_walls(why).update(published=None)
    Article.objects.beyond_walls(why).delete()
    Shelf.objects.beyond_walls(why).delete()


def _without_addresses(html):
    import re

    return re.sub(r'(src|href)="/help/[^"]*"', r"\1", html)


def test_a_video_and_its_captions_come_with_a_folder_and_go_into_one(on, bring):
    text = '<figure data-video="clip.mp4" data-captions="clip.vtt" title="So"></figure>\n\n![](switch.png)\n'
    batch = bring(packed_as({"restart.md": text, "clip.mp4": CLIP, "clip.vtt": SAID, "switch.png": picture()}))
    assert "1 picture has no description" in batch.rows[0]["words"][0]
    kept = {file.content_type: file for file in ArticleFile.objects.within(on.it)}
    article = kept["video/mp4"].article
    said = article.translations.get().published.resolution
    assert f'data-video="{address_of(kept["video/mp4"])}"' in said
    assert f'data-captions="{address_of(kept["text/vtt"])}"' in said
    archive = io.BytesIO()
    writing.write([article], archive)
    again = bring(archive.getvalue())
    assert [row["does"] for row in again.rows] == ["same"]
