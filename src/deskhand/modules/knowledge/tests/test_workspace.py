"""Agents find, read, write and publish articles in the workspace."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deskhand.kernel import clock
from deskhand.modules.knowledge.models import Article, Licence, Translation, Version

pytestmark = pytest.mark.django_db


def address(name: str, article: Article, *more: object) -> str:
    return reverse(f"knowledge:{name}", args=["it", article.pk, *more])


def said(**more: str) -> dict[str, str]:
    return {"title": "VPN drops", "resolution": "Restart **the client**.", "body_format": "markdown"} | more


def test_an_agent_writes_an_article_without_script_and_it_is_a_draft(on):
    agent = on.client("jana")
    typed = said(language="en", issue="The VPN is <script>alert(1)</script> gone")
    answer = agent.post(reverse("knowledge:new", args=["it"]), typed)
    made = Article.objects.within(on.it).get()
    assert answer.status_code == 302
    version = Version.objects.within(on.it).get()
    assert "<strong>the client</strong>" in version.resolution
    assert "<script" not in version.issue
    assert version.state == "draft"
    page = agent.get(answer["Location"]).content.decode()
    assert "VPN drops" in page
    assert "Nothing is published yet" in page
    assert made.owner == on.jana


def test_a_new_article_is_published_in_one_step_by_who_may(on):
    new = reverse("knowledge:new", args=["it"])
    assert "Save and publish" in on.client("jana").get(new).content.decode()
    on.client("jana").post(new, said(language="en", then="publish"))
    assert Version.objects.within(on.it).get().state == "published"
    Licence.objects.create(desk=on.it, person=on.jana, level="candidate", since=clock.now())
    assert "Save and publish" not in on.client("jana").get(new).content.decode()
    on.client("jana").post(new, said(language="en", title="Another", then="publish"))
    assert [one.state for one in Version.objects.within(on.it).order_by("pk")] == ["published", "draft"]


def test_what_was_typed_stays_when_it_cannot_be_saved(on):
    answer = on.client("jana").post(reverse("knowledge:new", args=["it"]), said(language="en", title=" "))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Restart **the client**." in page
    assert not Article.objects.within(on.it).exists()


def test_the_editor_sends_html_and_gets_it_back(on, article):
    one = article("VPN drops", audience="agents")
    page = on.client("jana").get(address("edit", one, "en")).content.decode()
    assert 'data-html="&lt;p&gt;VPN drops&lt;/p&gt;"' in page
    known = "1.1"
    html = '<p>Now</p><aside data-callout="tip"><p>Be quick.</p></aside>'
    answer = on.client("jana").post(address("edit", one, "en"), said(resolution=html, body_format="html", known=known))
    assert answer.status_code == 302
    draft = Version.objects.within(on.it).get(state="draft")
    assert draft.resolution == html


def test_two_authors_lose_nothing(on, article):
    one = article("VPN drops", is_draft=True, audience="agents")
    first, second = on.client("jana"), on.client("ben")
    assert first.post(address("edit", one, "en"), said(resolution="Mine", known="1.1")).status_code == 302
    answer = second.post(address("edit", one, "en"), said(resolution="Theirs", known="1.1"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Theirs" in page
    assert "Mine" in page
    assert 'name="known" value="1.2"' in page
    assert second.post(address("edit", one, "en"), said(resolution="Theirs", known="1.2")).status_code == 302
    assert Version.objects.within(on.it).get().resolution == "<p>Theirs</p>"


def test_an_agents_version_for_everybody_goes_to_review_and_comes_back_with_words(on, article):
    one = article("VPN drops", audience="public")
    agent, lead = on.client("jana"), on.client("priya")
    page = agent.get(address("edit", one, "en")).content.decode()
    assert "Save and publish" not in page
    agent.post(address("edit", one, "en"), said(resolution="New words", then="review", known="1.1"))
    version = Version.objects.within(on.it).get(number=2)
    assert version.state == "in_review"
    waiting = lead.get(reverse("knowledge:list", args=["it"]) + "?needs=in_review").content.decode()
    assert "VPN drops" in waiting
    lead.post(address("send_back", one, "en"), {"why": "Name the version."})
    assert "Name the version." in agent.get(address("article", one) + "?draft").content.decode()
    refused = agent.post(address("publish", one, "en"), follow=True).content.decode()
    assert "licence" in refused
    lead.post(address("publish", one, "en"))
    version.refresh_from_db()
    assert version.state == "published"


def test_a_wider_audience_is_named_and_asked_for_first(on, article):
    one = article("VPN drops", audience="agents")
    lead = on.client("priya")
    answer = lead.post(address("audience", one), {"audience": "public"})
    assert "everybody, without signing in" in answer.content.decode()
    one.refresh_from_db()
    assert one.audience == "agents"
    lead.post(address("audience", one), {"audience": "public", "confirm": "yes"})
    one.refresh_from_db()
    assert one.audience == "public"


def test_an_agent_cannot_let_the_world_read_it(on, article):
    one = article("VPN drops", audience="agents")
    answer = on.client("jana").post(address("audience", one), {"audience": "public", "confirm": "yes"})
    assert answer.status_code == 422
    one.refresh_from_db()
    assert one.audience == "agents"


def test_an_audience_that_nobody_is_in_is_refused(on, article):
    one = article("VPN drops", audience="agents")
    answer = on.client("priya").post(address("audience", one), {"audience": "named"})
    assert answer.status_code == 422
    assert "nobody may read it" in answer.content.decode()


def test_see_as_shows_what_they_find_and_that_they_find_nothing(on, article):
    kept, open_one = article("Kept", audience="agents"), article("Open", audience="requesters")
    agent = on.client("jana")
    assert "do not find it" in agent.get(address("preview", kept) + "?as=requesters").content.decode()
    assert "do not find it" in agent.get(address("preview", open_one) + "?as=public").content.decode()
    assert "article-text" in agent.get(address("preview", open_one) + "?as=requesters").content.decode()


def test_versions_show_what_is_different_and_lead_back(on, article):
    one = article("VPN drops", "Restart the client.", audience="agents")
    agent = on.client("jana")
    agent.post(address("edit", one, "en"), said(resolution="Restart the router.", then="publish", known="1.1"))
    page = agent.get(address("versions", one, "en")).content.decode()
    assert "client.</del>" in page
    assert "router.</ins>" in page
    agent.post(address("roll_back", one, "en"), {"version": "1"})
    draft = Version.objects.within(on.it).get(state="draft")
    assert "Restart the client." in draft.resolution


def test_a_translation_stands_beside_its_source_and_says_when_that_changed(on, article):
    one = article("VPN drops", "Restart the client.", audience="agents")
    agent = on.client("jana")
    page = agent.get(address("edit", one, "de")).content.decode()
    assert "Restart the client." in page
    agent.post(address("edit", one, "de"), said(title="VPN bricht ab", resolution="Neu starten.", then="publish"))
    assert Translation.objects.within(on.it).get(language="de").published
    agent.post(address("edit", one, "en"), said(resolution="Restart the router.", then="publish", known="1.1"))
    assert "its source has changed since" in agent.get(address("article", one)).content.decode()
    assert "router.</ins>" in agent.get(address("edit", one, "de")).content.decode()
    assert "VPN drops" in agent.get(reverse("knowledge:list", args=["it"]) + "?needs=stale").content.decode()


def test_the_list_narrows_searches_and_hides_what_one_may_not_read(on, article):
    article("Printer jams", "Pull the paper.", audience="public")
    article("Secret of Lena", audience="named", rows=[on.lena])
    agent = on.client("jana")
    listed = reverse("knowledge:list", args=["it"])
    page = agent.get(listed).content.decode()
    assert "Printer jams" in page and "(optional)" not in page, "every filter is"
    assert "Secret of Lena" not in agent.get(listed).content.decode()
    assert "Secret of Lena" in on.client("lena").get(listed).content.decode()
    assert "Printer jams" in agent.get(f"{listed}?q=paper").content.decode()
    assert "Printer jams" not in agent.get(f"{listed}?q=nothing").content.decode()
    assert "Printer jams" not in agent.get(f"{listed}?audience=agents").content.decode()
    assert agent.get(f"{listed}?shelf=abc&page=99&needs=x").status_code == 200


def test_the_list_asks_the_same_number_of_questions_for_many(on, article, django_assert_max_num_queries):
    agent = on.client("jana")
    listed = reverse("knowledge:list", args=["it"])
    for number in range(12):
        article(f"Article {number}", audience="agents")
    agent.get(listed)
    with django_assert_max_num_queries(32):
        agent.get(listed)


def test_archiving_leads_on_and_details_are_kept(on, article):
    old, new = article("Old way", audience="agents"), article("New way", audience="agents")
    agent = on.client("jana")
    agent.post(address("confidence", old), {"confidence": "archived", "replaced_by": str(new.pk)})
    old.refresh_from_db()
    assert (old.confidence, old.replaced_by) == ("archived", new)
    assert (
        "no article with the number"
        in agent.post(
            address("confidence", new), {"confidence": "archived", "replaced_by": "99999"}, follow=True
        ).content.decode()
    )
    agent.post(address("details", new), {"owner": on.ben.pk, "keywords": "tunnel", "shelf": "", "is_featured": "on"})
    new.refresh_from_db()
    assert (new.owner, new.keywords, new.is_featured) == (on.ben, "tunnel", True)


def test_what_is_wrong_is_said_and_closed(on, article):
    one = article("VPN drops", audience="agents")
    agent = on.client("jana")
    agent.post(address("flag", one), {"text": "The name has changed."})
    page = agent.get(address("article", one)).content.decode()
    assert "The name has changed." in page
    flag = one.flags.get()
    agent.post(address("close_flag", one), {"flag": flag.pk})
    assert "The name has changed." not in agent.get(address("article", one)).content.decode()


def test_only_what_nobody_read_is_deleted(on, article):
    draft, published = article("Draft", is_draft=True, audience="agents"), article("Read", audience="agents")
    agent = on.client("jana")
    assert "is deleted" in agent.post(address("delete", draft), follow=True).content.decode()
    agent.post(address("delete", published))
    assert Article.objects.within(on.it).get() == published


def test_those_who_do_not_serve_the_desk_find_nothing(on, article):
    one = article("VPN drops", audience="public")
    for name in ("mara", "hanna"):
        for page in ("article", "details", "audience", "preview"):
            assert on.client(name).get(address(page, one)).status_code == 404
    assert "Edit" not in on.client("arno").get(address("article", one)).content.decode().split("<main")[1]


def test_a_candidate_cannot_publish(on, article):
    Licence.objects.create(desk=on.it, person=on.jana, level="candidate", since=clock.now())
    one = article("VPN drops", is_draft=True, audience="agents")
    agent = on.client("jana")
    assert "Save and publish" not in agent.get(address("edit", one, "en")).content.decode()
    agent.post(address("publish", one, "en"))
    assert Version.objects.within(on.it).get().state == "draft"
