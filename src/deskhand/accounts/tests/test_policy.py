"""A second factor that a role needs, how long sessions last, and help for who cannot come in."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from deskhand.accounts.actions import give_role, make_sign_in_link, make_token, save_sign_in_policy
from deskhand.accounts.models import ApiToken, SignInPolicy
from deskhand.accounts.tests.test_second_factor import set_up, text
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied
from deskhand.kernel.models import Event

DAY = timedelta(days=1)
RULES = "/agent/settings/sign-in/"
TOKEN = {"token_name": "Script", "scope": "read", "days": "30"}


def need(*roles, **more):
    rules = {"idle": timedelta(hours=8), "longest": timedelta(days=14), **more}
    return save_sign_in_policy(actor=SYSTEM, roles=roles, **rules)


def facts(code):
    return Event.objects.filter(code=code)


def test_a_site_administrator_says_who_needs_a_second_factor_and_it_is_written_down(cast):
    client = cast.client("lena")
    assert "Hours without activity" in text(client.get(RULES))
    answer = client.post(RULES, {"roles": ["agent"], "idle_hours": "0.5", "longest_days": "7"})
    assert answer.headers["Location"] == RULES
    row = SignInPolicy.objects.get()
    assert (row.roles, row.idle, row.longest) == (["agent"], timedelta(minutes=30), 7 * DAY)
    change = facts("sign_in_policy.changed").get()
    assert change.actor_id == cast.lena.pk
    assert change.values["new"] == {"roles": "agent", "idle": "30", "longest": "10080"}


def test_only_site_administrators_do(cast):
    assert cast.client("jana").get(RULES).status_code == 403
    assert cast.client("mara").get(RULES).status_code == 404


def test_what_cannot_be_is_said_at_its_field(cast):
    answer = cast.client("lena").post(RULES, {"roles": ["agent"], "idle_hours": "48", "longest_days": "1"})
    assert answer.status_code == 422
    assert "Not shorter than the time without activity" in text(answer)
    assert not SignInPolicy.objects.exists()


def test_an_administrator_cannot_shut_themselves_out(cast):
    answer = cast.client("lena").post(RULES, {"roles": ["site_admin"], "idle_hours": "8", "longest_days": "14"})
    assert answer.status_code == 422
    assert "Set up a second factor for yourself first" in text(answer)


def test_the_workspace_is_closed_until_a_needed_factor_is_there(cast):
    need("agent")
    number = cast.ticket().number
    client = cast.client("jana")
    for path in ("/agent/", "/agent/it/tickets/", f"/agent/tickets/{number}/"):
        assert client.get(path).headers["Location"] == "/me/security/"
    assert client.post("/agent/settings/it/teams/new/", {"name": "Mine"}).headers["Location"] == "/me/security/"
    assert "Your role here needs a second factor" in text(client.get("/me/security/"))
    set_up(client)
    assert client.get("/agent/it/tickets/").status_code == 200


def test_whoever_signs_in_lands_on_the_page_that_sets_one_up(cast, client):
    need("agent")
    url = make_sign_in_link(actor=SYSTEM, person=cast.jana)
    landed = client.post("/" + url.split("/", 3)[3], follow=True)
    assert landed.redirect_chain[-1][0] == "/me/security/"


@pytest.mark.parametrize(
    ("role", "name", "path"),
    [
        ("lead", "priya", "/agent/it/tickets/"),
        ("auditor", "arno", "/agent/it/tickets/"),
        ("admin", "hanna", "/agent/settings/hr/general/"),
        ("site_admin", "lena", "/agent/settings/sign-in/"),
    ],
)
def test_each_role_can_need_one(cast, role, name, path):
    client = cast.client(name)
    assert client.get(path).status_code == 200
    need(role)
    assert client.get(path).headers["Location"] == "/me/security/"


def test_requesters_and_other_roles_are_left_alone(cast):
    need("admin")
    assert cast.client("jana").get("/agent/it/tickets/").status_code == 200
    assert cast.client("mara").get("/requests/").status_code == 200


def test_tokens_of_who_lacks_a_needed_factor_say_where_to_set_one_up_and_work_again_with_it(cast):
    bearer, hers = cast.bearer("jana"), cast.bearer("mara")
    need("agent")
    for path in ("/api/v1/tickets", "/api/v1/me"):
        refused = Client().get(path, headers=bearer)
        assert refused.status_code == 403 and refused.json()["type"].endswith("#problem-factor_needed")
        assert "/me/security/" in refused.json()["detail"]
    assert Client().get("/api/v1/tickets", headers=hers).status_code == 200
    client = cast.client("jana")
    set_up(client)
    assert Client().get("/api/v1/tickets", headers=bearer).status_code == 200


def test_a_token_that_was_made_before_its_owner_got_a_role_brings_no_power_of_that_role(cast):
    need("admin")
    bearer = cast.bearer("mara")
    cast.ticket(by="oliver", desk="hr")
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.mara, role="admin")
    assert Client().get("/api/v1/tickets", headers=bearer).status_code == 403
    _row, narrowed = make_token(actor=SYSTEM, person=cast.mara, desks=[cast.it])
    only_it = Client().get("/api/v1/tickets", headers={"Authorization": f"Bearer {narrowed}"})
    assert (only_it.status_code, only_it.json()["items"]) == (200, [])


def test_new_tokens_need_the_factor(cast):
    need("agent")
    client = cast.client("jana")
    refused = client.post("/me/tokens/", TOKEN)
    assert refused.status_code == 403 and "second factor" in text(refused)
    assert not ApiToken.objects.exists()
    set_up(client)
    assert client.post("/me/tokens/", TOKEN).status_code == 200


def test_files_and_live_answers_are_closed_too(cast):
    need("agent")
    ticket = cast.ticket()
    client = cast.client("jana")
    answer = client.get(f"/agent/tickets/{ticket.number}/", headers={"accept": "application/json"})
    assert answer.status_code == 403 and "second factor" in answer.json()["detail"]
    fragment = client.get(f"/agent/tickets/{ticket.number}/", headers={"hx-request": "true"})
    assert fragment.headers["HX-Redirect"] == "/me/security/"


def test_shorter_times_count_for_sessions_that_are_there(cast):
    client = cast.client("mara")
    need(idle=timedelta(minutes=30), longest=timedelta(hours=2))
    from django.contrib.sessions.models import Session

    from deskhand.kernel import clock

    left = Session.objects.get(session_key=client.session.session_key).expire_date - clock.now()
    assert left <= timedelta(minutes=30)


# --- Help for somebody who has lost their second factor ---------------------------------------------------------------


def take(client, path, **more):
    return client.post(f"{path}factors/", {"reason": "Called back on the office number", **more})


def test_an_administrator_of_the_desk_takes_a_lost_factor_away(cast):
    ben = cast.client("ben")
    set_up(ben)
    cast.work()
    mail.outbox.clear()
    path = f"/agent/settings/it/colleagues/{cast.ben.pk}/way-in/"
    office = cast.client("lena")
    assert "Authenticator app" in text(office.get(path))
    assert take(office, path).headers["Location"] == path
    assert not Authenticator.objects.exists()
    assert ben.get("/me/").status_code == 302
    fact = facts("person.factors_taken").get()
    assert (fact.subject_id, fact.actor_id, fact.reason) == (
        cast.ben.pk,
        cast.lena.pk,
        "Called back on the office number",
    )
    cast.work()
    assert [letter.to for letter in mail.outbox] == [[cast.ben.email]]
    assert "took your second factor away" in mail.outbox[0].body


def test_every_proven_address_is_told(cast):
    from allauth.account.models import EmailAddress

    set_up(cast.client("ben"))
    cast.work()
    mail.outbox.clear()
    EmailAddress.objects.create(user=cast.ben, email="ben@home.example", verified=True)
    EmailAddress.objects.create(user=cast.ben, email="ben@guessed.example", verified=False)
    take(cast.client("lena"), f"/agent/settings/it/colleagues/{cast.ben.pk}/way-in/")
    cast.work()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["ben@eberfeld.example", "ben@home.example"]


def test_it_needs_a_reason_and_a_fresh_proof(cast):
    set_up(cast.client("ben"))
    path = f"/agent/settings/it/colleagues/{cast.ben.pk}/way-in/"
    assert take(cast.client("lena"), path, reason=" ").status_code == 422
    assert take(cast.client("lena", fresh=False), path).headers["Location"].startswith("/me/prove/")
    assert Authenticator.objects.exists()


def test_agents_may_not(cast):
    set_up(cast.client("ben"))
    assert take(cast.client("jana"), f"/agent/settings/it/colleagues/{cast.ben.pk}/way-in/").status_code == 403


def test_an_administrator_of_one_desk_does_not_open_the_other(cast):
    """Hanna administers HR; Ben serves both desks, Jana only the other one."""
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.ben, role="agent")
    set_up(cast.client("ben"))
    hanna = cast.client("hanna")
    assert take(hanna, f"/agent/settings/hr/colleagues/{cast.ben.pk}/way-in/").status_code == 403
    assert take(hanna, f"/agent/settings/hr/colleagues/{cast.jana.pk}/way-in/").status_code == 404
    assert take(hanna, f"/agent/settings/it/colleagues/{cast.ben.pk}/way-in/").status_code == 404
    assert Authenticator.objects.exists()


def test_what_a_site_administrator_does_is_told_to_the_person_and_to_their_other_desk(cast):
    """Lena administers the installation and IT, not HR: Henry serves HR, whose administrator is Hanna."""
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.ben, role="agent")
    set_up(cast.client("ben"))
    cast.work()
    mail.outbox.clear()
    take(cast.client("lena"), f"/agent/settings/people/{cast.ben.pk}/way-in/")
    cast.work()
    assert sorted(letter.to[0] for letter in mail.outbox) == [cast.ben.email, cast.hanna.email]


def test_a_link_for_somebody_of_another_desk_is_written_down_and_told_to_both(cast):
    client = cast.client("lena")
    path = f"/agent/settings/people/{cast.hanna.pk}/way-in/"
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.arno, role="admin")
    assert "Send a sign-in link" in text(client.get(path))
    sent = client.post(f"{path}link/", follow=True)
    assert "/in/" not in text(sent) and cast.hanna.email in text(sent)
    fact = facts("person.sign_in_link_sent").get()
    assert (fact.subject_id, fact.actor_id) == (cast.hanna.pk, cast.lena.pk)
    cast.work()
    told = sorted(letter.to[0] for letter in mail.outbox)
    assert told == sorted([cast.arno.email, cast.hanna.email, cast.hanna.email])
    assert [letter.to[0] for letter in mail.outbox if "/in/" in letter.body] == [cast.hanna.email]


@pytest.mark.parametrize("whose", ["mara", "jana", "hanna"])
def test_nobody_holds_the_way_in_of_another_while_a_desk_is_closed_to_them(cast, whose):
    with pytest.raises(Denied, match="have the link sent"):
        make_sign_in_link(actor=cast.actor("lena"), person=getattr(cast, whose))


def test_who_administers_every_desk_makes_a_link_that_they_see(cast):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.lena, role="admin")
    shown = text(cast.client("lena").post(f"/agent/settings/people/{cast.hanna.pk}/way-in/link/"))
    assert "/in/" in shown
    cast.work()
    assert [letter.to[0] for letter in mail.outbox] == [cast.hanna.email]


def test_who_came_in_by_such_a_link_has_proven_nothing(cast, client):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.lena, role="admin")
    url = make_sign_in_link(actor=cast.actor("lena"), person=cast.mara)
    client.post("/" + url.split("/", 3)[3])
    assert client.post("/me/tokens/", TOKEN).headers["Location"].startswith("/me/prove/")


def test_an_administrator_ends_somebodys_sessions(cast):
    ben = cast.client("ben")
    answer = cast.client("lena").post(f"/agent/settings/it/colleagues/{cast.ben.pk}/way-in/sessions/")
    assert answer.status_code == 302
    assert ben.get("/me/").status_code == 302
    assert facts("person.sessions_ended").get().actor_id == cast.lena.pk


def test_the_terminal_recovers_the_last_administrator(cast):
    from deskhand.accounts.actions import take_factors

    set_up(cast.client("lena"))
    take_factors(actor=SYSTEM, person=cast.lena, reason="Lost phone")
    assert not Authenticator.objects.exists()
