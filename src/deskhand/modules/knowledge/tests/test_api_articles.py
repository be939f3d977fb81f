"""Articles for programs: written, reviewed, published, narrowed, moved and deleted."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deskhand.accounts.models import Organization
from deskhand.kernel import switches
from deskhand.kernel.models import Event
from deskhand.modules.knowledge.actions.govern import set_audience
from deskhand.modules.knowledge.models import Article, Version
from deskhand.modules.knowledge.querysets import MODULE

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

ALL = "/desks/it/articles"
SAID = {"title": "VPN drops", "resolution": "Restart **the client**.", "format": "markdown"}


def test_an_agent_writes_and_a_lead_publishes_what_everybody_reads(on, call):
    made = call("post", ALL, SAID | {"issue": "<script>alert(1)</script>Gone"}, by="jana")
    assert made.status_code == 201, made.content
    one = made.json()
    here, en = f"{ALL}/{one['id']}", f"{ALL}/{one['id']}/translations/en"
    assert made["Location"].endswith(here)
    draft = one["translations"][0]["draft"]
    assert (draft["resolution"], one["owner"]["email"]) == (
        "<p>Restart <strong>the client</strong>.</p>",
        on.jana.email,
    )
    assert "<script" not in draft["issue"]
    wide = {"audience": "public", "is_confirmed": True}
    assert call("put", f"{here}/audience", wide, by="jana").status_code == 403
    asked = call("put", f"{here}/audience", {"audience": "public"}, by="priya")
    assert asked.status_code == 409
    assert "is_confirmed" in asked.json()["detail"]
    assert call("put", f"{here}/audience", wide, by="priya").json()["audience"] == "public"
    assert Event.objects.filter(code="article.audience_changed").count() == 1
    assert call("put", f"{here}/confidence", {"confidence": "validated"}, by="jana").status_code == 403
    assert call("post", f"{en}/review", by="jana").json()["draft"]["state"] == "in_review"
    back = call("post", f"{en}/send-back", {"why": "Say where."}, by="priya").json()
    assert (back["draft"]["state"], back["draft"]["review_note"]) == ("draft", "Say where.")
    assert call("post", f"{en}/publish", {"at": "2020-01-01T00:00:00Z"}, by="priya").status_code == 422
    done = call("post", f"{en}/publish", {}, by="priya").json()
    assert (done["is_published"], done["draft"], done["published"]["number"]) == (True, None, 1)
    assert call("get", here, by="jana").json()["confidence"] == "validated"
    assert call("get", f"{here}?as=markdown").json()["translations"][0]["published"]["resolution"] == SAID["resolution"]


def test_nothing_is_written_over_what_somebody_else_has_saved(on, call, article):
    one = article("VPN drops", is_draft=True, audience="agents")
    en = f"{ALL}/{one.pk}/translations/en"
    seen = call("get", en)["ETag"]
    mine = {"title": "VPN drops", "resolution": "<p>Mine</p>"}
    first = call("put", f"{en}/draft", mine, by="jana", **{"If-Match": seen})
    assert first.status_code == 200
    assert first["ETag"] != seen
    theirs = mine | {"resolution": "<p>Theirs</p>"}
    assert call("put", f"{en}/draft", theirs, by="ben", **{"If-Match": seen}).status_code == 412
    known = {"known": {"number": 1, "edition": 1}}
    assert call("put", f"{en}/draft", theirs | known, by="ben").status_code == 409
    assert Version.objects.within(on.it).get().resolution == "<p>Mine</p>"
    known = {"known": {"number": 1, "edition": 2}}
    assert call("put", f"{en}/draft", theirs | known, by="ben").json()["draft"]["resolution"] == "<p>Theirs</p>"


def test_details_are_changed_only_over_the_state_that_one_knows(call, article):
    one = article("VPN drops", audience="agents")
    here = f"{ALL}/{one.pk}"
    seen = call("get", here)["ETag"]
    shelf = call("post", "/desks/it/shelves", {"name": "Network"}).json()["id"]
    more = {"owner": "jana@eberfeld.example", "keywords": "tunnel", "expires_at": "2030-01-01T00:00:00Z"}
    changed = call("patch", here, more, by="jana", **{"If-Match": seen})
    assert changed.status_code == 200, changed.content
    assert (changed.json()["owner"]["name"], changed.json()["keywords"]) == ("Jana Vogt", "tunnel")
    assert call("patch", here, {"keywords": ""}, **{"If-Match": seen}).status_code == 412
    assert call("patch", here, {"owner": "mara@kestrel.example"}).status_code == 422
    assert call("put", f"{here}/place", {"shelf": shelf}).json()["shelf"] == shelf
    assert call("put", f"{here}/place", {"shelf": 99_999}).status_code == 422
    assert call("post", f"{here}/confirm-review", by="jana").json()["review_at"] is not None
    assert call("delete", here).status_code == 409
    other = article("VPN slow", audience="agents")
    gone = call("put", f"{here}/confidence", {"confidence": "archived", "replaced_by": other.pk}).json()
    assert (gone["confidence"], gone["replaced_by"]) == ("archived", other.pk)
    draft = article("Never read", is_draft=True, audience="agents")
    assert call("delete", f"{ALL}/{draft.pk}", by="jana").status_code == 204


def test_versions_are_listed_compared_and_rolled_back_to(call, article):
    one = article("VPN drops", "Restart the client.", audience="agents")
    en = f"{ALL}/{one.pk}/translations/en"
    call("put", f"{en}/draft", {"title": "VPN drops", "resolution": "<p>Restart the machine.</p>", "note": "New"})
    call("post", f"{en}/publish", {})
    listed = call("get", f"{en}/versions?limit=1").json()
    assert [(each["number"], each["state"]) for each in listed["items"]] == [(2, "published")]
    rest = call("get", f"{en}/versions?limit=1&cursor={listed['next']}").json()
    assert ([each["number"] for each in rest["items"]], rest["next"]) == ([1], None)
    [change] = call("get", f"{en}/differences?before=1&after=2").json()["changes"]
    assert {"what": "new", "text": "machine."} in change["runs"]
    assert call("get", f"{en}/versions/1?as=markdown").json()["resolution"] == "Restart the client."
    assert call("get", f"{en}/versions/7").status_code == 404
    rolled = call("post", f"{en}/roll-back", {"number": 1}).json()
    assert rolled["draft"]["resolution"] == "<p>Restart the client.</p>"
    assert call("delete", f"{en}/draft").status_code == 204
    assert call("post", f"{en}/withdraw").json()["is_published"] is False


def test_a_translation_is_marked_stale_when_its_source_changes(call, article):
    one = article("VPN drops", audience="agents")
    german = {"language": "de", "title": "VPN bricht ab", "resolution": "<p>Neu starten.</p>"}
    assert call("post", f"{ALL}/{one.pk}/translations", german).status_code == 201
    assert call("post", f"{ALL}/{one.pk}/translations", german).status_code == 409
    assert call("post", f"{ALL}/{one.pk}/translations", german | {"language": "xx"}).status_code == 422
    call("post", f"{ALL}/{one.pk}/translations/de/publish", {})
    call("put", f"{ALL}/{one.pk}/translations/en/draft", {"title": "VPN drops", "resolution": "<p>New</p>"})
    call("post", f"{ALL}/{one.pk}/translations/en/publish", {})
    assert call("get", f"{ALL}/{one.pk}/translations/de").json()["is_stale"] is True
    [listed] = call("get", f"{ALL}?needs=stale").json()["items"]
    assert listed["id"] == one.pk


def test_the_list_is_narrowed_and_paged_and_holds_for_its_reader_alone(on, call, article):
    kestrel = Organization.objects.get(name="Kestrel Biotech")
    ours = [article(f"VPN {number}", audience="agents") for number in range(3)]
    article("Printer", audience="organizations", rows=[kestrel])
    secret = article("Salaries", audience="agents")
    set_audience(actor=on.actor("lena"), article=secret, audience="named", rows=[on.priya], is_confirmed=True)
    names = [one["title"] for one in call("get", f"{ALL}?q=vpn&sort=created", by="jana").json()["items"]]
    assert names == [one.translations.get().title for one in reversed(ours)]
    first = call("get", f"{ALL}?limit=3", by="jana").json()
    rest = call("get", f"{ALL}?limit=3&cursor={first['next']}", by="jana").json()
    assert len(first["items"]) + len(rest["items"]) == 4
    assert call("get", f"{ALL}?cursor={first['next']}", by="ben").status_code == 422
    [narrow] = call("get", f"{ALL}?audience=organizations", by="jana").json()["items"]
    assert narrow["organizations"] == [{"id": kestrel.pk, "name": "Kestrel Biotech"}]
    assert call("get", f"{ALL}/{secret.pk}", by="jana").status_code == 404
    assert call("get", f"{ALL}/{secret.pk}", by="priya").json()["people"][0]["name"] == on.priya.name


def test_a_page_costs_as_many_queries_as_one_article(on, call, article):
    article("VPN 0", audience="agents")
    header = on.bearer("jana")
    client = on.client()

    def ask():
        return client.get(f"/api/v1/knowledge{ALL}", headers=header).json()["items"]

    ask()
    with CaptureQueriesContext(connection) as once:
        assert len(ask()) == 1
    for number in range(4):
        article(f"VPN {number}", audience="agents")
    with CaptureQueriesContext(connection) as again:
        assert len(ask()) == 5
    assert len(again) <= len(once), [one["sql"][:120] for one in again]


def test_others_know_of_no_article_and_auditors_change_none(on, call, article):
    one = article("VPN drops", audience="public")
    for by in ("mara", "hanna"):
        for method, path, body in (
            ("get", f"{ALL}/{one.pk}", None),
            ("post", ALL, SAID),
            ("put", f"{ALL}/{one.pk}/confidence", {"confidence": "archived"}),
            ("post", f"{ALL}/{one.pk}/translations/en/withdraw", None),
        ):
            assert call(method, path, body, by=by).status_code == 404, (by, path)
    assert call("get", f"{ALL}/{one.pk}", by="arno", scope="read").status_code == 200
    assert call("post", f"{ALL}/{one.pk}/translations/en/withdraw", by="arno").status_code == 403
    assert call("post", ALL, SAID, by="lena", scope="read").status_code == 403
    switches.switch(MODULE, on.it.pk, False)
    assert call("get", f"{ALL}/{one.pk}").status_code == 404
    assert Article.objects.within(on.it).count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": "a\0b"}, "title"),
        ({"title": "\ud800"}, ""),
        ({"title": " "}, "title"),
        ({"title": "A", "shelf": 10**30}, "shelf"),
        ({"title": "A", "shelf": 999}, "shelf"),
        ({"title": "A", "language": "xx"}, "language"),
        ({"title": "A", "resolution": 7}, "resolution"),
        ({"title": "A", "audience": "public"}, "audience"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_its_name(call, body, field):
    answer = call("post", ALL, body)
    assert answer.status_code in (400, 422), answer.content
    assert field in answer.content.decode()
