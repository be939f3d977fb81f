"""The guide of a new desk and the list of first steps: skipped, found again, and gone when done."""

import pytest

from deskhand.accounts.actions import create_desk, create_person, give_role, save_team
from deskhand.accounts.models import Desk, Invitation, Team
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from deskhand.mail.models import Mailbox
from deskhand.ops.actions import note_backup
from deskhand.tickets.actions import save_status
from deskhand.tickets.models import Status

SERVERS = {
    "address": "help@eberfeld.example",
    "imap_host": "127.0.0.1",
    "imap_port": "1",
    "imap_security": "tls",
    "smtp_host": "127.0.0.1",
    "smtp_port": "1",
    "smtp_security": "starttls",
}
OVERVIEW = "/agent/it/overview/"


def at(step, desk="it"):
    return f"/agent/settings/{desk}/begin/{step}/"


def test_the_mailbox_is_connected_and_the_guide_goes_on(cast):
    lena = cast.client("lena")
    answer = lena.post(at("mailbox"), {**SERVERS, "secret": "s3cret words"})
    assert answer.headers["Location"] == at("teams")
    box = Mailbox.objects.within(cast.it).get(address="help@eberfeld.example")
    assert (box.name, box.fetch_user, box.smtp_port) == ("help", "help@eberfeld.example", 1)
    assert "s3cret" not in box.fetch_secret
    assert "help@eberfeld.example is connected." in lena.get(at("mailbox")).content.decode()


def test_a_mailbox_without_a_server_is_not_called_connected(cast):
    box = cast.mailbox
    page = cast.client("lena").get(at("mailbox")).content.decode()
    assert f"{box.address} has no server yet." in page and "is connected" not in page


def test_the_first_desk_of_all_has_the_short_guide(cast):
    Desk.objects.filter(key="hr").delete()
    page = cast.client("lena").get(at("mailbox")).content.decode()
    assert f'href="{at("people")}"' in page and "Skip this step" in page


def test_the_check_says_what_is_wrong_keeps_what_was_typed_and_makes_nothing(cast):
    before = Mailbox.objects.within(cast.it).count()
    answer = cast.client("lena").post(at("mailbox"), {**SERVERS, "act": "check"})
    page = answer.content.decode()
    assert answer.status_code == 200 and page.count("127.0.0.1 port 1") == 2
    assert 'value="help@eberfeld.example"' in page
    assert Mailbox.objects.within(cast.it).count() == before


def test_the_check_asks_for_an_address_first(cast):
    nothing = {**SERVERS, "address": "", "imap_host": "", "smtp_host": "", "act": "check"}
    answer = cast.client("lena").post(at("mailbox"), nothing, headers={"HX-Request": "true"})
    assert "Write an address and its servers" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_servers_without_an_address_are_not_taken(cast):
    answer = cast.client("lena").post(at("mailbox"), {**SERVERS, "address": ""})
    assert answer.status_code == 422
    assert "Write the address of the mailbox" in answer.content.decode()


def test_colleagues_are_invited_by_pasted_addresses(cast):
    text = "Nadia Haddad <nadia.haddad@eberfeld.example>\nali@eberfeld.example"
    answer = cast.client("lena").post(at("people"), {"people": text, "role": "agent"})
    assert answer.headers["Location"] == at("look")
    invited = Invitation.objects.within(cast.it).values_list("email", "role")
    assert set(invited) == {("nadia.haddad@eberfeld.example", "agent"), ("ali@eberfeld.example", "agent")}


def test_what_is_no_address_comes_back_with_the_reason_and_the_rest_is_sent(cast):
    answer = cast.client("lena").post(at("people"), {"people": "ali@eberfeld.example\nnobody here", "role": "agent"})
    page = answer.content.decode()
    assert "These came back" in page and "nobody here</textarea>" in page
    assert Invitation.objects.within(cast.it).count() == 1


def test_nobody_at_all_is_said_at_the_field(cast):
    answer = cast.client("lena").post(at("people"), {"people": "", "role": "agent"})
    assert answer.status_code == 422 and 'id="id_people_error"' in answer.content.decode()


def test_a_desk_begins_with_the_statuses_of_one_that_its_administrator_looks_after(cast):
    save_status(actor=SYSTEM, desk=cast.it, name="Waiting for parts", category="on_hold", requester_name="We wait")
    save_status(actor=SYSTEM, desk=cast.hr, name="Secret of HR", category="on_hold")
    new = create_desk(actor=SYSTEM, key="labs", name="Labs", administrator=cast.lena)
    page = cast.client("lena").get(at("teams", "labs")).content.decode()
    assert "As on IT" in page and "Human Resources" not in page
    cast.client("lena").post(at("teams", "labs"), {"statuses_from": "it", "teams": "Bench\n Bench \nField"})
    assert Status.objects.within(new).filter(name="Waiting for parts", requester_name="We wait").count() == 1
    assert set(Team.objects.within(new).values_list("name", flat=True)) == {"Bench", "Field"}
    assert Team.objects.within(new).get(name="Bench").members.get() == cast.lena
    answer = cast.client("lena").post(at("teams", "labs"), {"statuses_from": "hr"})
    assert answer.status_code == 422
    assert not Status.objects.within(new).filter(name="Secret of HR").exists()


@pytest.mark.parametrize("step", ["mailbox", "teams", "people", "look", "done"])
def test_the_guide_is_for_the_desks_administrators(cast, step):
    assert cast.client("lena").get(at(step)).status_code == 200
    assert cast.client("jana").get(at(step)).status_code == 403
    assert cast.client("hanna").get(at(step)).status_code == 404
    assert cast.client("lena").get(at(step, "hr")).status_code == 404


def test_the_overview_lists_what_a_new_desk_needs_for_its_administrators_alone(cast):
    page = cast.client("lena").get(OVERVIEW).content.decode()
    assert "First steps" in page and "Connect a mailbox" in page and "Set the base address" in page
    assert "First steps" not in cast.client("jana").get(OVERVIEW).content.decode()
    page = cast.client("hanna").get("/agent/hr/overview/").content.decode()
    assert "Connect a mailbox" in page and "Set the base address" not in page


def test_a_step_is_done_by_its_fact(cast):
    hanna = cast.client("hanna")
    before = hanna.get("/agent/hr/overview/").content.decode()
    assert "0 of 6 done" in before
    save_team(actor=SYSTEM, desk=cast.hr, name="Payroll")
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.ben, role="agent")
    cast.ticket(desk="hr")
    assert "3 of 6 done" in hanna.get("/agent/hr/overview/").content.decode()


def test_a_first_backup_is_a_step_of_the_installation(cast):
    lena, hanna = cast.client("lena"), cast.client("hanna")
    assert ">Make a backup</a>" in lena.get(OVERVIEW).content.decode()
    note_backup(actor=SYSTEM, file="all.tar.gz", size=1, command="deskhand backup")
    assert "<s>Make a backup</s>" in lena.get(OVERVIEW).content.decode()
    assert "Make a backup" not in hanna.get("/agent/hr/overview/").content.decode()


def test_the_list_is_put_away_for_good_and_found_again(cast):
    lena = cast.client("lena")
    lena.post("/agent/settings/it/first-steps/show/")
    assert "Connect a mailbox" not in lena.get(OVERVIEW).content.decode()
    page = lena.get("/agent/settings/it/first-steps/").content.decode()
    assert "Connect a mailbox" in page and "/agent/settings/it/from-template/" in page
    assert "Connect a mailbox" in cast.client("hanna").get("/agent/hr/overview/").content.decode()
    lena.post("/agent/settings/it/first-steps/show/", {"shown": "1"})
    assert "Connect a mailbox" in lena.get(OVERVIEW).content.decode()
    assert Event.objects.filter(code="desk.first_steps_shown", desk_id=cast.it.pk).count() == 2


def test_when_everything_is_done_the_list_is_gone(cast, monkeypatch):
    from deskhand.ops import first_steps

    done = [first_steps.Step("Only one", "", "/", is_done=True)]
    monkeypatch.setattr(first_steps, "first_steps", lambda actor, desk: done)
    assert "First steps" not in cast.client("lena").get(OVERVIEW).content.decode()


def test_a_new_administrator_sees_the_address_of_nobody_from_another_desk(cast):
    other = create_person(actor=SYSTEM, name="Zoe Quist", email="zoe@elsewhere.example")
    give_role(actor=SYSTEM, desk=cast.hr, person=other, role="agent")
    assert "Zoe" not in cast.client("lena").get(at("people")).content.decode()
