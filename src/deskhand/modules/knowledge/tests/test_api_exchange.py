"""Articles carried out by one program and in by another."""

from __future__ import annotations

import io
import zipfile

import pytest

from deskhand.kernel import switches
from deskhand.modules.knowledge.actions.govern import set_audience
from deskhand.modules.knowledge.models import Article
from deskhand.modules.knowledge.querysets import MODULE

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def handed(cast, desk, content, by, **more):
    archive = io.BytesIO(content)
    archive.name = "handbook.zip"
    address = f"/api/v1/knowledge/desks/{desk}/article-imports"
    return cast.client().post(address, {"file": archive, **more}, headers=cast.bearer(by))


def test_what_one_desk_exports_another_imports_whole(on, call, article):
    switches.switch(MODULE, on.hr.pk, True)
    article("VPN drops", "Restart the client.", audience="agents")
    secret = article("Salaries", audience="agents")
    set_audience(actor=on.actor("lena"), article=secret, audience="named", rows=[on.priya], is_confirmed=True)
    exported = b"".join(call("get", "/desks/it/article-export", by="jana", scope="read").streaming_content)
    names = zipfile.ZipFile(io.BytesIO(exported)).namelist()
    assert [name for name in names if name.startswith("vpn-drops")]
    assert not [name for name in names if "salaries" in name]
    made = handed(on, "hr", exported, "hanna")
    assert made.status_code == 201, made.content
    here = f"/desks/hr/article-imports/{made.json()['id']}"
    assert made.json()["stage"] == "reading"
    assert call("post", f"{here}/start", {}, by="hanna").status_code == 409
    on.work()
    read = call("get", here, by="hanna").json()
    assert (read["stage"], [row["does"] for row in read["rows"]]) == ("read", ["add"])
    assert call("post", f"{here}/start", {"is_published": True}, by="hanna").status_code == 200
    on.work()
    done = call("get", here, by="hanna").json()
    assert done["stage"] == "done"
    [row] = done["rows"]
    assert call("get", f"/desks/hr/articles/{row['article']}", by="hanna").json()["title"] == "VPN drops"
    assert Article.objects.within(on.hr).count() == 1


def test_an_import_is_its_makers_and_whats_no_archive_is_refused(on, call):
    assert handed(on, "it", b"nothing", "jana").status_code == 422
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("vpn.md", "# VPN drops\n\nRestart.")
    assert handed(on, "it", content.getvalue(), "jana", language="xx").status_code == 422
    assert handed(on, "it", content.getvalue(), "mara").status_code == 404
    assert handed(on, "it", content.getvalue(), "arno").status_code == 403
    mine = handed(on, "it", content.getvalue(), "jana").json()["id"]
    assert [one["id"] for one in call("get", "/desks/it/article-imports", by="jana").json()["items"]] == [mine]
    assert call("get", "/desks/it/article-imports", by="ben").json()["items"] == []
    assert call("get", f"/desks/it/article-imports/{mine}", by="ben").status_code == 404
    assert call("get", f"/desks/it/article-imports/{mine}", by="lena").status_code == 200
