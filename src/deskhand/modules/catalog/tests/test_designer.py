"""The designer of request forms: what one does there, and what becomes of it."""

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid
from deskhand.kernel.models import Event
from deskhand.modules.catalog.actions import designing, sets, visits
from deskhand.modules.catalog.asking import editing
from deskhand.modules.catalog.models import FormVisit, Item, ItemVersion, QuestionSet
from tests.cast import Cast

pytestmark = pytest.mark.postgres

MODEL = {
    "code": "model",
    "kind": "choice",
    "label": "Model",
    "required": True,
    "options": [{"code": "standard", "label": "Standard"}, {"code": "lab", "label": "Lab"}],
}
MEMORY = {
    "code": "memory",
    "kind": "integer",
    "label": "Memory",
    "show_if": {"of": "model", "op": "is", "values": ["lab"]},
}


@pytest.fixture
def on(cast: Cast) -> Cast:
    for desk in (cast.it, cast.hr):
        switch_module(actor=SYSTEM, desk=desk, module="catalog", on=True)
    return cast


@pytest.fixture
def laptop(on: Cast) -> Item:
    """A live item with a published form of two questions."""
    item = Item.objects.create(desk=on.it, code="laptop", title="Laptop", status="live", created_at=clock.now())
    for one in (MODEL, MEMORY):
        designing.change_form(actor=SYSTEM, item=item, change=editing.add(one, 0))
    designing.publish_form(actor=SYSTEM, item=item)
    return fresh(item)


def fresh(item):
    return Item.objects.within(item.desk_id).select_related("published").get(pk=item.pk)


def page_of(item, rest=""):
    return f"/agent/settings/it/request-forms/{item.pk}/{rest}"


def codes(item):
    return [one["code"] for one in editing.questions(designing.draft_of(fresh(item)))]


def text_of(answer):
    return answer.content.decode()


def test_the_page_says_each_rule_in_a_sentence(on, laptop):
    page = text_of(on.client("lena").get(page_of(laptop)))
    assert "Shown when Model is Lab" in page


def test_a_question_is_added_with_a_rule_of_pickers_and_asked_only_once_published(on, laptop):
    lena = on.client("lena")
    where = page_of(laptop, "question/?kind=text&step=0&label=Why")
    assert "Why" in text_of(lena.get(where))
    rule = {"require_if.join": "all", "require_if.rows": "2", "require_if.0.of": "memory", "require_if.0.op": "more"}
    lena.post(where, {"label": "Why so much", "is_material": "on", **rule, "require_if.0.values": "64"})
    assert codes(laptop) == ["model", "memory", "why_so_much"]
    assert "Needed when Memory is more than 64" in text_of(lena.get(page_of(laptop)))
    assert len(fresh(laptop).published.form["steps"][0]["questions"]) == 2
    lena.post(page_of(laptop, "publish/"), {"note": "Asks why"})
    assert len(fresh(laptop).published.form["steps"][0]["questions"]) == 3
    assert Event.objects.filter(code="catalog_item.published", actor_id=on.lena.pk).count() == 1


def test_what_cannot_be_is_refused_in_words_and_stays_as_typed(on, laptop):
    lena = on.client("lena")
    answer = lena.post(page_of(laptop, "question/?code=model"), {"label": "Which model", "options": "", "help": "Pick"})
    assert answer.status_code == 422
    assert "Give it at least one choice." in text_of(answer)
    assert "Which model" in text_of(answer) and "Pick" in text_of(answer)


def test_a_question_is_moved_duplicated_deleted_and_put_back(on, laptop):
    lena = on.client("lena")

    def press(verb, code):
        return lena.post(page_of(laptop, "change/"), {"verb": verb, "code": code}, follow=True)

    press("up", "memory")
    assert codes(laptop) == ["memory", "model"]
    press("duplicate", "model")
    assert codes(laptop) == ["memory", "model", "model_2"]
    press("remove", "memory")
    assert codes(laptop) == ["model", "model_2"]
    lena.post(page_of(laptop, "restore/"))
    assert codes(laptop) == ["memory", "model", "model_2"]
    lena.post(page_of(laptop, "order/"), {"level": "0", "order": ["model_2", "model", "memory"]})
    assert codes(laptop) == ["model_2", "model", "memory"]


def test_a_question_that_others_hang_on_is_not_deleted(on, laptop):
    answer = on.client("lena").post(page_of(laptop, "change/"), {"verb": "remove", "code": "model"}, follow=True)
    assert "“Memory” hangs on it. Change that rule first." in text_of(answer)
    assert "model" in codes(laptop)


def test_steps_are_added_named_and_removed_without_losing_a_question(on, laptop):
    lena = on.client("lena")
    lena.post(page_of(laptop, "change/"), {"verb": "add_step", "title": "Delivery"})
    lena.post(page_of(laptop, "change/"), {"verb": "down", "code": "memory"})
    assert [len(step["questions"]) for step in designing.draft_of(fresh(laptop))["steps"]] == [1, 1]
    lena.post(page_of(laptop, "change/"), {"verb": "name_step", "step": "1", "title": "Where to"})
    assert "Where to" in text_of(lena.get(page_of(laptop)))
    lena.post(page_of(laptop, "change/"), {"verb": "remove_step", "step": "1"})
    assert codes(laptop) == ["model", "memory"]


def test_versions_say_what_is_different_and_an_older_one_counts_again(on, laptop):
    lena = on.client("lena")
    lena.post(
        page_of(laptop, "question/?code=memory"), {"label": "Memory in GB", "required": "on", "is_material": "on"}
    )
    page = text_of(lena.get(page_of(laptop, "versions/")))
    assert "was called “Memory”" in page and "is needed" in page
    lena.post(page_of(laptop, "publish/"))
    first = ItemVersion.objects.within(on.it).get(item=laptop, number=1)
    lena.post(page_of(laptop, "roll-back/"), {"number": "1"})
    assert fresh(laptop).published.number == 3
    assert fresh(laptop).published.form == first.form


def test_before_the_first_version_the_page_of_versions_offers_to_publish(on):
    item = Item.objects.create(desk=on.it, code="new", title="New", created_at=clock.now())
    assert "Nothing is published yet." in text_of(on.client("lena").get(page_of(item, "versions/")))


def test_the_preview_is_for_anybody_whom_the_agent_sees_and_orders_nothing(on, laptop):
    lena = on.client("lena")
    begun = {"code": "who", "kind": "text", "label": "Name", "default": {"person": "name"}, "readonly": True}
    designing.change_form(actor=SYSTEM, item=laptop, change=editing.add(begun, 0))
    page = text_of(lena.get(page_of(laptop, f"preview/?person_id={on.ben.pk}&phone=1")))
    assert f'value="{on.ben.name}"' in page
    sent = {"q.model": "lab", "q.memory": "64", "q.who": "Somebody else"}
    page = text_of(lena.post(page_of(laptop, f"preview/?person_id={on.ben.pk}"), sent))
    assert "This would be ordered" in page and "Somebody else" not in page
    wrong = lena.post(page_of(laptop, "preview/"), {"q.memory": "64"})
    assert wrong.status_code == 422 and "This needs an answer." in text_of(wrong)


def test_without_script_next_shows_what_else_is_asked(on, laptop):
    lena = on.client("lena")
    hidden = 'data-question="memory" class="min-w-0 break-words" hidden'
    assert hidden in text_of(lena.get(page_of(laptop, "preview/")))
    page = text_of(lena.post(page_of(laptop, "preview/"), {"q.model": "lab", "form_go": "next"}))
    assert 'data-question="memory"' in page and hidden not in page


def test_a_set_of_questions_is_shared_and_its_new_version_offered_to_other_forms(on, laptop):
    lena = on.client("lena")
    phone = Item.objects.create(desk=on.it, code="phone", title="Work phone", status="live", created_at=clock.now())
    lena.post(page_of(laptop, "keep-set/"), {"step": "0", "title": "Hardware", "as": "once"})
    kept = QuestionSet.objects.within(on.it).get()
    lena.post(page_of(phone, "insert/"), {"set": kept.code, "step": "0"})
    lena.post(page_of(phone, "publish/"))
    assert codes(phone) == ["model", "memory"]
    questions = [MODEL, {**MEMORY, "label": "Memory in GB"}]
    sets.save_set(actor=SYSTEM, desk=on.it, code=kept.code, title="Hardware", questions=questions, is_table=False)
    where = f"/agent/settings/it/question-sets/{kept.pk}/"
    assert "Work phone" in text_of(lena.get(where))
    lena.post(where, {"item": phone.pk})
    version = fresh(phone).published
    assert version.number == 2 and version.sets == {kept.code: 2}
    assert version.form["steps"][0]["questions"][1]["label"] == "Memory in GB"
    assert "Every form that has this set asks its newest version." in text_of(lena.get(where))


def test_a_set_may_be_asked_in_rows(on, laptop):
    columns = [{"code": "name", "kind": "text", "label": "Name"}]
    kept = sets.save_set(actor=SYSTEM, desk=on.it, code="guests", title="Guests", questions=columns, is_table=True)
    sets.insert_set(actor=SYSTEM, item=laptop, question_set=kept)
    table = next(one for one in editing.questions(fresh(laptop).draft) if one["code"] == "guests")
    assert table["kind"] == "table" and table["columns"] == columns


def test_agents_who_do_not_design_and_other_desks_see_no_form(on, laptop):
    assert on.client("jana").get(page_of(laptop)).status_code == 403
    other = Item.objects.create(desk=on.hr, code="letter", title="Letter", created_at=clock.now())
    assert on.client("lena").get(page_of(other)).status_code == 404
    with pytest.raises(Invalid):
        designing.roll_back(actor=SYSTEM, item=laptop, number=1)


def test_how_far_people_come_is_counted_without_saying_who(on, laptop):
    mara, version = on.client("mara"), laptop.published
    where = f"/catalog/forms/{version.pk}/reached/"
    for key, code in (("first-page", "memory"), ("first-page", "model"), ("other-page", "model"), ("third-page", "")):
        assert mara.post(where, {"key": key, "code": code}).status_code == 204
    mara.post(where, {"key": "bad key!", "code": "model"})
    mara.post(where, {"key": "fourth-page", "code": "salary"})
    visits.ordered(version=version, key="first-page")
    opened, ordered, rows = visits.stops(version)
    assert (opened, ordered) == (3, 1)
    assert [(row.label, row.came, row.stopped) for row in rows] == [("Model", 2, 1), ("Memory", 1, 0)]
    assert not [one.name for one in FormVisit._meta.get_fields() if one.name in ("person", "created_by", "address")]
    page = text_of(on.client("lena").get(page_of(laptop, "where-people-stop/")))
    assert "3 people opened the form" in page
