"""The palette: what it offers to whom, and what it finds."""

import json

import pytest
from django.db import transaction

from deskhand.accounts.actions import give_role
from deskhand.kernel.actor import SYSTEM
from deskhand.tickets import actions

PALETTE, CHOOSE = "/agent/palette", "/agent/palette/choose"


def commands(client, **where):
    answer = client.get(PALETTE, where)
    assert answer.status_code == 200
    return {one["key"]: one for one in answer.json()["commands"]}


def found(client, typed, **where):
    return client.get(PALETTE, {"desk": "it", **where, "q": typed}).json()


def numbers(answer):
    return [one["number"] for one in answer["tickets"]]


@pytest.mark.parametrize("name", ["jana", "priya", "lena", "arno", "hanna", "mara"])
def test_nobody_is_offered_a_page_that_refuses_them(cast, name):
    ticket = cast.ticket()
    client = cast.client(name)
    where = {"desk": "it", "ticket": ticket.number} if name in ("jana", "priya", "lena", "arno") else {}
    for key, one in commands(client, **where).items():
        if "url" in one:
            answer = client.get(one["url"], follow=True)
            assert answer.status_code == 200, (key, one["url"])
            assert "/sign-in/" not in (answer.redirect_chain or [("", 0)])[-1][0], key


@pytest.mark.parametrize("name", ["jana", "priya", "lena", "arno"])
def test_nobody_is_offered_a_deed_that_is_refused(cast, name):
    ticket = cast.ticket(team=cast.service_desk)
    client = cast.client(name)
    for key, one in commands(client, desk="it", ticket=ticket.number).items():
        if "post" not in one or key == "do:out":
            continue
        with transaction.atomic():
            answer = client.post(one["post"], one.get("fields", {}), headers={"HX-Request": "true"})
            assert answer.status_code in (200, 204, 302), (key, answer.status_code, answer.content[:200])
            transaction.set_rollback(True)


def test_a_deed_of_the_palette_is_done(cast):
    ticket, client = cast.ticket(), cast.client("jana")
    offered = commands(client, ticket=ticket.number)
    for key in (f"ticket:assignee:{cast.jana.pk}", "ticket:priority:urgent", "ticket:follow"):
        client.post(offered[key]["post"], offered[key]["fields"], headers={"HX-Request": "true"})
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.priority_word) == (cast.jana, "urgent")
    assert ticket.followers.filter(person=cast.jana).exists()
    again = commands(client, ticket=ticket.number)
    assert "ticket:unfollow" in again and "ticket:follow" not in again
    assert f"ticket:assignee:{cast.jana.pk}" not in again


def test_an_auditor_reads_and_is_offered_no_deed_on_the_ticket(cast):
    offered = commands(cast.client("arno"), ticket=cast.ticket().number)
    assert not [key for key in offered if key.startswith("ticket:")]
    assert "do:new" not in offered and "go:tickets" in offered


def test_what_the_state_forbids_is_not_offered(cast):
    ticket = cast.ticket()
    actions.mark_spam(actor=cast.actor("jana"), ticket=ticket, block=False)
    offered = commands(cast.client("jana"), ticket=ticket.number)
    assert "ticket:unspam" in offered and "ticket:spam" not in offered and "ticket:move" not in offered


def test_settings_are_offered_to_those_who_may_open_them(cast):
    agent = {key for key in commands(cast.client("jana"), desk="it") if key.startswith("settings:")}
    administrator = {key for key in commands(cast.client("lena"), desk="it") if key.startswith("settings:")}
    assert len(administrator) > len(agent) + 5


def test_inviting_and_importing_are_offered_to_those_who_may(cast):
    assert {"do:invite", "do:import"} <= set(commands(cast.client("lena"), desk="it"))
    assert {"do:invite", "do:import"}.isdisjoint(commands(cast.client("arno"), desk="it"))


def test_other_desks_are_one_step_away_for_those_who_serve_them(cast):
    assert not [key for key in commands(cast.client("jana"), desk="it") if key.startswith("desk:")]
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    assert commands(cast.client("jana"), desk="it")["desk:hr"]["url"] == "/agent/hr/tickets/"


def test_commands_speak_the_readers_language_and_are_found_in_english(cast):
    cast.jana.language = "de"
    cast.jana.save(update_fields=["language"])
    one = commands(cast.client("jana"), desk="it")["do:out"]
    assert one["words"] == "Abmelden" and "Sign out" in one["also"]


def test_a_number_leads_to_the_ticket_on_whatever_desk_one_serves(cast):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    other = cast.ticket("Contract", desk="hr", by="oliver")
    client = cast.client("jana")
    for typed in (str(other.number), f"#{other.number}"):
        assert numbers(found(client, typed)) == [other.number]
    assert found(client, str(other.number))["tickets"][0]["detail"] == "Human Resources"


def test_tickets_and_people_are_found_while_one_types(cast):
    vpn = cast.ticket("VPN drops every hour")
    cast.ticket("Printer jams")
    cast.work()
    client = cast.client("jana")
    assert numbers(found(client, "vpn dro")) == [vpn.number]
    assert numbers(found(client, "hour VPN")) == [vpn.number]
    assert [one["label"] for one in found(client, "lindq")["people"]] == ["Mara Lindqvist"]
    assert found(client, "zzz") == {"tickets": [], "people": []}


@pytest.mark.parametrize("typed", ['"', "is:", "(", "OR", "-", "a:b", "*", "\\", "9" * 40, "x" * 5000, "me", "日本"])
def test_whatever_is_typed_is_answered(cast, typed):
    assert cast.client("jana").get(PALETTE, {"desk": "it", "q": typed}).status_code == 200


def test_nothing_of_another_desk_is_found(cast):
    secret = cast.ticket("Salary zulu", desk="hr", by="oliver")
    cast.work()
    for name, desk in (("jana", "it"), ("jana", "hr"), ("mara", "it"), ("mara", "hr")):
        client = cast.client(name)
        for typed in ("zulu", "salary", str(secret.number), "oliver"):
            answer = json.dumps(found(client, typed, desk=desk))
            assert "Salary" not in answer and (name == "mara" or "Oliver" not in answer)
        recent = client.get(PALETTE, {"desk": desk, "q": "", "recent": str(secret.number)}).json()
        assert recent["tickets"] == []
        assert client.get(PALETTE, {"ticket": secret.number}).status_code == 404


def test_what_was_opened_lately_comes_in_that_order(cast):
    tickets = [cast.ticket(f"Ticket {n}").number for n in range(3)]
    asked = [tickets[1], tickets[2], tickets[0], "x", "9" * 30]
    answer = cast.client("jana").get(PALETTE, {"q": "", "recent": ",".join(map(str, asked))}).json()
    assert numbers(answer) == [tickets[1], tickets[2], tickets[0]]


def test_searching_takes_few_queries(cast, django_assert_max_num_queries):
    cast.ticket("VPN drops")
    client = cast.client("jana")
    with django_assert_max_num_queries(10):
        found(client, "vpn drop")


def test_the_language_and_the_single_keys_are_the_persons_own(cast):
    client = cast.client("jana")
    assert client.post(CHOOSE, {"language": "de", "next": "/agent/it/tickets/"}).url == "/agent/it/tickets/"
    client.post(CHOOSE, {"single_keys": "off"})
    cast.jana.refresh_from_db()
    assert (cast.jana.language, cast.jana.single_keys) == ("de", False)
    assert 'data-single-keys="off"' in client.get("/agent/it/tickets/").content.decode()
    assert 'data-single-keys="off"' not in cast.client("ben").get("/agent/it/tickets/").content.decode()
    assert client.post(CHOOSE, {"language": "xx"}).status_code == 422
