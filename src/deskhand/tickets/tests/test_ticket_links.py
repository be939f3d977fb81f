"""Links between tickets: both directions in words, no circles, nothing of what one does not serve."""

import contextlib
import importlib
import threading

import pytest
from django.db import connection
from django.test import Client

from deskhand.accounts.actions import give_role
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Conflict, Denied, Invalid, NotFound
from deskhand.tickets import actions
from deskhand.tickets.links_between import COUNTERPARTS, links_of
from deskhand.tickets.models import TicketLink
from deskhand.tickets.tests.facts import facts

link_action = importlib.import_module("deskhand.tickets.actions.link_tickets")


def link(cast, ticket, kind, to, by="jana"):
    return actions.link_tickets(actor=cast.actor(by), ticket=ticket, kind=kind, to=to.number)


def told(cast, ticket, by="jana"):
    return [(one.kind, one.number) for one in links_of(cast.actor(by), ticket.pk)]


@pytest.fixture
def pair(cast):
    return cast.ticket("Switch is broken"), cast.ticket("No network")


@pytest.mark.postgres
def test_each_kind_stands_on_both_tickets_in_the_words_of_each(cast, pair):
    one, other = pair
    for kind, counterpart in COUNTERPARTS.items():
        row = link(cast, one, kind, other)
        assert told(cast, one) == [(kind, other.number)]
        assert told(cast, other) == [(counterpart, one.number)]
        actions.unlink_tickets(actor=cast.actor("jana"), ticket=other, link_id=row.pk)
        assert told(cast, one) == told(cast, other) == []
    assert facts(one)[-2:] == facts(other)[-2:] == ["ticket.linked", "ticket.unlinked"]


def test_nothing_leads_in_a_circle_and_a_child_has_one_parent(cast, pair):
    one, other = pair
    third = cast.ticket("Third")
    for kind in ("parent_of", "blocks"):
        link(cast, one, kind, other)
        link(cast, other, kind, third)
        with pytest.raises(Conflict, match="circle"):
            link(cast, third, kind, one)
        with pytest.raises(Conflict, match="circle"):
            link(cast, one, COUNTERPARTS[kind], third)
    fourth = cast.ticket("Fourth")
    with pytest.raises(Conflict, match="parent already"):
        link(cast, third, "child_of", fourth)
    link(cast, one, "related", third)
    with pytest.raises(Conflict, match="already"):
        link(cast, third, "related", one)
    with pytest.raises(Invalid, match="itself"):
        link(cast, one, "related", one)
    with pytest.raises(Denied):
        link(cast, one, "related", fourth, by="arno")


@pytest.mark.postgres
def test_a_link_to_another_desk_shows_nothing_to_whoever_does_not_serve_it(cast, pair):
    one, _other = pair
    pay = cast.ticket("Secret pay slip", desk="hr")
    with pytest.raises(Invalid, match=f"no ticket {pay.number}"):
        link(cast, one, "related", pay)
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    row = link(cast, one, "caused_by", pay)
    assert told(cast, one) == [("caused_by", pay.number)]
    assert told(cast, one, by="ben") == []
    page = cast.client("ben").get(f"/agent/tickets/{one.number}/").content.decode()
    assert "pay slip" not in page and str(pay.number) not in page
    with pytest.raises(NotFound):
        actions.unlink_tickets(actor=cast.actor("ben"), ticket=one, link_id=row.pk)


def test_an_agent_links_on_the_page_and_takes_the_link_away(cast, pair):
    one, other = pair
    jana = cast.client("jana")
    address = f"/agent/tickets/{one.number}/links/"
    assert f'value="{other.number}"' in jana.get(address).content.decode()
    assert jana.post(address, {"to": "", "kind": "blocks"}).status_code == 422
    assert jana.post(address, {"to": other.number, "kind": "nonsense"}).status_code == 422
    shown = jana.post(address, {"to": other.number, "kind": "blocks"}, follow=True).content.decode()
    assert "Blocks</span>" in shown and "No network" in shown
    assert "Blocked by</span>" in jana.get(f"/agent/tickets/{other.number}/").content.decode()
    row = TicketLink.objects.within(cast.it).get()
    removed = jana.post(f"/agent/tickets/{one.number}/links/{row.pk}/remove", follow=True).content.decode()
    assert "Blocks</span>" not in removed
    assert jana.post(f"/agent/tickets/{one.number}/links/{row.pk}/remove").status_code == 404


def test_programs_link_list_and_unlink(cast, pair):
    one, other = pair
    jana, client = cast.bearer("jana"), Client()
    address = f"/api/v1/tickets/{one.number}/links"
    made = client.post(address, {"kind": "child_of", "to": other.number}, "application/json", headers=jana)
    assert (made.status_code, made.json()["ticket"], made.json()["kind"]) == (201, other.number, "child_of")
    circle = client.post(address, {"kind": "parent_of", "to": other.number}, "application/json", headers=jana)
    assert circle.status_code == 409
    there = client.get(f"/api/v1/tickets/{other.number}/links", headers=jana).json()["items"]
    assert [(row["kind"], row["ticket"]) for row in there] == [("parent_of", one.number)]
    assert client.get(address, headers=cast.bearer("mara")).status_code == 403
    assert client.delete(f"{address}/{made.json()['id']}", headers=jana).status_code == 204
    assert client.get(address, headers=jana).json() == {"items": []}


@pytest.mark.parametrize("away", [actions.delete, actions.mark_spam])
def test_nothing_is_linked_to_what_lies_in_the_bin_or_is_spam(cast, pair, away):
    one, other = pair
    away(actor=cast.actor("jana"), ticket=other)
    address = f"/api/v1/tickets/{one.number}/links"
    body = {"kind": "blocks", "to": other.number}
    refused = Client().post(address, body, "application/json", headers=cast.bearer("jana"))
    assert refused.status_code == 422
    assert f"{other.number} is in the bin or spam" in refused.content.decode()
    assert not TicketLink.objects.within(cast.it).exists()


def test_a_refusal_tells_nothing_of_links_to_a_desk_that_one_does_not_serve(cast, pair):
    one, other = pair
    hidden = cast.ticket("Secret pay slip", desk="hr")
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    link(cast, hidden, "parent_of", one)
    link(cast, one, "blocks", hidden)
    link(cast, hidden, "blocks", other)
    with pytest.raises(Conflict, match="parent already"):
        link(cast, other, "parent_of", one)
    with pytest.raises(Conflict, match="circle"):
        link(cast, other, "blocks", one)
    link(cast, other, "parent_of", one, by="ben")
    link(cast, other, "blocks", one, by="ben")
    assert told(cast, one, by="ben") == [("blocked_by", other.number), ("child_of", other.number)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_links_of_the_same_instant_close_no_circle(transactional_db, monkeypatch):
    from tests.cast import make_cast

    cast, real, both_have_looked = make_cast(), link_action._leads_to, threading.Barrier(2, timeout=0.3)
    a, b, c, d = (cast.ticket(word) for word in "abcd")
    link(cast, a, "blocks", b)
    link(cast, c, "blocks", d)
    refused: list[Exception] = []

    def slow(*args):
        found = real(*args)
        with contextlib.suppress(threading.BrokenBarrierError):
            both_have_looked.wait()
        return found

    def closing(one, other):
        try:
            link(cast, one, "blocks", other)
        except Conflict as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    monkeypatch.setattr(link_action, "_leads_to", slow)
    threads = [threading.Thread(target=closing, args=pair) for pair in ((b, c), (d, a))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(refused) == 1
    assert TicketLink.objects.within(cast.it).count() == 3
