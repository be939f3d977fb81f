"""Who looks after the installation, what they may do on desks, and what desks decide alone."""

import pytest
from django.core import mail

from deskhand.accounts.actions import create_person, give_role, make_site_admin, set_hearing
from deskhand.accounts.models import Desk, DeskRole
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied
from deskhand.kernel.models import Event
from deskhand.ops.tests.test_settings_pages import at

PAGE = "/agent/settings/site-administrators/"


@pytest.fixture
def sid(cast):
    """A site administrator without a role on any desk."""
    cast.people["sid"] = create_person(actor=SYSTEM, name="Sidney Site", email="sid@eberfeld.example", is_verified=True)
    return make_site_admin(actor=SYSTEM, person=cast.people["sid"])


def letters(cast):
    cast.work()
    return {one.to[0] for one in mail.outbox if "site administrator" in one.subject}


def test_a_site_administrator_names_another_and_both_get_a_letter(cast):
    answer = cast.client("lena").post(PAGE, {"who": "ben@eberfeld.example"})
    assert answer.status_code == 302
    cast.ben.refresh_from_db()
    assert cast.ben.is_site_admin
    assert letters(cast) == {"ben@eberfeld.example", "lena@eberfeld.example"}
    assert Event.objects.filter(code="person.site_admin_changed", actor_id=cast.lena.pk).count() == 1
    page = cast.client("lena").get("/agent/settings/installation/history/ops-site-admins/").content.decode()
    assert "Ben Okafor" in page


def test_naming_one_who_is_it_already_is_no_change(cast, sid):
    cast.work()
    mail.outbox.clear()
    before = Event.objects.filter(code="person.site_admin_changed").count()
    assert cast.client("lena").post(PAGE, {"who": "sid@eberfeld.example"}).status_code == 302
    assert letters(cast) == set()
    assert Event.objects.filter(code="person.site_admin_changed").count() == before


def test_the_last_one_stays(cast):
    answer = cast.client("lena").post(f"{PAGE}{cast.lena.pk}/take/")
    assert answer.status_code == 403 and "name another one first" in answer.content.decode()
    cast.lena.refresh_from_db()
    assert cast.lena.is_site_admin


def test_one_who_cannot_sign_in_does_not_count_as_another(cast, sid):
    sid.is_active = False
    sid.save()
    assert cast.client("lena").post(f"{PAGE}{cast.lena.pk}/take/").status_code == 403


def test_it_is_taken_again_and_roles_on_desks_stay(cast, sid):
    assert cast.client("sid").post(f"{PAGE}{cast.lena.pk}/take/").status_code == 302
    cast.lena.refresh_from_db()
    assert not cast.lena.is_site_admin
    assert cast.client("lena").get(at("general")).status_code == 200
    assert cast.client("lena").get(PAGE).status_code == 403
    assert "lena@eberfeld.example" in letters(cast)


def test_only_site_administrators_see_or_change_who_they_are(cast):
    for name, status in (("hanna", 403), ("jana", 403), ("mara", 404)):
        assert cast.client(name).get(PAGE).status_code == status
        assert cast.client(name).post(PAGE, {"who": "ben@eberfeld.example"}).status_code == status
    assert cast.client().get(PAGE).status_code == 302


def test_a_desk_is_made_in_one_step_and_its_maker_is_led_through_the_guide(cast):
    wanted = {
        "name": "Facilities & Fleet",
        "public_name": "House services",
        "language": "de",
        "who": "lena@eberfeld.example",
    }
    answer = cast.client("lena").post("/agent/settings/desks/", wanted)
    assert answer.headers["Location"] == "/agent/settings/facilities-fleet/begin/mailbox/"
    desk = Desk.objects.get(key="facilities-fleet")
    assert (desk.public_name, desk.language) == ("House services", "de")


def test_the_suggested_key_passes_by_one_that_is_taken(cast):
    cast.client("lena").post("/agent/settings/desks/", {"name": "IT", "who": "hanna@eberfeld.example"})
    assert Desk.objects.filter(key="it-2").exists()


def test_whoever_made_a_desk_for_somebody_else_reads_nothing_of_it(cast, sid):
    made = cast.client("sid").post(
        "/agent/settings/desks/", {"name": "Labs", "key": "labs", "who": "hanna@eberfeld.example"}
    )
    assert made.headers["Location"] == "/agent/settings/desks/"
    for path in ("tickets/", "overview/", "people/"):
        assert cast.client("sid").get(f"/agent/labs/{path}").status_code == 404
    for page in ("general", "roles", "teams", "grow", "permissions", "look", "first-steps", "new-tickets"):
        assert cast.client("sid").get(at(page, "labs")).status_code == 404
        assert cast.client("hanna").get(at(page, "labs")).status_code == 200


def test_from_then_on_only_the_desks_administrators_give_roles_there(cast, sid):
    sid_browser = cast.client("sid")
    sid_browser.post("/agent/settings/desks/", {"name": "Labs", "key": "labs", "who": "hanna@eberfeld.example"})
    role = {"who": "sid@eberfeld.example", "role": "admin"}
    assert sid_browser.post(at("roles", "labs"), role).status_code == 404
    assert sid_browser.post("/agent/settings/labs/begin/people/", {"people": "sid@eberfeld.example"}).status_code == 404
    assert not DeskRole.objects.filter(desk__key="labs", person=sid).exists()
    give_role(actor=cast.actor("hanna"), desk=Desk.objects.get(key="labs"), person=sid, role="agent")
    assert sid_browser.get("/agent/labs/tickets/").status_code == 200


def test_a_desks_administrator_needs_nobody_else(cast):
    """Everything that a desk has is set by its own administrator: no page of it asks for another power."""
    from deskhand.kernel import slots
    from deskhand.kernel.actor import Channel

    hanna = cast.actor("hanna", Channel.WEB)
    lacking = [
        one.name
        for one in slots.items("settings_page", desk_id=cast.hr.pk)
        if getattr(one, "is_of_desk", True) and not one.shown_to(hanna, cast.hr)
    ]
    assert not lacking
    assert not hanna.is_site_admin


def test_an_administrator_says_who_hears_of_new_tickets(cast):
    page = cast.client("lena").get(at("new-tickets")).content.decode()
    assert page.count("checked") == 4  # Arno audits and hears of nothing.
    assert cast.client("lena").post(at("new-tickets"), {"people": [cast.jana.pk, cast.hanna.pk]}).status_code == 422
    assert not Event.objects.filter(code="desk.hearing_changed").exists()


def test_who_shall_hear_is_kept_and_is_a_fact(cast):
    cast.client("lena").post(at("new-tickets"), {"people": [cast.jana.pk]})
    hearing = DeskRole.objects.filter(desk=cast.it, role__in=("agent", "lead", "admin"), hears_of_new=True)
    assert list(hearing.values_list("person", flat=True)) == [cast.jana.pk]
    assert Event.objects.filter(code="desk.hearing_changed", desk_id=cast.it.pk).count() == 3
    with pytest.raises(Denied):
        set_hearing(actor=cast.actor("jana"), desk=cast.it, people=[])
