"""Settings: who sees which page, what is saved, and what is refused with the text kept."""

import pytest

from deskhand.accounts.models import Desk, DeskRole, Person, Team
from deskhand.jobs.models import Job
from deskhand.kernel.models import Event
from deskhand.tickets.models import CannedReply, Status

DESK_PAGES = (
    "general grow teams teams/new roles statuses statuses/new canned-replies canned-replies/new permissions"
).split()
SITE_PAGES = ("desks", "background-work", "installation")
LEADS = {
    "teams",
    "teams/new",
    "canned-replies",
    "canned-replies/new",
    "permissions",
}


def at(page, desk="it"):
    return f"/agent/settings/{desk}/{page}/" if desk else f"/agent/settings/{page}/"


@pytest.mark.parametrize("page", DESK_PAGES)
def test_a_page_of_a_desk_is_for_those_whom_the_table_names(cast, page):
    assert cast.client("lena").get(at(page)).status_code == 200
    assert cast.client("priya").get(at(page)).status_code == (200 if page in LEADS else 403)
    assert cast.client("jana").get(at(page)).status_code == 403
    assert cast.client("hanna").get(at(page)).status_code == 404
    assert cast.client("mara").get(at(page)).status_code == 404
    assert cast.client().get(at(page)).status_code == 302


@pytest.mark.parametrize("page", SITE_PAGES)
def test_a_page_of_the_installation_is_for_site_administrators(cast, page):
    assert cast.client("lena").get(at(page, "")).status_code == 200
    assert cast.client("hanna").get(at(page, "")).status_code == 403
    assert cast.client("mara").get(at(page, "")).status_code == 404


def test_settings_begin_where_the_person_may_begin(cast):
    assert cast.client("lena").get("/agent/settings/").headers["Location"] == at("general")
    assert cast.client("priya").get("/agent/settings/").headers["Location"] == at("teams")
    assert cast.client("arno").get("/agent/settings/").headers["Location"] == at("permissions")
    assert cast.client("jana").get("/agent/settings/").status_code == 404


def test_the_list_shows_only_what_one_may_see(cast):
    page = cast.client("priya").get(at("teams")).content.decode()
    assert at("canned-replies") in page
    assert at("general") not in page and at("desks", "") not in page


@pytest.mark.parametrize("page", DESK_PAGES)
def test_a_site_administrator_without_a_role_on_a_desk_reads_none_of_its_settings(cast, page):
    assert cast.client("lena").get(at(page, "hr")).status_code == 404


def general(**other):
    return {
        "name": "IT",
        "public_name": "IT Service",
        "who_may_open": "organizations",
        "language": "de",
        "reopen_days": "21",
        "close_days": "5",
        "form_kind": "incident",
        "signature": "Your IT",
        **other,
    }


def test_a_desk_is_changed_and_the_change_is_a_fact(cast):
    answer = cast.client("lena").post(at("general"), general())
    assert answer.status_code == 302
    desk = Desk.objects.get(key="it")
    assert (desk.public_name, desk.who_may_open, desk.is_listed, desk.language, desk.reopen_days) == (
        "IT Service",
        "organizations",
        False,
        "de",
        21,
    )
    assert Event.objects.filter(code="desk.changed", actor_id=cast.lena.pk).count() == 1


def test_a_desk_says_what_requests_from_its_web_form_begin_with(cast):
    cast.client("lena").post(at("general"), general(form_kind="question", form_team=str(cast.network.pk)))
    desk = Desk.objects.get(key="it")
    assert (desk.form_kind, desk.form_team) == ("question", cast.network)


def test_what_cannot_be_taken_is_told_at_its_field_and_the_rest_stays_written(cast):
    answer = cast.client("lena").post(at("general"), general(reopen_days="4000", signature="Kept words"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_reopen_days_error"' in page and "Kept words" in page
    assert Desk.objects.get(key="it").reopen_days == 14


def test_posting_is_refused_to_those_who_may_not_even_look(cast):
    assert cast.client("jana").post(at("general"), general()).status_code == 403
    assert cast.client("hanna").post(at("general"), general()).status_code == 404
    assert Desk.objects.get(key="it").public_name == ""


def test_a_lead_makes_a_team_and_changes_it(cast):
    priya = cast.client("priya")
    members = [cast.jana.pk, cast.priya.pk]
    priya.post(at("teams/new"), {"name": "Workplace", "tier": "L2", "members": members, "is_active": "on"})
    team = Team.objects.within(cast.it).get(name="Workplace")
    assert set(team.members.all()) == {cast.jana, cast.priya}
    assert 'value="Workplace"' in priya.get(at(f"teams/{team.pk}")).content.decode()
    priya.post(at(f"teams/{team.pk}"), {"name": "Workplace", "tier": "L2", "members": [cast.jana.pk]})
    team.refresh_from_db()
    assert not team.is_active and list(team.members.all()) == [cast.jana]


def test_a_team_name_that_is_taken_is_told_and_kept(cast):
    answer = cast.client("priya").post(at("teams/new"), {"name": "Service Desk", "tier": "L3", "is_active": "on"})
    assert answer.status_code == 422
    assert "already" in answer.content.decode() and 'value="Service Desk"' in answer.content.decode()


def test_a_team_of_another_desk_is_not_there(cast):
    assert cast.client("hanna").get(at(f"teams/{cast.network.pk}", "hr")).status_code == 404


def test_an_administrator_gives_a_role_to_somebody_by_address(cast):
    cast.client("lena").post(at("roles"), {"who": "mara@kestrel.example", "role": "agent"})
    assert DeskRole.objects.filter(desk=cast.it, person=cast.mara, role="agent").exists()


def test_somebody_new_gets_a_role_once_their_name_is_written(cast):
    lena = cast.client("lena")
    answer = lena.post(at("roles"), {"who": "new@eberfeld.example", "role": "lead"})
    assert answer.status_code == 422 and "Write their name" in answer.content.decode()
    lena.post(at("roles"), {"who": "new@eberfeld.example", "new_name": "Nora Neu", "role": "lead"})
    assert Person.objects.get(email="new@eberfeld.example").desk_roles.get().role == "lead"


def test_a_name_alone_is_not_enough_to_give_a_role(cast):
    answer = cast.client("lena").post(at("roles"), {"who": "Mara", "role": "agent"})
    assert answer.status_code == 422 and "Choose somebody from the list" in answer.content.decode()


def test_a_person_chosen_from_the_list_must_be_one_whom_the_administrator_may_find(cast):
    answer = cast.client("hanna").post(at("roles", "hr"), {"who": "Jana Vogt", "who_id": cast.jana.pk, "role": "agent"})
    assert answer.status_code == 422
    assert not DeskRole.objects.filter(desk=cast.hr, person=cast.jana).exists()


def test_a_role_is_taken_but_the_last_administrator_stays(cast):
    lena = cast.client("lena")
    assert lena.post(at(f"roles/{cast.ben.pk}/agent/take")).status_code == 302
    assert not DeskRole.objects.filter(desk=cast.it, person=cast.ben).exists()
    refused = lena.post(at(f"roles/{cast.lena.pk}/admin/take"))
    assert refused.status_code == 403 and "needs an administrator" in refused.content.decode()
    assert DeskRole.objects.filter(desk=cast.it, person=cast.lena, role="admin").exists()


def test_a_status_gets_words_for_agents_and_for_requesters(cast):
    lena = cast.client("lena")
    lena.post(at("statuses/new"), {"category": "on_hold", "name": "Parts ordered", "requester_name": "On its way"})
    made = Status.objects.within(cast.it).get(name="Parts ordered")
    assert (made.category, made.requester_name, made.is_active) == ("on_hold", "On its way", True)
    page = lena.get(at("statuses")).content.decode()
    assert "Parts ordered" in page and "On its way" in page
    lena.post(at(f"statuses/{made.pk}"), {"name": "Parts on order", "requester_name": ""})
    made.refresh_from_db()
    assert (made.name, made.is_active) == ("Parts on order", False)


def test_the_status_that_every_category_needs_cannot_be_switched_off(cast):
    default = cast.status("open")
    cast.client("lena").post(at(f"statuses/{default.pk}"), {"name": "Being done", "requester_name": ""})
    default.refresh_from_db()
    assert (default.name, default.is_active) == ("Being done", True)


def test_a_canned_reply_is_written_as_plain_text_or_in_the_editor(cast):
    priya = cast.client("priya")
    plain = {"title": "Plain", "body": "Hi {requester.first_name},\n\n<b>not bold</b>", "body_format": "text"}
    rich = {"title": "Rich", "body": "<p>Hi <strong>you</strong><script>alert(1)</script></p>", "body_format": "html"}
    for one in (plain, rich):
        assert priya.post(at("canned-replies/new"), one).status_code == 302
    bodies = dict(CannedReply.objects.within(cast.it).values_list("title", "body"))
    assert "&lt;b&gt;not bold" in bodies["Plain"] and "{requester.first_name}" in bodies["Plain"]
    assert "<strong>you</strong>" in bodies["Rich"] and "script" not in bodies["Rich"]


def test_an_empty_canned_reply_is_refused_and_its_title_kept(cast):
    answer = cast.client("priya").post(
        at("canned-replies/new"), {"title": "Kept title", "body": "<p></p>", "body_format": "html"}
    )
    assert answer.status_code == 422
    assert 'value="Kept title"' in answer.content.decode() and "Write the text." in answer.content.decode()


def test_a_deleted_canned_reply_is_not_found_any_more(cast):
    priya = cast.client("priya")
    priya.post(at("canned-replies/new"), {"title": "Old", "body": "words"})
    row = CannedReply.objects.within(cast.it).get()
    priya.post(at(f"canned-replies/{row.pk}/put-away"))
    assert "Old" not in priya.get(at("canned-replies")).content.decode().partition("is put away")[0]
    assert priya.get(at(f"canned-replies/{row.pk}")).status_code == 404


def test_a_site_administrator_makes_a_desk_for_somebody_else(cast):
    lena = cast.client("lena")
    answer = lena.post(at("desks", ""), {"name": "Facilities", "key": "facilities", "who": "oliver@nordwind.example"})
    assert answer.status_code == 302
    desk = Desk.objects.get(key="facilities")
    assert list(desk.roles.values_list("person__name", "role")) == [("Oliver Brandt", "admin")]
    assert "Facilities" in lena.get(at("desks", "")).content.decode()


@pytest.mark.parametrize(("key", "words"), [("it", "already"), ("9 lives", "Small letters"), ("palette", "are taken")])
def test_a_desk_key_that_cannot_be_is_told(cast, key, words):
    answer = cast.client("lena").post(at("desks", ""), {"name": "Nine", "key": key, "who": "hanna@eberfeld.example"})
    assert answer.status_code == 422
    assert words in answer.content.decode() and 'value="Nine"' in answer.content.decode()


def test_somebody_new_named_for_a_desk_that_is_refused_is_not_made_either(cast):
    who = {"who": "new@eberfeld.example", "new_name": "Nora Neu"}
    cast.client("lena").post(at("desks", ""), {"name": "Nine", "key": "it", **who})
    assert not Person.objects.filter(email="new@eberfeld.example").exists()


def dead_job(**other):
    values = {
        "name": "deskhand.mail.fetching.mailboxes.fetch_mailbox",
        "state": "dead",
        "due_ms": 0,
        "made_ms": 0,
        "ended_ms": 1000,
    }
    return Job.objects.create(**{**values, "attempts": 8, "error": "Traceback\nOSError: no route", **other})


def test_failed_work_is_shown_with_its_error_and_tried_again(cast):
    first, second = dead_job(), dead_job(error="")
    lena = cast.client("lena")
    page = lena.get(at("background-work", "")).content.decode()
    assert "OSError: no route" in page and "after 8 tries" in page and "2 problems" in page
    lena.post(at(f"background-work/{first.pk}/again", ""))
    first.refresh_from_db()
    assert (first.state, first.attempts) == ("ready", 0)
    lena.post(at("background-work/again", ""))
    second.refresh_from_db()
    assert second.state == "ready"
    assert "Nothing has failed" in lena.get(at("background-work", "")).content.decode()


def test_only_site_administrators_try_work_again(cast):
    job = dead_job()
    assert cast.client("hanna").post(at(f"background-work/{job.pk}/again", "")).status_code == 403


def test_health_and_settings_are_shown_without_secrets(cast, settings):
    page = cast.client("lena").get(at("installation", "")).content.decode()
    assert ("DESKHAND_BASE_URL" in page and "(set)" in page) or "(not set)" in page
    assert settings.SECRET_KEY not in page


def test_the_permission_table_shows_every_rule_that_counts(cast):
    page = cast.client("arno").get(at("permissions")).content.decode()
    assert "tickets.reply" in page and "Answer the requester" in page


@pytest.mark.parametrize("page", ["roles"])
def test_a_search_without_match_says_so_and_offers_all(cast, page):
    found = cast.client("lena").get(at(page) + "?q=<b>nobody").content.decode()
    assert "&lt;b&gt;nobody" in found and "<b>nobody" not in found and "Show all" in found
