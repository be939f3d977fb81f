"""References to many people and places: one searches, and finds whom one may choose and nobody else."""

import pytest

from deskhand.accounts.models import Location, Person
from deskhand.kernel import clock
from deskhand.modules.catalog import asking
from deskhand.modules.catalog.asking import limits

pytestmark = pytest.mark.postgres
WHO = {"code": "who", "kind": "reference", "label": "Who", "refers": "person"}
WHERE = {"code": "where", "kind": "reference", "label": "Where", "refers": "location"}
ROWS = {"code": "guests", "kind": "table", "label": "Guests", "columns": [{**WHO, "code": "guest", "label": "Guest"}]}
FORM = {"steps": [{"title": "", "questions": [WHO, WHERE, ROWS]}]}


@pytest.fixture
def crowded(shop):
    """An item of a desk with more places and colleagues than a list shows."""
    mara = shop.cast.mara
    Person.objects.bulk_create(
        Person(
            name=f"Robin Rowe {n}",
            email=f"robin{n}@eberfeld.example",
            organization=mara.organization,
            created_at=clock.now(),
        )
        for n in range(limits.PEOPLE_LIMIT + 1)
    )
    rooms = [f"Room {n}" for n in range(limits.PEOPLE_LIMIT + 1)]
    Location.objects.bulk_create(Location(desk=shop.cast.it, name=one, folded=one.lower()) for one in rooms)
    return shop.item(form=FORM)


def search(shop, who, item, **query):
    return shop.cast.client(who).get(f"/catalog/forms/{item.published.pk}/choices/", query)


def labels(answer):
    return [one["label"] for one in answer.json()["items"]]


def test_one_searches_among_many_and_finds_nobody_of_other_organizations(shop, crowded):
    assert labels(search(shop, "mara", crowded, question="who", q="Robin Rowe 20")) == [
        "Robin Rowe 20 (robin20@eberfeld.example)",
        "Robin Rowe 200 (robin200@eberfeld.example)",
    ]
    assert labels(search(shop, "mara", crowded, question="guests.guest", q="robin"))
    assert len(labels(search(shop, "mara", crowded, question="where", q="room"))) == limits.FOUND_AT_ONCE
    oliver = shop.cast.oliver
    assert oliver.organization_id != shop.cast.mara.organization_id
    assert labels(search(shop, "mara", crowded, question="who", q=oliver.name)) == []
    assert labels(search(shop, "mara", crowded, question="who", q="")) == []
    assert labels(search(shop, "mara", crowded, question="who", q="Robin", **{"for": oliver.pk}))


def test_what_is_no_reference_or_nobodys_to_order_is_not_there(shop, crowded):
    assert labels(search(shop, "mara", crowded, question="guests", q="r")) == []
    assert labels(search(shop, "mara", crowded, question="salary", q="r")) == []
    form = f"/agent/settings/it/request-forms/{crowded.pk}/choices/"
    assert labels(shop.cast.client("lena").get(form, {"question": "where", "q": "Room 7", "for": "x"}))
    assert shop.cast.client("mara").get(form, {"question": "where", "q": "Room"}).status_code in (403, 404)
    crowded.status = "retired"
    crowded.save(update_fields=["status"])
    assert search(shop, "mara", crowded, question="who", q="r").status_code == 404


def test_without_script_the_whole_name_or_address_is_enough_and_comes_back_as_it_was_written(shop, crowded):
    context = asking.context_for(shop.cast.it, shop.cast.mara)
    form = asking.read_form(FORM)
    robin = Person.objects.get(name="Robin Rowe 7")
    for typed in ("Robin Rowe 7", "robin7@eberfeld.example", "Robin Rowe 7 (robin7@eberfeld.example)", str(robin.pk)):
        assert asking.judge(form, {"who": typed}, context).values["who"] == [str(robin.pk)]
    for typed in ("Robin", shop.cast.oliver.name, f"x (#{shop.cast.oliver.pk})", str(shop.cast.oliver.pk)):
        assert "who" in asking.judge(form, {"who": typed}, context).wrong
    page = shop.post("mara", "items/it/laptop/", {"q.who": "Nobody here", "then": "order"}).content.decode()
    assert 'value="Nobody here"' in page and "Choose one of those that are offered." in page
    sent = {"q.who": "Robin Rowe 7", "q.where": "Room 3", "then": "order"}
    assert shop.post("mara", "items/it/laptop/", sent).status_code == 302
    line = shop.line()
    changing = shop.cast.client("jana").get(f"/agent/tickets/{line.ticket.number}/order/change/").content.decode()
    assert 'value="Robin Rowe 7 (robin7@eberfeld.example)"' in changing
    assert "data-search-url" in changing and f"for={shop.cast.mara.pk}" in changing


def test_a_page_with_many_asks_as_much_as_one_with_few(shop, crowded, django_assert_max_num_queries):
    mara = shop.cast.client("mara")
    mara.get("/catalog/items/it/laptop/")
    with django_assert_max_num_queries(40):
        page = mara.get("/catalog/items/it/laptop/").content.decode()
    assert "Robin Rowe 150" not in page and 'role="combobox"' in page
