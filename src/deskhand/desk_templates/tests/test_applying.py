"""A desk from a template: read first, made at once, changed afterwards, never overwritten."""

from __future__ import annotations

import pytest

from deskhand.accounts.actions import edit_desk, save_team
from deskhand.accounts.models import Desk, Team
from deskhand.desk_templates.actions import apply_template
from deskhand.desk_templates.models import FromTemplate
from deskhand.desk_templates.shelf import template_of
from deskhand.kernel import switches
from deskhand.kernel.errors import Denied
from deskhand.kernel.models import Event
from deskhand.modules.catalog.actions import save_item
from deskhand.modules.catalog.models import Item
from deskhand.tickets.models import CannedReply

pytestmark = pytest.mark.postgres

NEW = "/agent/settings/desks/new/?template=hr"
PEOPLE = {"template": "hr", "name": "People", "key": "people", "language": "en", "who": "hanna@eberfeld.example"}
ON_IT = "/agent/settings/it/from-template/"


def apply(cast, who="lena", switch_on=(), language="en"):
    template = template_of("hr")
    return apply_template(
        actor=cast.actor(who), desk=cast.it, template=template, language=language, switch_on=switch_on
    )


def test_a_site_administrator_reads_all_of_it_first_and_makes_the_desk_for_somebody_else(cast):
    lena = cast.client("lena")
    assert "?template=hr" in lena.get("/agent/settings/desks/").content.decode()
    page = lena.get(NEW).content.decode()
    assert "People Operations" in page and "Get well soon" in page and "Change of bank details" in page
    assert "Gute Besserung" in lena.get(f"{NEW}&language=de").content.decode()
    made = lena.post(NEW, {**PEOPLE, "accent": "#0b5c7a", "switch_on": ["fields", "catalog"]})
    assert (made.status_code, made.headers["Location"]) == (302, "/agent/settings/desks/")
    desk = Desk.objects.get(key="people")
    assert {one.name for one in Team.objects.within(desk)} == {"People Operations", "Payroll", "Recruiting"}
    assert [switches.is_on(one, desk.pk) for one in ("fields", "catalog", "approvals")] == [True, True, False]
    assert desk.brand.accent == "#0b5c7a"
    assert desk.form_team is not None and list(desk.form_team.members.all()) == [cast.hanna]
    assert lena.get("/agent/people/tickets/").status_code == 404, "who makes a desk for somebody else does not see it"
    assert cast.client("hanna").get("/agent/people/tickets/").status_code == 200
    (fact,) = Event.objects.filter(code="desk.template_applied", desk_id=desk.pk)
    assert fact.actor_id == cast.lena.pk and fact.values["made"] == FromTemplate.objects.within(desk).count()


def test_applied_twice_nothing_is_made_twice_and_what_was_changed_stays(cast):
    assert apply(cast).made
    team = Team.objects.within(cast.it).get(name="Payroll")
    save_team(actor=cast.actor("lena"), desk=cast.it, team=team, name="Wages")
    edit_desk(actor=cast.actor("lena"), desk=cast.it, form_kind="incident")
    again = apply(cast)
    assert again.made == []
    assert not Team.objects.within(cast.it).filter(name="Payroll").exists()
    cast.it.refresh_from_db()
    assert cast.it.form_kind == "incident"


def test_what_the_desk_has_under_the_same_name_is_kept_as_it_is(cast):
    own = save_team(actor=cast.actor("lena"), desk=cast.it, name="payroll", tier="L3")
    edit_desk(actor=cast.actor("lena"), desk=cast.it, form_team=own)
    apply(cast)
    own.refresh_from_db()
    cast.it.refresh_from_db()
    assert (own.name, own.tier, cast.it.form_team) == ("payroll", "L3", own)
    assert Team.objects.within(cast.it).filter(name__iexact="payroll").count() == 1
    assert CannedReply.objects.within(cast.it).get(title="Payslip: corrected next month").team == own


def test_what_belongs_to_a_module_that_is_off_is_offered_and_added_later(cast):
    lena = cast.client("lena")
    lena.post(ON_IT, {"template": "hr", "language": "en"})
    assert not switches.is_on("catalog", cast.it.pk)
    sections = set(FromTemplate.objects.within(cast.it).values_list("section", flat=True))
    assert sections == {"teams", "hours", "services", "statuses", "form", "replies"}
    page = lena.get(f"{ON_IT}?template=hr").content.decode()
    assert 'name="switch_on" value="catalog"' in page and "came from this template" in page
    answer = lena.post(ON_IT, {"template": "hr", "language": "en", "switch_on": ["catalog"]}, follow=True)
    assert "13 things were added." in answer.content.decode()
    assert switches.is_on("catalog", cast.it.pk)
    told = lena.get("/agent/settings/it/history/ops-from-template/").content.decode()
    assert told.count("added from a template") == 2 and "13" in told
    assert 'name="switch_on" value="catalog"' not in answer.content.decode()


def test_only_administrators_of_the_desk_add_to_it(cast):
    for who in ("jana", "priya"):
        assert cast.client(who).get(ON_IT).status_code == 403
        with pytest.raises(Denied):
            apply(cast, who)
    assert cast.client("hanna").get(ON_IT).status_code == 404
    assert cast.client("mara").post(ON_IT, {"template": "hr"}).status_code == 404
    assert cast.client("hanna").get(NEW).status_code in (403, 404)
    assert not FromTemplate.objects.within(cast.it).exists()


def test_a_desk_whose_key_is_taken_is_refused_and_what_was_typed_stays(cast):
    answer = cast.client("lena").post(NEW, {**PEOPLE, "key": "hr"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "There is a desk with the key “hr” already." in page
    assert 'value="People"' in page and not Desk.objects.filter(name="People").exists()


def test_a_page_without_a_template_leads_to_the_templates(cast):
    lena = cast.client("lena")
    for wrong in ("", "?template=", "?template=nothing"):
        assert lena.get(f"/agent/settings/desks/new/{wrong}").headers["Location"] == "/agent/settings/desks/"
        assert "Human resources" in lena.get(f"{ON_IT}{wrong}").content.decode()
    assert lena.get(f"{ON_IT}?template=hr&language=xx").status_code == 200


def laptop(cast):
    return Item.objects.within(cast.it).get(code="laptop")


def it_template(cast, *modules):
    given = {"template": "it", "language": "en", "switch_on": modules}
    return cast.client("lena").post(ON_IT, given, follow=True).content.decode()


def test_an_approval_that_comes_later_is_put_onto_the_items_that_need_it(cast):
    it_template(cast, "catalog")
    assert laptop(cast).approval == "" and laptop(cast).published.terms.get("approval", "") == ""
    page = it_template(cast, "approvals")
    assert laptop(cast).approval and laptop(cast).published.terms["approval"] == laptop(cast).approval
    assert "What came now was put on:" in page and laptop(cast).title in page
    assert "What came now was put on:" not in it_template(cast)


def test_a_plan_that_comes_after_the_approval_is_put_on_as_well(cast):
    it_template(cast, "catalog")
    it_template(cast, "approvals")
    page = it_template(cast, "fulfilment")
    assert laptop(cast).approval and laptop(cast).plan
    assert "You have changed these since" not in page


def test_an_item_that_somebody_has_changed_is_left_to_them_and_named(cast):
    it_template(cast, "catalog")
    save_item(actor=cast.actor("lena"), desk=cast.it, item=laptop(cast), summary="Ours")
    page = it_template(cast, "approvals")
    assert laptop(cast).approval == ""
    assert "You have changed these since" in page and laptop(cast).title in page
