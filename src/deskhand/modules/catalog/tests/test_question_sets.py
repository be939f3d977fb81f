"""Sets of questions: written in the settings, taken up by forms version by version."""

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from deskhand.modules.catalog.actions import designing, sets
from deskhand.modules.catalog.asking import editing
from deskhand.modules.catalog.models import Item, QuestionSet

pytestmark = pytest.mark.postgres
SETS = "/agent/settings/it/question-sets/"


@pytest.fixture
def on(cast):
    switch_module(actor=SYSTEM, desk=cast.it, module="catalog", on=True)
    return cast


def made(on, title="Delivery", way="once"):
    lena = on.client("lena")
    assert lena.post(SETS, {"title": title, "as": way}).status_code == 302
    row = QuestionSet.objects.within(on.it).get(title=title)
    return row, lena, f"{SETS}{row.pk}/"


def text_of(answer):
    return answer.content.decode()


def asked(row):
    return [one["code"] for one in editing.questions(sets.set_draft_of(fresh(row)))]


def fresh(row):
    return type(row).objects.within(row.desk_id).get(pk=row.pk)


def test_a_set_is_written_question_by_question_and_offered_once_it_has_a_version(on):
    row, lena, page = made(on)
    lena.post(f"{page}question/?kind=text", {"label": "Street", "required": "on", "is_material": "on"})
    lena.post(f"{page}question/?kind=text", {"label": "Town", "is_material": "on"})
    lena.post(f"{page}change/", {"verb": "up", "code": "town"})
    lena.post(f"{page}change/", {"verb": "duplicate", "code": "town"})
    lena.post(f"{page}change/", {"verb": "remove", "code": "town_2"})
    lena.post(f"{page}restore/")
    assert asked(row) == ["town", "town_2", "street"]
    lena.post(f"{page}order/", {"level": "0", "order": ["street", "town", "town_2"]})
    assert not sets.offered_on(on.it).exists()
    lena.post(f"{page}publish/")
    assert [one.code for one in sets.offered_on(on.it)] == ["delivery"]
    assert [one["code"] for one in sets.newest(row).questions] == ["street", "town", "town_2"]
    facts = Event.objects.filter(code="catalog_set.edited", subject_id=row.pk).order_by("pk")
    assert (facts[0].values["number"], facts.last().values["number"]) == (0, 1)


def test_forms_go_on_with_their_version_until_they_are_given_the_new_one(on):
    row, lena, page = made(on)
    lena.post(f"{page}question/?kind=text", {"label": "Street", "is_material": "on"})
    lena.post(f"{page}publish/")
    item = Item.objects.create(desk=on.it, code="desk", title="Standing desk", status="live", created_at=clock.now())
    sets.insert_set(actor=SYSTEM, item=item, question_set=fresh(row))
    designing.publish_form(actor=SYSTEM, item=item)
    assert "1 form has this set" in text_of(lena.get(page))
    lena.post(f"{page}question/?code=street", {"label": "Street and number", "is_material": "on"})
    shown = text_of(lena.get(page))
    assert "was called “Street”" in shown and "These forms ask an older version" not in shown
    lena.post(f"{page}publish/")
    assert fresh(item).published.form["steps"][0]["questions"][0]["label"] == "Street"
    assert "These forms ask an older version" in text_of(lena.get(page))
    lena.post(page, {"item": item.pk})
    published = fresh(item).published
    assert published.form["steps"][0]["questions"][0]["label"] == "Street and number"
    assert published.sets == {"delivery": 2}
    again = designing.roll_back(actor=SYSTEM, item=item, number=1)
    assert again.sets == {"delivery": 1}


def test_a_set_in_rows_takes_only_what_a_column_can_be(on):
    row, lena, page = made(on, "Guests", "table")
    assert lena.get(f"{page}question/?kind=masked").status_code == 404
    assert "Shown" not in text_of(lena.get(f"{page}question/?kind=text"))
    lena.post(f"{page}question/?kind=text", {"label": "Name", "is_material": "on"})
    lena.post(f"{page}publish/")
    item = Item.objects.create(desk=on.it, code="visit", title="Visit", created_at=clock.now())
    sets.insert_set(actor=SYSTEM, item=item, question_set=fresh(row))
    table = fresh(item).draft["steps"][0]["questions"][0]
    assert (table["kind"], [one["code"] for one in table["columns"]]) == ("table", ["name"])


def test_a_set_is_put_away_brought_back_and_renamed(on):
    row, lena, page = made(on)
    lena.post(f"{page}put-away/")
    assert "Delivery" not in text_of(lena.get(SETS)) and "1 set is put away" in text_of(lena.get(SETS))
    assert "Delivery" in text_of(lena.get(f"{SETS}?away=1"))
    lena.post(f"{page}bring-back/")
    lena.post(f"{page}name/", {"title": "Where to"})
    assert "Where to" in text_of(lena.get(SETS)) and fresh(row).code == "delivery"


def test_what_cannot_be_is_refused_in_words(on):
    _row, lena, page = made(on)
    assert "Give the set a name." in text_of(lena.post(SETS, {"title": "  "}))
    assert "A set asks something." in text_of(lena.post(f"{page}publish/", follow=True))
    lena.post(f"{page}question/?kind=text", {"label": "Street", "is_material": "on"})
    lena.post(f"{page}publish/")
    assert "The set asks just this already." in text_of(lena.post(f"{page}publish/", follow=True))
    assert on.client("jana").post(SETS, {"title": "Mine"}).status_code == 403


def test_the_list_of_sets_asks_as_much_for_many_as_for_few(on, django_assert_max_num_queries):
    for number in range(60):
        sets.make_set(actor=SYSTEM, desk=on.it, title=f"Set {number:02}", is_table=False)
    lena = on.client("lena")
    lena.get(SETS)
    with django_assert_max_num_queries(30):
        page = text_of(lena.get(SETS))
    assert "Set 49" in page and "Set 50" not in page
    assert "Set 59" in text_of(lena.get(f"{SETS}?page=2"))
