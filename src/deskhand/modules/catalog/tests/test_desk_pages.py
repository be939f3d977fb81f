"""What the people of a desk see and do with orders, and how they keep their catalog."""

import pytest

from deskhand.kernel import clock
from deskhand.kernel.models import Event
from deskhand.kernel.query import Env, parse, predicate, to_q, to_text
from deskhand.modules.catalog import actions, hidden
from deskhand.modules.catalog.models import Entitlement, Item, ServiceProfile, Shelf
from deskhand.modules.catalog.wishes import Wish
from deskhand.tickets import approving
from deskhand.tickets.actions import save_service
from deskhand.tickets.models import Ticket
from deskhand.tickets.query_fields import ticket_fields

pytestmark = pytest.mark.postgres
SETTINGS = "/agent/settings/it/catalog/"


def text(response):
    return response.content.decode()


def ordered(shop, **more):
    given = {"model": "standard", "pin": "zebra"}
    actions.order(actor=shop.cast.actor("mara"), wishes=[Wish(item=shop.item(**more), given=given)])
    return shop.line()


def test_the_panel_tells_the_order_and_hidden_answers_only_to_who_asks_which_is_recorded(shop):
    ticket = ordered(shop, approval="manager").ticket
    jana, there = shop.cast.client("jana"), f"/agent/tickets/{shop.line().ticket.number}/"
    page = text(jana.get(there))
    assert "Go on without approval" in page and "Standard" in page and "1,240" in page
    assert "zebra" not in page
    opened = jana.post(f"{there}order/hidden/")
    assert "zebra" in text(opened) and opened["Cache-Control"] == "no-store"
    fact = Event.objects.get(code="ticket.order_secrets_read", subject_id=ticket.pk)
    assert fact.actor_id == shop.cast.jana.pk and "zebra" not in str(fact.__dict__)
    assert shop.cast.client("hanna").post(f"{there}order/hidden/").status_code == 404
    assert shop.cast.client("arno").post(f"{there}order/hidden/").status_code == 403
    assert jana.post(f"{there}order/go-on/").status_code == 302 and shop.line().state == "work"


def test_an_agent_changes_an_order_and_the_history_tells_it(shop):
    ordered(shop)
    there = f"/agent/tickets/{shop.line().ticket.number}/"
    jana = shop.cast.client("jana")
    assert "Model" in text(jana.get(f"{there}order/change/"))
    assert jana.post(f"{there}order/change/", {"q.model": "lab", "q.why": "Lenses"}).status_code == 302
    line = shop.line()
    assert (line.answers["model"], hidden.opened(line.secrets)) == (["lab"], {"pin": ["zebra"]})
    assert Event.objects.filter(code="ticket.order_changed", subject_id=line.ticket_id).exists()


@pytest.mark.parametrize(
    ("question", "is_found"),
    [
        ("item:laptop", True),
        ("item:screen", False),
        ("item:none", False),
        ("cost:>=1240", True),
        ("cost:>1240", False),
        ("cost:1000..2000", True),
        ("answer:model=standard", True),
        ("answer:model=lab", False),
        ("answer:model", True),
        ("answer:pin", False),
    ],
)
def test_tickets_are_found_by_what_was_ordered_alike_in_the_database_and_one_by_one(shop, question, is_found):
    ticket = ordered(shop).ticket
    env, fields = Env(now=clock.now(), actor=shop.cast.actor("jana")), ticket_fields(shop.cast.it.pk)
    asked = parse(question, fields)
    assert parse(to_text(asked), fields) == asked
    assert Ticket.objects.within(shop.cast.it).filter(to_q(asked, fields, env)).exists() is is_found
    assert predicate(asked, fields, env)(ticket) is is_found
    hanna = Env(now=clock.now(), actor=shop.cast.actor("hanna"))
    found = Ticket.objects.within(shop.cast.it).filter(to_q(parse("item:laptop", fields), fields, hanna))
    assert not found.exists()


def test_a_lead_makes_an_item_in_the_browser_and_an_agent_does_not(shop):
    priya = shop.cast.client("priya")
    given = {
        "code": "mouse",
        "title": "Mouse",
        "kind": "item",
        "kind_of_ticket": "service_request",
        "priority": "2",
        "currency": "EUR",
        "price_every": "once",
        "cost_centre_rule": "none",
        "most": "3",
        "cancel_until": "work",
        "icon": "mouse",
        "title_de": "Maus",
    }
    assert shop.cast.client("jana").post(f"{SETTINGS}items/new/", given).status_code == 403
    assert "Nothing to order yet" in text(priya.get(SETTINGS))
    assert priya.post(f"{SETTINGS}items/new/", given).status_code == 302
    row = Item.objects.within(shop.cast.it).get(code="mouse")
    assert row.words["de"]["title"] == "Maus"
    assert priya.post(f"{SETTINGS}items/new/", given).status_code == 422
    priya.post(f"{SETTINGS}items/{row.pk}/status/", {"status": "live"})
    row.refresh_from_db()
    assert row.status == "draft"
    page = text(priya.get(f"{SETTINGS}items/{row.pk}/"))
    assert "Mouse" in page and "-----" not in page


def test_an_administrator_says_who_may_order_and_looks_whether_somebody_may(shop):
    item = shop.item()
    lena, there = shop.cast.client("lena"), f"{SETTINGS}items/{item.pk}/who/"
    assert shop.cast.client("priya").get(there).status_code == 403
    lena.post(there, {"is_denied": "may", "whom": "organization", "who": "nordwind logistik"})
    assert "Mara Lindqvist may not order it" in text(lena.get(f"{there}?who=mara@kestrel.example"))
    assert "Oliver Brandt may order it" in text(lena.get(f"{there}?who=oliver@nordwind.example"))
    assert lena.post(there, {"is_denied": "may", "whom": "team", "who": "nobody"}).status_code == 422
    lena.post(there, {"drop": Entitlement.objects.within(shop.cast.it).get().pk})
    assert not Entitlement.objects.within(shop.cast.it).exists()


def test_what_an_item_goes_through_is_called_by_its_name(shop, monkeypatch):
    monkeypatch.setattr(
        approving, "policies", lambda _desk: [approving.Offered(code="manager", name="The manager agrees")]
    )
    page = shop.cast.client("lena").get(f"{SETTINGS}items/{shop.item(approval='manager').pk}/").content.decode()
    assert '<option value="manager" selected>The manager agrees</option>' in page
    row = shop.item(code="gone")
    Item.objects.within(shop.cast.it).filter(pk=row.pk).update(approval="former")
    gone = shop.cast.client("lena").get(f"{SETTINGS}items/{row.pk}/")
    assert '<option value="former" selected>former</option>' in gone.content.decode()


def test_categories_services_and_the_rule_for_whom_are_kept(shop):
    lena = shop.cast.client("lena")
    lena.post(f"{SETTINGS}catalog-shelves/", {"code": "computers", "title": "Computers", "place": "1"})
    shelf = Shelf.objects.within(shop.cast.it).get()
    shop.item(shelf=shelf)
    assert "Computers" in text(shop.cast.client("mara").get("/catalog/"))
    service = save_service(actor=shop.cast.actor("lena"), desk=shop.cast.it, name="Workplace")
    lena.post(f"{SETTINGS}services/{service.pk}/", {"hours": "Monday to Friday", "status": "live"})
    assert ServiceProfile.objects.within(shop.cast.it).get().hours == "Monday to Friday"
    lena.post(f"{SETTINGS}rules/", {"for_whom": "nobody"})
    assert "somebody else" not in text(shop.cast.client("mara").get("/catalog/items/it/laptop/"))
    for path in ("", "rules/", "catalog-shelves/", f"catalog-shelves/{shelf.pk}/", "services/", "items/new/"):
        assert lena.get(f"{SETTINGS}{path}").status_code == 200, path
    lena.post(f"{SETTINGS}catalog-shelves/{shelf.pk}/", {"delete": "1"})
    assert not Shelf.objects.within(shop.cast.it).exists()
