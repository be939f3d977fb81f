"""Articles come in and go out by pages of the workspace."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from deskhand.jobs.worker import run_until_idle
from deskhand.kernel import clock
from deskhand.modules.knowledge.actions import follow_up_import
from deskhand.modules.knowledge.actions.write import save_draft
from deskhand.modules.knowledge.models import Article, ArticleImport, Licence, Shelf, Translation
from deskhand.modules.knowledge.words import Words

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def packed(files):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return kept.getvalue()


def picture(size):
    kept = io.BytesIO()
    Image.new("1", size).save(kept, "PNG")
    return kept.getvalue()


def hand_over(client, content, desk="it", name="articles.zip"):
    """Send an archive as the form does; returns the answer, after the worker had its turn."""
    file = SimpleUploadedFile(name, content, "application/zip")
    answer = client.post(reverse("knowledge:imports", args=[desk]), {"file": file, "language": "en"})
    run_until_idle()
    return answer


def start(client, address, **more):
    answer = client.post(f"{address}start/", {"audience": "agents", "state": "published"} | more)
    run_until_idle()
    return answer


TWO = {
    "net/vpn.md": "---\ntitle: VPN drops\naudience: public\n---\nSwitch it **off** and on.\n",
    "net/wlan.md": "# No WLAN\n\nCome closer.\n",
    "torn.md": "---\ntitle: [\n---\nText",
}


def test_an_agent_hands_over_a_folder_looks_what_would_happen_and_imports_it(on):
    agent = on.client("jana")
    page = agent.get(reverse("knowledge:imports", args=["it"])).content.decode()
    assert "at most 100 MB" in page and "None yet." in page
    address = hand_over(agent, packed(TWO))["Location"]
    page = agent.get(address).content.decode()
    assert "VPN drops" in page and "net/wlan.md" in page and "Import 2 pages" in page
    assert not Article.objects.within(on.it).exists()
    refused = agent.get(f"{address}?show=refuse").content.decode()
    assert "torn.md" in refused and "line 2" in refused and "net/wlan.md" not in refused
    start(agent, address)
    made = Translation.objects.within(on.it).get(title="VPN drops").article
    page = agent.get(address).content.decode()
    assert reverse("knowledge:article", args=["it", made.pk]) in page
    assert made.audience == "agents" and made.confidence == "not_validated"
    assert "you cannot add it" in page and made.shelf is None
    assert "2 added, 0 changed, 1 refused" in agent.get(reverse("knowledge:imports", args=["it"])).content.decode()


def test_only_publishers_import_for_people_outside_the_desk(on):
    agent = on.client("jana")
    address = hand_over(agent, packed(TWO))["Location"]
    assert 'value="public"' not in agent.get(address).content.decode()
    assert start(agent, address, audience="public").status_code == 422
    assert not Article.objects.within(on.it).exists()
    lena = on.client("lena")
    assert 'value="public"' in lena.get(address).content.decode()
    assert start(lena, address, keeps_audiences="on").status_code == 302
    assert sorted(Article.objects.within(on.it).values_list("audience", flat=True)) == ["agents", "public"]


def test_a_candidate_imports_nothing_and_an_auditor_does_not_see_the_page(on):
    Licence.objects.create(desk=on.it, person=on.jana, level="candidate", since=clock.now())
    agent = on.client("jana")
    assert 'type="file"' not in agent.get(reverse("knowledge:imports", args=["it"])).content.decode()
    assert hand_over(agent, packed(TWO)).status_code == 422
    assert not ArticleImport.objects.within(on.it).exists()
    assert on.client("arno").get(reverse("knowledge:imports", args=["it"])).status_code == 403


def test_an_import_is_seen_by_whoever_began_it_and_by_administrators_of_the_desk(on):
    address = hand_over(on.client("jana"), packed({"secret.md": "# Layoffs\n\nIn May."}))["Location"]
    for name, status in {"ben": 404, "lena": 200, "hanna": 404, "mara": 404, "arno": 404}.items():
        assert on.client(name).get(address).status_code == status, name
        assert status == 200 or on.client(name).post(f"{address}discard/").status_code == 404, name
    assert "articles.zip" not in on.client("ben").get(reverse("knowledge:imports", args=["it"])).content.decode()
    assert ArticleImport.objects.within(on.it).exists()


def test_an_archive_neither_finds_nor_changes_an_article_that_one_may_not_read(on, article):
    hidden = article("Layoffs", audience="named", rows=[on.priya])
    Article.objects.within(on.it).filter(pk=hidden.pk).update(origin="folder:vpn")
    agent = on.client("jana")
    address = hand_over(agent, packed({"vpn.md": "# VPN\n\nNew."}))["Location"]
    origin = f"deskhand:{hidden.pk}:{int(hidden.created_at.timestamp())}"
    Article.objects.within(on.it).filter(pk=hidden.pk).update(origin="")
    other = hand_over(agent, packed({"vpn.md": f"---\norigin: {origin}\n---\nNew."}))["Location"]
    for one in (address, other):
        assert "Added" in agent.get(f"{one}?show=add").content.decode()
        start(agent, one)
    assert [row["does"] for row in ArticleImport.objects.within(on.it).first().rows] == ["add"]
    assert Translation.objects.within(on.it).get(article=hidden).versions.count() == 1
    assert Article.objects.within(on.it).count() == 3


BAD = {
    "bomb.zip": (packed({"a.md": "x", "bomb.bin": b"\0" * (26 * 2**20)}), "at most 25 MB for a file"),
    "no.zip": (b"not a zip", "no ZIP file"),
    "empty.zip": (b"", "no ZIP file"),
    "other.zip": (packed({"photo.png": picture((2, 2))}), "no Markdown or HTML"),
    "out.zip": (packed({"../out.md": "x"}), "cannot be read"),
    "guide.zip": (packed({"articles.json": "{"}), "is no JSON"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_archive_of_articles_is_refused_in_words_and_leaves_nothing(on, name):
    content, words = BAD[name]
    agent = on.client("jana")
    answer = hand_over(agent, content, name=name)
    page = answer if answer.status_code == 422 else agent.get(answer["Location"])
    assert words in page.content.decode()
    assert not Article.objects.within(on.it).exists() and not Shelf.objects.within(on.it).exists()


def test_broken_pages_huge_pictures_and_categories_in_a_circle_are_refused_one_by_one(on):
    sections = [{"id": 1, "name": "A", "parent_section_id": 2}, {"id": 2, "name": "B", "parent_section_id": 1}]
    body = '<p>Open <b>it<table><tr><td>here</p><script>alert(1)</script><img src="big.png">'
    one = {"section_id": 1, "locale": "en-us", "draft": False}
    files = {
        "articles.json": json.dumps(
            {
                "articles": [
                    {"id": 1, "title": "Huge", "body": body, **one},
                    {"id": 2, "title": "Torn", "body": body.partition("<img")[0], **one},
                ]
            }
        ),
        "sections.json": json.dumps({"sections": sections}),
        "big.png": picture((9000, 9000)),
    }
    lena = on.client("lena")
    address = hand_over(lena, packed(files))["Location"]
    assert "40 million pixels" in lena.get(f"{address}?show=refuse").content.decode()
    start(lena, address)
    torn = Translation.objects.within(on.it).get()
    assert torn.title == "Torn" and "script" not in torn.published.resolution
    assert torn.article.shelf is not None


def test_an_import_is_taken_back_but_for_what_somebody_changed_since(on):
    agent = on.client("jana")
    address = hand_over(agent, packed(TWO | {"new.md": "---\ntitle: New\ndraft: true\n---\nSoon."}))["Location"]
    start(agent, address)
    spoken = Translation.objects.within(on.it).get(title="No WLAN")
    said = Words(title="No WLAN", resolution="<p>Even closer.</p>")
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        save_draft(actor=on.actor("ben"), translation=spoken, said=said)
    answer = agent.post(f"{address}take-back/", follow=True).content.decode()
    assert "1 article is archived. 1 draft is deleted. 1 was left as it is." in answer
    left = dict(Translation.objects.within(on.it).values_list("title", "article__confidence"))
    assert left == {"VPN drops": "archived", "No WLAN": "not_validated"}
    assert "Taken back" in agent.get(reverse("knowledge:imports", args=["it"])).content.decode()
    assert agent.post(f"{address}take-back/").status_code == 409


def test_what_was_read_is_thrown_away_and_old_imports_are_forgotten(on):
    agent = on.client("jana")
    address = hand_over(agent, packed(TWO))["Location"]
    assert agent.post(f"{address}discard/", follow=True).status_code == 200
    assert agent.get(address).status_code == 404
    hand_over(agent, packed(TWO))
    ArticleImport.objects.within(on.it).update(begun_at=clock.ago(days=31))
    assert follow_up_import.forget_old() == 1


def test_work_that_stopped_goes_on(on):
    file = SimpleUploadedFile("a.zip", packed(TWO))
    agent = on.client("jana")
    address = agent.post(reverse("knowledge:imports", args=["it"]), {"file": file, "language": "en"})["Location"]
    assert "Nothing is at work" not in agent.get(address).content.decode()
    run_until_idle()
    ArticleImport.objects.within(on.it).update(stage="reading", rows=[])
    assert "Nothing is at work" in agent.get(address).content.decode()
    agent.post(f"{address}go-on/")
    assert agent.get(f"{address}progress/").status_code == 200
    run_until_idle()
    assert agent.get(f"{address}progress/")["HX-Redirect"] == address


def test_thousands_of_pages_are_shown_in_pages_with_as_many_queries_as_few(on, django_assert_max_num_queries):
    rows = [
        {"path": f"{n}.md", "title": f"T{n}", "language": "en", "does": "add", "words": [], "article": n + 1}
        for n in range(5000)
    ]
    address = hand_over(on.client("jana"), packed(TWO))["Location"]
    ArticleImport.objects.within(on.it).update(rows=rows)
    agent = on.client("jana")
    with django_assert_max_num_queries(20):
        page = agent.get(f"{address}?page=100").content.decode()
    assert "T4999" in page and "T4949" not in page and page.count('class="line-item') == 50


def test_what_one_reads_is_exported_as_the_list_is_narrowed_and_comes_back_on_another_desk(on, article):
    article("VPN drops", "Restart it.", audience="public")
    article("For the desk", audience="agents")
    article("Layoffs", audience="named", rows=[on.priya])
    agent = on.client("jana")
    answer = agent.get(reverse("knowledge:export", args=["it"]))
    content = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "application/zip"
    names = " ".join(zipfile.ZipFile(io.BytesIO(content)).namelist())
    assert "vpn-drops" in names and "for-the-desk" in names and "layoffs" not in names
    narrowed = b"".join(agent.get(reverse("knowledge:export", args=["it"]), {"audience": "public"}).streaming_content)
    assert len(zipfile.ZipFile(io.BytesIO(narrowed)).namelist()) == 1
    address = hand_over(agent, content)["Location"]
    assert "There is nothing new in it" in agent.get(address).content.decode()
    from deskhand.kernel import switches

    switches.switch("knowledge", on.hr.pk, True)
    hanna = on.client("hanna")
    start(hanna, hand_over(hanna, content, desk="hr")["Location"], keeps_audiences="on")
    assert set(Translation.objects.within(on.hr).values_list("title", "article__audience")) == {
        ("VPN drops", "public"),
        ("For the desk", "agents"),
    }
    assert on.client("mara").get(reverse("knowledge:export", args=["it"])).status_code == 404


def test_more_articles_than_a_file_holds_are_refused_in_words(on, article, monkeypatch):
    from deskhand.modules.knowledge.exchange import exporting

    monkeypatch.setattr(exporting, "EXPORT_LIMIT", 1)
    article("One")
    article("Two")
    answer = on.client("jana").get(reverse("knowledge:export", args=["it"]))
    assert answer.status_code == 413 and "narrow the list" in answer.content.decode()
