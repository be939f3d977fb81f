"""Articles for programs of those who read them, and beside a ticket."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from deskhand.kernel import switches
from deskhand.modules.knowledge.models import Article, Asked, Flag, Follow, Judgement, Spared
from deskhand.modules.knowledge.querysets import MODULE

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_a_requester_finds_reads_judges_and_follows_an_article(on, call, article):
    one = article("VPN drops", "Restart the client.", audience="requesters")
    article("VPN of the servers", audience="agents")
    found = call("get", "/search?q=vpn+drops", by="mara", scope="read").json()["items"]
    assert [(each["id"], each["desk"], each["title"]) for each in found] == [(one.pk, "it", "VPN drops")]
    assert not Asked.objects.within(on.it).exists()
    here = f"/articles/{one.pk}"
    read = call("get", f"{here}/read?as=markdown", by="mara").json()
    assert (read["resolution"], read["languages"], read["follows"]) == ("Restart the client.", ["en"], False)
    assert call("post", f"{here}/judgement", {"has_helped": False}, by="mara").status_code == 204
    assert call("post", f"{here}/missing", {"text": "Which client?"}, by="mara").status_code == 204
    assert call("post", f"{here}/judgement", {"has_helped": True}, by="mara").status_code == 204
    assert Judgement.objects.within(on.it).get().has_helped is True
    assert Flag.objects.within(on.it).get().source == "reader"
    assert call("put", f"{here}/follow", by="mara").status_code == 204
    assert call("get", f"{here}/read", by="mara").json()["follows"] is True
    assert call("delete", f"{here}/follow", by="mara").status_code == 204
    assert not Follow.objects.within(on.it).exists()
    assert call("post", f"{here}/solved", by="mara").status_code == 204
    assert Spared.objects.within(on.it).filter(is_confirmed=True, place="api").count() == 1


def test_a_search_of_a_person_is_noted_for_the_desk_with_what_they_were_offered(on, call, article):
    article("VPN drops", audience="agents")
    asked = {"q": "vpn drops", "desk": "it"}
    assert call("post", "/searches", asked, by="mara").json()["items"] == []
    assert len(call("post", "/searches", asked, by="jana").json()["items"]) == 1
    noted = Asked.objects.within(on.it).order_by("pk").values_list("words", "place", "found")
    assert list(noted) == [("vpn drops", "api", 0), ("vpn drops", "api", 1)]
    assert call("post", "/searches", asked | {"desk": "nil"}, by="mara").status_code == 422
    assert call("get", "/search?q=vpn&desk=hr", by="mara").status_code == 422  # Its module is off.


def test_what_one_may_not_read_is_answered_like_what_is_not_there(on, call, article):
    for one in (article("Inside", audience="agents"), article("Not yet", is_draft=True)):
        for method, path, body in (
            ("get", "read", None),
            ("post", "judgement", {"has_helped": True}),
            ("post", "missing", {"text": "All"}),
            ("post", "solved", None),
            ("put", "follow", None),
            ("delete", "follow", None),
        ):
            there = call(method, f"/articles/{one.pk}/{path}", body, by="mara")
            nothing = call(method, f"/articles/99999/{path}", body, by="mara")
            assert (there.status_code, nothing.status_code) == (404, 404), path
    switches.switch(MODULE, on.it.pk, False)
    assert call("get", "/search?q=vpn", by="jana").status_code == 404


def test_an_agent_is_offered_articles_beside_a_ticket_and_counts_their_use(on, call, article):
    one, ticket = article("VPN drops", audience="agents"), on.ticket()
    other = article("Payroll", audience="agents", desk=on.hr)
    here = f"/tickets/{ticket.number}"
    assert [each["id"] for each in call("get", f"{here}/suggestions", by="jana").json()["items"]] == [one.pk]
    assert call("get", f"{here}/suggestions?q=payroll", by="jana").json()["items"] == []
    link = {"article": one.pk, "how": "linked"}
    assert call("post", f"{here}/articles", link, by="jana").status_code == 409  # The requester may not read it.
    assert call("get", f"{here}/articles", by="jana").json()["items"] == []
    used = call("post", f"{here}/articles", link | {"is_confirmed": True}, by="jana").json()
    assert [(each["title"], each["how"], each["person"]["name"]) for each in used["items"]] == [
        ("VPN drops", "linked", on.jana.name)
    ]
    assert "VPN drops</a>" in used["html"]
    assert call("get", f"{here}/suggestions", by="jana").json()["items"] == []
    call("post", f"{here}/articles", {"article": one.pk}, by="ben")
    assert len(call("get", f"{here}/articles", by="arno", scope="read").json()["items"]) == 1
    assert Article.objects.within(on.it).get(pk=one.pk).uses == 1
    assert call("post", f"{here}/articles", {"article": other.pk}, by="jana").status_code == 422
    assert call("post", f"{here}/articles", {"article": one.pk}, by="arno").status_code == 403
    assert call("get", f"{here}/articles", by="mara").status_code == 404
    assert call("delete", f"{here}/articles/{one.pk}", by="jana").status_code == 204
    assert call("delete", f"{here}/articles/{one.pk}", by="jana").status_code == 404


def test_an_article_is_written_from_a_ticket_with_names_masked(on, call):
    ticket = on.ticket(text="I am Mara Lindqvist and the VPN drops")
    here = f"/tickets/{ticket.number}/article-draft"
    begun = call("get", here, by="jana", scope="read").json()
    assert begun["title"] == "VPN drops"
    assert "Lindqvist" not in begun["issue"]
    assert begun["marks"] == ["[name]"]
    made = call("post", here, {"title": begun["title"], "issue": begun["issue"]}, by="jana")
    assert made.status_code == 201, made.content
    assert made["Location"].endswith(f"/desks/it/articles/{made.json()['id']}")
    assert made.json()["translations"][0]["draft"]["title"] == "VPN drops"
    [used] = call("get", f"/tickets/{ticket.number}/articles", by="ben").json()["items"]
    assert (used["article"], used["how"]) == (made.json()["id"], "written")
    assert call("post", here, {"title": "X"}, by="arno").status_code == 403
    assert call("get", here, by="mara").status_code == 404
    assert call("get", f"/tickets/{ticket.number}/similar", by="jana").json()["items"] == []


def test_what_is_to_be_mended_is_said_listed_and_closed(on, call, article):
    one = article("VPN drops", audience="agents")
    made = call("post", f"/desks/it/articles/{one.pk}/flags", {"text": "The menu has moved."}, by="jana")
    assert made.status_code == 201, made.content
    flag = made.json()["id"]
    listed = call("get", f"/desks/it/article-flags?article={one.pk}", by="ben").json()["items"]
    assert [(each["id"], each["text"]) for each in listed] == [(flag, "The menu has moved.")]
    assert call("get", "/desks/it/article-flags?owner=me", by="ben").json()["items"] == []
    assert call("get", f"/desks/it/articles/{one.pk}", by="ben").json()["flags"] == 1
    assert call("post", f"/desks/it/article-flags/{flag}/close", by="arno").status_code == 403
    assert call("post", f"/desks/it/article-flags/{flag}/close", by="ben").json()["done_by"]["name"] == on.ben.name
    assert call("get", "/desks/it/article-flags").json()["items"] == []
    assert len(call("get", "/desks/it/article-flags?done=true").json()["items"]) == 1


def test_a_picture_is_uploaded_shown_and_taken_away_and_a_false_one_is_refused(on, call, article):
    one = article("VPN drops", audience="agents")
    here, picture = f"/api/v1/knowledge/desks/it/articles/{one.pk}/files", io.BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")

    def send(content, name="client.png", **more):
        given = {"file": io.BytesIO(content), **more}
        given["file"].name = name
        return on.client().post(here, given, headers=on.bearer("jana"))

    made = send(picture.getvalue())
    assert made.status_code == 201, made.content
    assert (made.json()["content_type"], made.json()["is_inline"]) == ("image/png", True)
    assert send(b"<svg onload=alert(1)>").status_code == 422
    assert send(b"log", "trace.log", is_inline="false").json()["content_type"] == "application/octet-stream"
    pk = made.json()["id"]
    fetched = call("get", f"/desks/it/article-files/{pk}", by="ben")
    assert b"".join(fetched.streaming_content) == picture.getvalue()
    assert fetched["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert call("get", f"/desks/it/article-files/{pk}", by="mara").status_code == 404
    assert call("delete", f"/desks/it/article-files/{pk}", by="ben").status_code == 204
    assert [each["filename"] for each in call("get", f"/desks/it/articles/{one.pk}/files").json()["items"]] == [
        "trace.log"
    ]
