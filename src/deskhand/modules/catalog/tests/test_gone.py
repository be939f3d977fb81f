"""Items that somebody knows and can order no more, and versions that tell their terms."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from deskhand.modules.catalog import access, actions
from deskhand.modules.catalog.actions import Entitled, designing
from deskhand.modules.catalog.models import Favourite, OrderLine
from deskhand.modules.catalog.wishes import Wish

pytestmark = pytest.mark.postgres
PAGE = "/catalog/items/it/laptop/"


def save(shop, item, **given):
    actions.save_item(actor=shop.cast.actor("lena"), desk=shop.cast.it, item=item, **given)


def test_who_ordered_or_kept_an_item_reads_why_it_cannot_be_ordered_and_nobody_else(shop):
    item, lena = shop.item(), shop.cast.actor("lena")
    actions.order(actor=shop.cast.actor("mara"), wishes=[Wish(item=item, given={"model": "standard"})])
    shop.post("oliver", "items/it/laptop/favour/")
    actions.set_item_status(actor=lena, item=item, status="retired")
    mara, oliver = shop.cast.client("mara").get(PAGE), shop.cast.client("oliver").get(PAGE)
    assert mara.status_code == oliver.status_code == 200
    order = f"/requests/{shop.line().ticket.number}/"  # A number alone may stand in the name of a script.
    assert "not offered any more" in mara.text and order in mara.text
    assert "not offered any more" in oliver.text and order not in oliver.text
    assert shop.cast.client("jana").get(PAGE).status_code == 404
    assert shop.post("mara", "items/it/laptop/", {"q.model": "standard", "then": "order"}).status_code == 422
    assert OrderLine.objects.within(shop.cast.it).count() == 1
    assert "Laptop</bdi>. <span" in shop.cast.client("oliver").get("/catalog/").text
    shop.post("oliver", "items/it/laptop/favour/")
    assert not Favourite.objects.of_person(shop.cast.oliver.pk).exists()
    assert shop.cast.client("oliver").get(PAGE).status_code == 404


def test_what_was_forbidden_since_is_called_as_it_was_ordered_and_kept_by_nobody(shop):
    item, lena = shop.item(), shop.cast.actor("lena")
    actions.order(actor=shop.cast.actor("mara"), wishes=[Wish(item=item, given={"model": "standard"})])
    shop.post("huimin", "items/it/laptop/favour/")
    save(shop, item, title="Secret laptop")
    denied = Entitled(whom="organization", organization=shop.cast.mara.organization, is_denied=True)
    actions.entitle(actor=lena, item=item, lines=[denied])
    page = shop.cast.client("mara").get(PAGE).text
    assert "not offered to you any more" in page and "Secret" not in page
    assert shop.cast.client("huimin").get(PAGE).status_code == 404
    assert "aptop" not in shop.cast.client("huimin").get("/catalog/").text


def test_the_days_of_an_item_are_told_in_words(shop):
    item = shop.item()
    mara, today = shop.cast.client("mara"), access.today_of(shop.cast.it.pk)
    shop.post("mara", "items/it/laptop/favour/")
    save(shop, item, until_on=today + timedelta(days=3))
    assert "Offered </span>until" in mara.get(PAGE).text
    save(shop, item, until_on=today - timedelta(days=1))
    assert "It was offered until" in mara.get(PAGE).text
    save(shop, item, from_on=today + timedelta(days=3), until_on=None)
    assert "It is offered from" in mara.get(PAGE).text
    assert "from <time" in shop.cast.client("priya").get("/agent/settings/it/catalog/").text


def test_versions_tell_what_became_of_price_and_terms(shop):
    item, lena = shop.item(), shop.cast.actor("lena")
    save(shop, item, price=Decimal("1300"), days=8, approval="boss")
    there = reverse("catalog:design_versions", args=["it", item.pk])
    pages = []
    for _time in range(2):
        pages.append(shop.cast.client("priya").get(there).text)
        designing.publish_form(actor=lena, item=item)
    for page in pages:
        assert "Price: 1,240\N{NO-BREAK SPACE}€ → 1,300\N{NO-BREAK SPACE}€" in page
        assert "Working days promised: 5 days → 8 days" in page and "Approval: none → boss" in page
    assert "Terms since the last version" in pages[0] and "Terms since the last version" not in pages[1]
