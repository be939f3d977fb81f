"""A token that reaches some desks alone: on the others its bearer is nobody."""

import pytest

from deskhand.accounts import token_reach
from deskhand.accounts.actions import cut_token_off, give_role, make_token
from deskhand.accounts.models import ApiToken
from deskhand.api.tests.conftest import Caller
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.kernel.models import Event


def caller(cast, name, desks, scope="write"):
    _row, token = make_token(actor=cast.actor(name), person=cast.people[name], scope=scope, desks=desks)
    return Caller({"Authorization": f"Bearer {token}"})


@pytest.fixture
def both(cast):
    """Jana serves both desks."""
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    return cast


def test_things_of_a_desk_that_the_token_does_not_reach_are_not_there(both):
    here, there = both.ticket("Here"), both.ticket("There", desk="hr", by="oliver")
    jana = caller(both, "jana", [both.it])
    assert jana.get(f"/tickets/{here.number}").status_code == 200
    for path in ("", "/messages", "/events", "/followers", "/deliveries"):
        assert jana.get(f"/tickets/{there.number}{path}").status_code == 404
    assert jana.patch(f"/tickets/{there.number}", {"priority": "high"}).status_code == 404
    assert [one["number"] for one in jana.get("/tickets").json()["items"]] == [here.number]
    assert {one["desk"] for one in jana.get("/teams").json()["items"]} == {"it"}
    assert jana.get("/me").json()["roles"] == {"it": ["agent"]}
    assert [one["key"] for one in jana.get("/desks").json()["items"]] == ["it"]
    assert jana.get("/desks/hr").status_code == 404


def test_ones_own_tickets_on_a_closed_desk_are_not_there_either(cast):
    own = cast.ticket("Mine")
    file = caller(cast, "mara", None)
    assert file.get(f"/tickets/{own.number}").status_code == 200
    mara = caller(cast, "mara", [cast.hr])
    assert mara.get(f"/tickets/{own.number}").status_code == 404
    assert mara.get("/tickets").json()["items"] == []
    assert mara.post("/tickets", {"subject": "x", "body": "<p>x</p>", "desk": "it"}).status_code == 422
    assert mara.post("/tickets", {"subject": "x", "body": "<p>x</p>"}).json()["desk"] == "hr"


def test_a_narrowed_token_has_no_rights_of_the_whole_installation(cast):
    lena = caller(cast, "lena", [cast.it])
    assert lena.get("/me").json()["is_site_admin"] is False
    assert lena.post("/desks", {"key": "fac", "name": "Facilities"}).status_code == 403


def test_neither_where_that_desk_is_the_only_one(cast):
    lena = caller(cast, "lena", [cast.it, cast.hr])
    assert lena.get("/me").json()["is_site_admin"] is False
    assert lena.post("/desks", {"key": "fac", "name": "Facilities"}).status_code == 403


def test_a_new_desk_is_closed_to_a_token_that_names_others(cast):
    from deskhand.accounts.actions import create_desk

    mara = caller(cast, "mara", [cast.it])
    create_desk(actor=SYSTEM, key="fac", name="Facilities", administrator=cast.ben)
    assert mara.get("/desks/fac").status_code == 404
    assert caller(cast, "mara", None).get("/desks/fac").status_code == 200


def test_a_token_names_desks_that_its_owner_can_know(cast):
    cast.hr.is_listed = False
    cast.hr.save(update_fields=["is_listed"])
    for desks in ([], [cast.hr]):
        with pytest.raises(Invalid):
            make_token(actor=cast.actor("mara"), person=cast.mara, desks=desks)
    assert not ApiToken.objects.exists()


def test_administrators_see_and_cut_off_the_tokens_that_reach_their_desk(both):
    everywhere, _token = make_token(actor=both.actor("jana"), person=both.jana, name="Report")
    make_token(actor=both.actor("jana"), person=both.jana, desks=[both.it])
    named, _token = make_token(actor=both.actor("mara"), person=both.mara, desks=[both.hr])
    make_token(actor=both.actor("oliver"), person=both.oliver)
    assert {one.pk for one in token_reach.reaching(both.hr)} == {everywhere.pk, named.pk}
    cut_token_off(actor=both.actor("hanna"), desk=both.hr, token_id=everywhere.pk)
    assert {one.pk for one in token_reach.reaching(both.hr)} == {named.pk}
    everywhere.refresh_from_db()
    assert token_reach.closed_desks(everywhere) == {both.hr.pk}
    assert token_reach.closed_desks(named) == {both.it.pk}
    fact = Event.objects.get(code="desk.token_cut_off")
    assert (fact.desk_id, fact.values["token"]) == (both.hr.pk, everywhere.pk)


def test_a_token_that_was_cut_off_keeps_what_else_it_reaches(both):
    row, token = make_token(actor=both.actor("jana"), person=both.jana)
    here, there = both.ticket("Here"), both.ticket("There", desk="hr", by="oliver")
    cut_token_off(actor=both.actor("hanna"), desk=both.hr, token_id=row.pk)
    jana = Caller({"Authorization": f"Bearer {token}"})
    assert jana.get(f"/tickets/{here.number}").status_code == 200
    assert jana.get(f"/tickets/{there.number}").status_code == 404
    with pytest.raises(NotFound):
        cut_token_off(actor=both.actor("hanna"), desk=both.hr, token_id=row.pk)


def test_others_do_not_cut_tokens_off(both):
    row, _token = make_token(actor=both.actor("jana"), person=both.jana)
    for name in ("jana", "priya", "mara"):
        with pytest.raises(Denied):
            cut_token_off(actor=both.actor(name), desk=both.hr, token_id=row.pk)


def test_an_announcement_of_a_closed_desk_is_not_told(both):
    from deskhand.accounts.actions import switch_module
    from deskhand.kernel import clock
    from deskhand.modules.announcements import actions

    switch_module(actor=both.actor("lena"), desk=both.it, module="announcements", on=True)
    details = actions.Details(kind="notice", words=actions.Words("VPN"), starts_at=clock.now())
    actions.publish(actor=both.actor("jana"), desk=both.it, details=details)
    assert len(caller(both, "mara", None).get("/announcements").json()["items"]) == 1
    assert caller(both, "mara", [both.hr]).get("/announcements").json()["items"] == []
