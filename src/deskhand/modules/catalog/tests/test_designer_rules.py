"""Rules in their pickers: whatever a rule says comes back from the page as it was."""

from random import Random

from django.http import QueryDict

from deskhand.modules.catalog import designer_rules
from deskhand.modules.catalog.asking import Form, rules
from deskhand.modules.catalog.tests.test_asking_twins import form as any_form
from deskhand.modules.catalog.tests.test_asking_twins import rule as any_rule


def as_posted(group, post=None):
    """What the pickers post when nothing is changed."""
    post = QueryDict(mutable=True) if post is None else post
    post[f"{group.name}.join"] = group.join
    for one in group.parts:
        if one.is_group:
            as_posted(one, post)
        else:
            post[f"{one.name}.of"], post[f"{one.name}.op"], post[f"{one.name}.values"] = one.of, one.op, one.values
    return post


def again(rule, form=None):
    return designer_rules.posted_rule(as_posted(designer_rules.picked(form or Form(), "show_if", rule)), "show_if")


def leaf(of):
    return {"of": of, "op": "is", "values": ["x"]}


def test_a_rule_of_groups_in_groups_comes_back_as_it_was():
    deep = {"all": [leaf("a"), {"any": [leaf("b"), {"not": {"all": [leaf("c"), leaf("d")]}}]}]}
    assert again(deep) == deep
    assert again({"not": {"any": [leaf("a"), leaf("b")]}}) == {"not": {"any": [leaf("a"), leaf("b")]}}
    assert again({"not": {"not": leaf("a")}}) == leaf("a")
    assert again(None) is None


def test_rules_made_at_random_judge_alike_after_the_page():
    for seed in range(400):
        dice = Random(seed)  # noqa: S311 - the same rules each time
        form = any_form(dice)
        known = [one for one in form.asked() if one.kind not in ("masked", "table")]
        made = any_rule(dice, known, depth=3)
        back = again(made, form)
        for _time in range(5):
            values = {one.code: [dice.choice(("x", "y", "12", "lab"))] for one in known if dice.random() < 0.6}
            facts = {"department": dice.choice(("Lab", "Finance"))}
            assert rules.holds(back, values, facts) == rules.holds(made, values, facts), seed


def test_a_group_that_is_left_out_or_empty_says_nothing():
    post = QueryDict(mutable=True)
    post.update({"show_if.join": "all", "show_if.0.of": "a", "show_if.0.op": "set"})
    post.update({"show_if.1.join": "", "show_if.1.0.of": "b", "show_if.1.0.op": "set"})
    post.update({"show_if.2.join": "any", "show_if.2.0.of": ""})
    assert designer_rules.posted_rule(post, "show_if") == {"of": "a", "op": "set", "values": []}
    post.update({f"show_if{'.0' * deep}.join": "all" for deep in range(300)})
    designer_rules.posted_rule(post, "show_if")
