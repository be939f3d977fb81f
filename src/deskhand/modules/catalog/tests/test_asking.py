"""What a request form asks, and how answers are judged."""

import json
import re
from datetime import date

import pytest

from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog.asking import Context, begin, digest, judge, kept, masked, read_form
from deskhand.modules.catalog.asking.form import Kind
from deskhand.modules.catalog.asking.limits import QUESTION_LIMIT
from tests.house.source import ROOT

MONDAY = date(2026, 11, 23)


def form_of(*questions):
    return read_form({"steps": [{"title": "", "questions": list(questions)}]})


def ask(code="note", kind="text", **more):
    return {"code": code, "kind": kind, "label": code.capitalize(), **more}


def choice(code, *codes, **more):
    return ask(code, "choice", options=[{"code": one, "label": one.upper()} for one in codes], **more)


def is_(of, *values):
    return {"of": of, "op": "is", "values": list(values)}


def judged(form, given, **facts):
    return judge(form, given, Context(desk_id=1, today=MONDAY, facts=facts))


LAPTOP = (
    choice("model", "standard", "lab", required=True),
    ask("memory", "integer", show_if=is_("model", "lab"), required=True, least="16", most="128"),
    ask("why", "multiline", require_if={"of": "memory", "op": "more", "values": ["64"]}),
    ask("department", default={"person": "department"}, readonly=True),
)


def test_an_answer_to_a_hidden_question_is_dropped():
    found = judged(form_of(*LAPTOP), {"model": ["standard"], "memory": ["32"]})
    assert found.values == {"model": ["standard"]}
    assert not found.wrong


def test_a_question_that_counts_is_demanded():
    found = judged(form_of(*LAPTOP), {"model": ["lab"]})
    assert found.wrong == {"memory": "This needs an answer."}


def test_a_rule_may_demand_an_answer_by_another():
    assert "why" in judged(form_of(*LAPTOP), {"model": "lab", "memory": 65}).wrong
    assert "why" not in judged(form_of(*LAPTOP), {"model": "lab", "memory": 64}).wrong


def test_what_is_read_only_keeps_its_own_value_whatever_is_sent():
    found = judged(form_of(*LAPTOP), {"model": "standard", "department": "Board"}, department="Finance")
    assert found.values["department"] == ["Finance"]


def test_a_form_begins_with_what_is_known_of_the_person():
    form = form_of(*LAPTOP, choice("size", "s", "m", default=["m"]))
    context = Context(desk_id=1, today=MONDAY, facts={"department": "Finance"})
    assert begin(form, context) == {"department": ["Finance"], "size": ["m"]}


def test_an_unknown_question_is_refused():
    assert judged(form_of(ask()), {"price": "0"}).wrong == {"price": "This form has no such question."}


def test_a_heading_hides_what_stands_below_it():
    form = form_of(
        choice("who", "me", "other"), ask("them", "section", show_if=is_("who", "other")), ask("name", required=True)
    )
    assert not judged(form, {"who": "me", "name": "Ida"}).wrong
    assert judged(form, {"who": "me", "name": "Ida"}).values == {"who": ["me"]}
    assert "name" in judged(form, {"who": "other"}).wrong


def test_facts_of_the_person_count_in_rules():
    form = form_of(ask("code", show_if=is_("person.department", "Lab"), required=True))
    assert not judged(form, {}, department="Finance").wrong
    assert judged(form, {}, department="Lab").wrong


def test_a_range_may_be_told_from_today():
    form = form_of(ask("day", "date", least="today", most="+10 days"))
    assert judged(form, {"day": "2026-11-22"}).wrong["day"].startswith("Not before")
    assert judged(form, {"day": "2026-12-04"}).wrong["day"].startswith("Not after")
    assert not judged(form, {"day": "2026-12-03"}).wrong


@pytest.mark.parametrize(
    ("question", "good", "bad"),
    [
        (ask(pattern="[A-Z]{3}-[0-9]+", pattern_words="As in LAB-12."), "LAB-12", "lab-12"),
        (ask(min_length=3, max_length=5), "four", "no"),
        (ask(kind="integer"), "12", "12.5"),
        (ask(kind="decimal"), "12,5", "a dozen"),
        (ask(kind="money", currency="EUR"), "12.50", "12.505"),
        (ask(kind="date"), "2026-02-28", "2026-02-30"),
        (ask(kind="datetime"), "2026-03-02T14:30", "2026-03-02"),
        (ask(kind="checkbox"), True, "perhaps"),
        (choice("note", "a", "b"), "a", "c"),
        (ask(kind="choices", options=[{"code": "a"}, {"code": "b"}]), ["b", "a"], ["a", "z"]),
        (ask(), "one line", {"nested": "no"}),
        (ask(kind="masked", max_length=20), "s3cret", "x" * 21),
    ],
    ids=lambda value: value.get("kind", "") + value.get("pattern", "") if isinstance(value, dict) else "",
)
def test_each_kind_takes_what_it_is_for(question, good, bad):
    form = form_of(question)
    assert not judged(form, {question["code"]: good}).wrong
    assert judged(form, {question["code"]: bad}).wrong


def test_rows_of_a_table_are_judged_cell_by_cell():
    table = ask("guests", "table", columns=[ask("name", required=True), ask("day", "date")], min_rows=1, max_rows=2)
    form = form_of(table)
    found = judged(form, {"guests": [{"name": ["Ida"]}, {"day": ["soon"]}]})
    assert found.wrong == {
        "guests.1.name": "This needs an answer.",
        "guests.1.day": "Write a date as in 2026-03-02.",
    }
    assert judged(form, {"guests": [{"name": ["a"]}] * 3}).wrong == {"guests": "At most 2 rows."}
    assert judged(form, {"guests": [{"name": ["a"], "rank": ["b"]}]}).wrong == {"guests": "There is no column “rank”."}


def test_masked_answers_are_kept_apart_and_mark_nothing():
    form = form_of(ask(), ask("pin", "masked"))
    values = judged(form, {"note": "x", "pin": "1234"}).values
    assert kept(form, values) == {"note": ["x"]}
    assert masked(form, values) == {"pin": ["1234"]}
    assert digest(form, values) == digest(form, {"note": ["x"], "pin": ["9999"]})


def test_an_edit_of_what_matters_changes_the_mark():
    form = form_of(ask(), ask("floor", is_material=False))
    before = digest(form, {"note": ["x"], "floor": ["1"]})
    assert digest(form, {"note": ["x"], "floor": ["2"]}) == before
    assert digest(form, {"note": ["y"], "floor": ["1"]}) != before


RING = (ask("a", show_if=is_("b", "x")), ask("b", require_if=is_("c", "x")), ask("c", readonly_if=is_("a", "x")))


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        (RING, "ring"),
        ((ask(), ask()), "code"),
        ((ask("a", show_if=is_("b", "x")),), "no question here"),
        ((ask("a", show_if=is_("a", "x")),), "itself"),
        ((ask("a", show_if=is_("person.salary", "x")),), "known of a person"),
        ((ask("n", "integer"), ask("a", show_if={"of": "n", "op": "contains", "values": ["1"]})), "compared"),
        ((choice("c", "x"), ask("a", show_if=is_("c", "y"))), "no such choice"),
        ((ask("p", "masked"), ask("a", show_if=is_("p", "x"))), "no question here"),
        ((ask("a", pattern="("),), "pattern"),
        ((ask("a", "choice"),), "at least one choice"),
        ((ask("a", "money"),), "code of a currency"),
        ((ask("a", "attachment", readonly=True),), "read-only"),
        ((ask("a", "date", least="someday"),), "date"),
        ((ask("a", price=1),), "price"),
        ((ask("A b"),), "small letters"),
        (tuple(ask(f"a{n}") for n in range(QUESTION_LIMIT + 1)), "At most"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_form_that_cannot_be_judged_is_refused_with_its_place(questions, words):
    with pytest.raises(Invalid) as refusal:
        form_of(*questions)
    assert words in str(refusal.value)
    assert next(iter(refusal.value.fields)).startswith("steps")


def test_the_examples_of_the_handbook_can_be_asked_and_name_every_kind():
    page = (ROOT / "docs/admin/request-forms.md").read_text()
    forms = [read_form(json.loads(text)) for text in re.findall(r"```json\n(.*?)```", page, re.DOTALL)]
    assert {one.kind for form in forms for one in form.all()} == set(Kind)
    assert all(f"`{kind.value}`" in page for kind in Kind)
    found = judged(forms[0], {"model": "lab", "memory": "96", "department": "Board"}, department="Finance")
    assert found.wrong == {"why": "This needs an answer."}
    assert found.values["department"] == ["Finance"]
