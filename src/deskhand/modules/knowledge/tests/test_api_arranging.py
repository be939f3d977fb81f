"""Templates, settings and licences for programs."""

from __future__ import annotations

import pytest

from deskhand.modules.knowledge.models import Licence, rules_of

pytestmark = pytest.mark.django_db

HERE = "/desks/it"
SAID = {"name": "Something is broken", "issue": "What **people** see.", "format": "markdown"}


def test_a_program_keeps_the_templates_of_a_desk(call):
    made = call("post", f"{HERE}/article-templates", SAID, by="priya")
    assert made.status_code == 201, made.content
    first = made.json()["id"]
    assert made.json()["issue"] == "<p>What <strong>people</strong> see.</p>"
    assert call("post", f"{HERE}/article-templates", SAID, by="priya").status_code == 422
    other = call("post", f"{HERE}/article-templates", SAID | {"name": "How to"}, by="priya").json()["id"]
    order = call("put", f"{HERE}/article-template-order", {"order": [other, first]}, by="priya").json()["items"]
    assert [one["id"] for one in order] == [other, first]
    assert call("put", f"{HERE}/article-template-order", {"order": [other]}, by="priya").status_code == 409
    one = f"{HERE}/article-templates/{first}"
    assert call("put", one, {"name": "Broken", "cause": "<p>Why</p>"}, by="priya").json()["issue"] == ""
    assert call("put", one, SAID, by="jana").status_code == 403
    assert call("get", one, by="jana").json()["name"] == "Broken"
    assert call("get", one, by="hanna").status_code == 404
    assert call("delete", one, by="priya").status_code == 204
    assert call("get", one).status_code == 404
    assert call("post", f"{one}/restore", by="priya").json()["name"] == "Broken"


def test_strangers_read_what_was_behind_the_sign_in_only_after_a_yes(on, call, article):
    article("VPN drops", audience="public")
    shut = call("patch", f"{HERE}/rules", {"is_behind_sign_in": True, "review_months": 6}).json()
    assert (shut["is_behind_sign_in"], shut["review_months"]) == (True, 6)
    asked = call("patch", f"{HERE}/rules", {"is_behind_sign_in": False})
    assert asked.status_code == 409
    assert "1 article" in asked.json()["detail"]
    assert rules_of(on.it.pk).is_behind_sign_in is True
    sure = {"is_behind_sign_in": False, "is_confirmed": True}
    assert call("patch", f"{HERE}/rules", sure).json()["is_behind_sign_in"] is False
    assert call("patch", f"{HERE}/rules", {"widget_origins": ["http://*"]}).status_code == 422
    assert call("patch", f"{HERE}/rules", {"review_months": 7}, by="jana").status_code == 403
    assert call("get", f"{HERE}/rules", by="hanna").status_code == 404


def test_the_secret_of_a_language_model_is_kept_and_never_told(call):
    chosen = {"address": "https://model.example/v1", "model": "small", "secret": "hush"}
    kept = call("put", f"{HERE}/language-model", chosen)
    assert kept.status_code == 200, kept.content
    assert (kept.json()["has_secret"], "hush" in kept.content.decode()) == (True, False)
    assert call("delete", f"{HERE}/language-model/secret").status_code == 204
    assert call("get", f"{HERE}/language-model").json()["has_secret"] is False
    assert call("get", f"{HERE}/language-model", by="priya").status_code == 403


def test_an_administrator_says_what_somebodys_word_counts_for(on, call):
    path, mine = f"{HERE}/licences", {"person": on.jana.pk, "level": "publisher"}
    told = {one["person"]["id"]: one for one in call("put", path, mine).json()["items"]}
    assert (told[on.jana.pk]["level"], told[on.jana.pk]["by_role"]) == ("publisher", "contributor")
    call("put", path, mine | {"level": None})
    assert not Licence.objects.within(on.it).exists()
    assert call("put", path, mine | {"person": on.people["mara"].pk}).status_code == 422
    assert call("put", path, mine, by="jana").status_code == 403
