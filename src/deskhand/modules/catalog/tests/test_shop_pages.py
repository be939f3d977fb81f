"""The requester's pages: without script, with the same rule everywhere of what is theirs to order."""

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.catalog import actions, hidden
from deskhand.modules.catalog.actions import Entitled, designing
from deskhand.modules.catalog.models import FormDraft, OrderLine
from deskhand.modules.catalog.wishes import Wish
from deskhand.tickets.models import Ticket

pytestmark = pytest.mark.postgres
CANARY = "Canarypod"


def text(response):
    return response.content.decode()


def order_it(shop, who="mara", path="items/it/laptop/", **more):
    return shop.post(who, path, {"q.model": "standard", "then": "order", "key": "once", "version": "1"} | more)


def test_a_person_orders_from_the_page_and_sees_where_it_stands(shop):
    shop.item()
    mara = shop.cast.client("mara")
    assert "Laptop" in text(mara.get("/catalog/"))
    assert "Model" in text(mara.get("/catalog/items/it/laptop/"))
    sent = order_it(shop)
    order_it(shop)
    ticket = Ticket.objects.within(shop.cast.it).get()
    assert sent["Location"] == f"/requests/{ticket.number}/" or str(ticket.number) in sent["Location"]
    assert "Being worked on" in text(mara.get("/catalog/orders/"))
    assert "Being worked on" in text(mara.get(sent["Location"]))


def test_what_cannot_be_ordered_any_more_is_not_offered_again(shop):
    item = shop.item()
    order_it(shop)
    mara = shop.cast.client("mara")
    assert "Order again" in text(mara.get("/catalog/orders/"))
    actions.set_item_status(actor=shop.cast.actor("lena"), item=item, status="retired")
    page = text(mara.get("/catalog/orders/"))
    assert "Laptop" in page and "Order again" not in page and "Order regularly" not in page


def test_what_is_not_answered_is_asked_for_and_nothing_is_lost(shop):
    shop.item()
    answer = order_it(shop, **{"q.model": "lab"})
    assert answer.status_code == 422 and "This needs an answer." in text(answer)
    assert not OrderLine.objects.within(shop.cast.it).exists()
    assert order_it(shop, **{"q.model": "gold"}).status_code == 422
    assert order_it(shop, **{"q.nothing": "x"}).status_code == 422
    assert order_it(shop, quantity="7").status_code == 302
    assert shop.line().quantity == 1


def test_a_form_that_changed_meanwhile_is_shown_again_with_what_was_answered(shop):
    item = shop.item()
    form = item.published.form
    more = {"code": "size", "kind": "text", "label": "Screen size", "required": True}
    item.draft = {"steps": [{"title": "", "questions": [*form["steps"][0]["questions"], more]}]}
    item.save(update_fields=["draft"])
    designing.publish_form(actor=shop.cast.actor("lena"), item=item)
    answer = order_it(shop)
    assert answer.status_code == 422
    assert "has changed meanwhile" in text(answer) and "Screen size" in text(answer)


def test_the_cart_is_ordered_at_once_and_what_is_gone_meanwhile_is_told(shop):
    item = shop.item()
    shop.item("screen", {"steps": []})
    order_it(shop, then="cart")
    shop.post("mara", "items/it/screen/", {"then": "cart"})
    actions.set_item_status(actor=shop.cast.actor("lena"), item=item, status="retired")
    refused = shop.post("mara", "cart/", {"key": "a"})
    assert refused.status_code == 422 and "not offered to you any more" in text(refused)
    assert not Ticket.objects.within(shop.cast.it).exists()
    actions.set_item_status(actor=shop.cast.actor("lena"), item=item, status="live")
    for _press in range(2):
        assert shop.post("mara", "cart/", {"key": "a"}).status_code == 302
    assert Ticket.objects.within(shop.cast.it).count() == 2


def test_somebody_orders_for_a_colleague_of_their_organization_and_for_nobody_else(shop):
    shop.item()
    refused = order_it(shop, somebody="oliver@nordwind.example")
    assert refused.status_code == 422 and "Nordwind" not in text(refused)
    assert order_it(shop, somebody="hui min").status_code == 302
    assert Ticket.objects.within(shop.cast.it).get().affected == shop.cast.huimin


def test_what_was_saved_for_later_is_there_again_without_its_secrets(shop):
    shop.item()
    shop.post("mara", "items/it/laptop/", {"q.model": "lab", "q.pin": "zebra", "then": "save"})
    assert "zebra" not in str(FormDraft.objects.within(shop.cast.it).get().given)
    assert "You have begun this before" in text(shop.cast.client("mara").get("/catalog/items/it/laptop/"))


def test_a_hidden_answer_stands_in_no_message_page_or_event(shop):
    shop.item()
    order_it(shop, **{"q.pin": "zebra"})
    ticket = Ticket.objects.within(shop.cast.it).get()
    assert "zebra" not in ticket.messages.get().text + ticket.messages.get().html
    assert hidden.opened(shop.line().secrets) == {"pin": ["zebra"]}
    assert "zebra" not in text(shop.cast.client("mara").get("/catalog/orders/"))


def test_one_cancels_and_changes_as_long_as_the_item_lets_one(shop):
    shop.item(cancel_until="delivery")
    order_it(shop)
    line = shop.line()
    changed = shop.post("mara", f"order-lines/{line.pk}/change/", {"q.model": "lab", "q.why": "Microscopes"})
    assert changed.status_code == 302 and shop.line().answers["model"] == ["lab"]
    assert shop.post("oliver", f"order-lines/{line.pk}/cancel/").status_code == 404
    shop.post("mara", f"order-lines/{line.pk}/cancel/")
    shop.cast.work()
    line = shop.line()
    assert (line.state, line.ticket.category) == ("cancelled", "cancelled")


def test_work_that_has_begun_is_not_cancelled_where_the_item_says_so(shop):
    shop.item(plan="setup")
    order_it(shop)
    assert shop.post("mara", f"order-lines/{shop.line().pk}/cancel/").status_code == 403


@pytest.mark.parametrize("rule", ["denied", "other", "draft"])
def test_an_item_that_is_not_for_somebody_surfaces_nowhere(shop, rule):
    item = shop.item("canary", {"steps": []}, title=CANARY)
    lena, cast = shop.cast.actor("lena"), shop.cast
    mine = Entitled(whom="organization", organization=cast.mara.organization, is_denied=True)
    theirs = Entitled(whom="organization", organization=cast.oliver.organization)
    everybody = Entitled(whom="person", person=cast.mara)
    if rule == "draft":
        actions.set_item_status(actor=lena, item=item, status="draft")
    else:
        actions.entitle(actor=lena, item=item, lines=[mine, everybody] if rule == "denied" else [theirs])
    shop.item("bundle", {"steps": []}, kind="bundle", parts=[{"item": "canary"}])
    mara = cast.client("mara")
    for path in ("/catalog/", "/catalog/?q=canarypod", "/search/?q=canarypod", "/"):
        assert CANARY not in text(mara.get(path)), path
    for path in ("items/it/canary/", "items/it/canary/people/?q=h"):
        assert mara.get(f"/catalog/{path}").status_code == 404
    assert shop.post("mara", "items/it/canary/", {"then": "order"}).status_code == 404
    actions.order(actor=cast.actor("mara"), wishes=[Wish(item=shop.line_item("bundle"))])
    assert not OrderLine.objects.within(cast.it).filter(item=item).exists()


def test_without_anything_to_order_there_is_no_entry_in_the_menu_and_off_there_is_no_page(shop):
    mara = shop.cast.client("mara")
    assert "/catalog/" not in text(mara.get("/requests/"))
    shop.item()
    assert "/catalog/" in text(mara.get("/requests/"))
    switch_module(actor=SYSTEM, desk=shop.cast.it, module="catalog", on=False)
    assert mara.get("/catalog/").status_code == mara.get("/catalog/items/it/laptop/").status_code == 404
