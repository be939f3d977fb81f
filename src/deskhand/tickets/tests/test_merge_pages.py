"""Two accounts side by side, merged and made two again, from the page of a person."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from deskhand.accounts.actions import create_person, give_role
from deskhand.accounts.models import Person, PersonMerge
from deskhand.kernel.actor import SYSTEM
from tests.cast import Cast


@pytest.fixture
def twins(cast: Cast) -> Cast:
    """Mara stands twice on the desk IT, which Dora administers."""
    cast.people["dora"] = create_person(actor=SYSTEM, name="Dora Adler", email="dora@eberfeld.example")
    give_role(actor=SYSTEM, desk=cast.it, person=cast.dora, role="admin")
    cast.ticket("From work")
    made = create_person(
        actor=cast.actor("jana"), name="Mara LINDQVIST", email="mara@home.example", desk_id=cast.it.pk, phone="+46 1"
    )
    cast.people["m2"] = made
    cast.ticket("From home", by="m2")
    return cast


def test_a_likely_double_is_offered_compared_merged_and_undone(twins: Cast):
    dora, at = twins.client("dora"), f"/agent/it/people/{twins.mara.pk}/"
    page = dora.get(at).content.decode()
    assert "perhaps the same" in page and f"{at}merge/?with_id={twins.m2.pk}" in page
    page = dora.get(f"{at}merge/", {"with_id": twins.m2.pk}).content.decode()
    assert "+46 1" in page and "Tickets that they asked" in page and 'value="phone" checked' in page
    page = dora.post(f"{at}merge/", {"with_id": twins.m2.pk, "take": ["phone"]}, follow=True).content.decode()
    assert "From home" in page and "+46 1" in page and "was merged into this account" in page
    moved = dora.get(f"/agent/it/people/{twins.m2.pk}/")
    assert (moved.status_code, moved.headers["Location"]) == (302, at)
    row = PersonMerge.objects.within(twins.it).get()
    page = dora.post(f"/agent/it/people/merges/{row.pk}/undo", follow=True).content.decode()
    assert "They are two again." in page and "From home" not in page
    assert dora.get(f"/agent/it/people/{twins.m2.pk}/").status_code == 200


def test_the_other_account_is_named_by_its_address_without_script(twins: Cast):
    dora, at = twins.client("dora"), f"/agent/it/people/{twins.mara.pk}/merge/"
    assert "What goes over" in dora.get(at, {"with": "mara@home.example", "with_id": ""}).content.decode()
    twins.ticket("Payslip", by="oliver", desk="hr")
    strange = dora.get(at, {"with": "oliver@nordwind.example"})
    nobody = dora.get(at, {"with": "nobody@nowhere.example"})
    assert strange.status_code == nobody.status_code == 422
    assert "a whole address that this desk knows" in strange.content.decode()


def test_a_refused_merge_says_why_and_nothing_of_another_desk(twins: Cast):
    twins.ticket("Parental leave", by="m2", desk="hr")
    answer = twins.client("dora").post(f"/agent/it/people/{twins.mara.pk}/merge/", {"with_id": twins.m2.pk})
    page = answer.content.decode()
    assert answer.status_code == 403 and "known beyond your desks, or has more power" in page
    assert "Human" not in page and "Parental" not in page and not PersonMerge.objects.within(twins.it).exists()


def test_looking_at_two_asks_nobody_whether_others_know_them(twins: Cast):
    """It leaves no trace, so it tells no more than their two pages."""
    at, dora = f"/agent/it/people/{twins.mara.pk}/merge/", twins.client("dora")
    plain = dora.get(at, {"with_id": twins.m2.pk})
    twins.ticket("Parental leave", by="m2", desk="hr")
    assert dora.get(at, {"with_id": twins.m2.pk}).status_code == plain.status_code == 200
    assert dora.get(at, {"with_id": twins.mara.pk}).status_code == 422


def test_the_preview_says_what_becomes_of_an_address_that_nobody_proved(twins: Cast):
    at, dora = f"/agent/it/people/{twins.mara.pk}/merge/", twins.client("dora")
    page = dora.get(at, {"with_id": twins.m2.pk}).content.decode()
    assert "was never proven, so it does not go over" in page and 'value="email"' not in page
    refused = dora.post(at, {"with_id": twins.m2.pk, "take": ["email"]})
    assert refused.status_code == 422 and "cannot become the main address" in refused.content.decode()
    EmailAddress.objects.filter(user=twins.m2).update(verified=True)
    page = dora.get(at, {"with_id": twins.m2.pk}).content.decode()
    assert "never proven" not in page and 'value="email"' in page


def test_the_api_says_who_stayed_to_whom_the_page_leads_there(twins: Cast):
    twins.client("dora").post(f"/agent/it/people/{twins.mara.pk}/merge/", {"with_id": twins.m2.pk})
    gone = f"/api/v1/people/{twins.m2.pk}"
    answer = twins.client().get(gone, headers=twins.bearer("jana"))
    assert (answer.status_code, answer.json()["merged_into"]) == (404, twins.mara.pk)
    nothing = twins.client().get("/api/v1/people/999999", headers=twins.bearer("hanna")).json()
    for name in ("hanna", "oliver"):
        hidden = twins.client().get(gone, headers=twins.bearer(name))
        assert hidden.status_code == 404 and hidden.json() | {"instance": ""} == nothing | {"instance": ""}


def test_a_merge_asks_for_a_fresh_proof(twins: Cast):
    dora = twins.client("dora", fresh=False)
    answer = dora.post(f"/agent/it/people/{twins.mara.pk}/merge/", {"with_id": twins.m2.pk})
    assert answer.status_code == 302 and "/me/prove/" in answer.headers["Location"]
    assert Person.objects.get(pk=twins.m2.pk).is_active


def test_agents_and_other_desks_find_no_merge(twins: Cast):
    at = f"/agent/it/people/{twins.mara.pk}/"
    assert twins.client("jana").get(f"{at}merge/").status_code == 403
    assert "merge/" not in twins.client("jana").get(at).content.decode()
    twins.client("dora").post(f"{at}merge/", {"with_id": twins.m2.pk})
    row = PersonMerge.objects.within(twins.it).get()
    hanna = twins.client("hanna")
    assert hanna.post(f"/agent/hr/people/merges/{row.pk}/undo").status_code == 404
    assert hanna.get(f"/agent/hr/people/{twins.m2.pk}/").status_code == 404
