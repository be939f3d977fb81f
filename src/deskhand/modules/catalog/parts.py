"""The parts of a bundle as they are kept, and what would keep one from ever being ordered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog import asking, limits
from deskhand.modules.catalog.asking import rule_reading
from deskhand.modules.catalog.asking.form import SILENT, Form, Kind, Question, Step, above
from deskhand.modules.catalog.models import Item, Status

Part = dict[str, Any]

NAMES = {"item", "when", "quantity", "after", "answers"}
"""What a part says."""


def read_parts(given: Sequence[Any]) -> list[Part]:
    """Each with all that a part says. Raises Invalid for what is none."""
    if len(given) > limits.PART_LIMIT:
        raise refused("parts", _("At most %(limit)s parts.") % {"limit": limits.PART_LIMIT})
    return [_read(one, f"parts.{place}") for place, one in enumerate(given)]


def _read(given: Any, path: str) -> Part:
    if not isinstance(given, Mapping) or not isinstance(given.get("item"), str) or set(given) - NAMES:
        raise refused(path, _("A part names an item."))
    quantity, after, answers = given.get("quantity", 1), given.get("after", []), given.get("answers", {})
    if isinstance(quantity, bool) or not isinstance(quantity, int) or not 1 <= quantity <= limits.MOST_PIECES:
        words = _("From 1 to %(most)s.") % {"most": limits.MOST_PIECES}
        raise refused(f"{path}.quantity", words)
    if not isinstance(after, list) or not all(isinstance(one, str) for one in after):
        raise refused(f"{path}.after", _("Name the items that are delivered before."))
    if not isinstance(answers, Mapping) or not all(isinstance(one, str) for pair in answers.items() for one in pair):
        raise refused(f"{path}.answers", _("Name the questions of the bundle that answer those of the item."))
    when = rule_reading.read(given.get("when"), f"{path}.when")
    return {"item": given["item"], "when": when, "quantity": quantity, "after": after, "answers": dict(answers)}


def refused(path: str, words: str) -> Invalid:
    """What cannot be, and where it stands."""
    return Invalid(words, {path: words})


def problems(form: Form, parts: Sequence[Part], items: Mapping[str, Item]) -> dict[str, str]:
    """What would keep parts from being ordered, by its place; ``form`` asks for the bundle, ``items`` are those of the
    desk by their codes."""
    wrong: dict[str, str] = {}
    codes = [one["item"] for one in parts]
    for place, part in enumerate(parts):
        path, item = f"parts.{place}", items.get(part["item"])
        if item is None or item.is_bundle or codes.count(part["item"]) > 1:
            wrong[path] = _("A bundle names items of its desk, each once, and no other bundle.")
        elif part["quantity"] > max(item.most, 1):
            wrong[f"{path}.quantity"] = _("From 1 to %(most)s.") % {"most": max(item.most, 1)}
        if set(part["after"]) - set(codes):
            wrong[f"{path}.after"] = _("These wait for something that is not in the bundle.")
        if words := _of_rule(form, part):
            wrong[f"{path}.when"] = words
        if item is not None and (words := _of_answers(form, part, item)):
            wrong[f"{path}.answers"] = words
    if not wrong and (ring := ring_of({one["item"]: one["after"] for one in parts})):
        titles = " → ".join(items[code].title for code in ring)
        wrong["parts"] = _("These wait for each other in a ring: %(ring)s.") % {"ring": titles}
    return wrong


def _of_rule(form: Form, part: Part) -> str:
    """Why the condition can never hold; it is judged like a rule of one more question of the form."""
    asked = Question(code="part", kind=Kind.LABEL, label="", show_if=part["when"])
    try:
        rule_reading.check(Form((*form.steps, Step(title="", questions=(asked,)))))
    except Invalid as refusal:
        return str(refusal)
    return ""


def _of_answers(form: Form, part: Part, item: Item) -> str:
    theirs = form_of(item)
    for code, source in part["answers"].items():
        if code not in theirs.codes or theirs.codes[code].kind in SILENT:
            return _("“%(item)s” does not ask “%(code)s”.") % {"item": item.title, "code": code[:60]}
        if source not in form.codes or form.codes[source].kind in SILENT:
            return _("The bundle does not ask “%(code)s”.") % {"code": source[:60]}
    left = [one.label for one in unanswered(form, theirs, part)]
    if left:
        words = _("“%(item)s” needs an answer to %(labels)s, and the bundle gives none.")
        return words % {"item": item.title, "labels": ", ".join(f"“{label}”" for label in left)}
    return ""


def unanswered(form: Form, theirs: Form, part: Part) -> Iterator[Question]:
    """Questions of the item that always need an answer and get none from the bundle."""
    sections = above(theirs)
    for one in theirs.asked():
        source = part["answers"].get(one.code, one.code)
        is_always = one.required and one.show_if is None and one.code not in sections
        if is_always and not one.default and source not in form.codes:
            yield one


def form_of(item: Item) -> Form:
    """What an item asks by now: what is published, else what is being written."""
    given = item.published.form if item.published is not None else item.draft
    return asking.read_form(given) if given else Form()


def ring_of(after: Mapping[str, Sequence[str]]) -> list[str]:
    """Those that wait for each other in a ring; nothing for none."""
    left = dict(after)
    while left:
        free = [code for code, before in left.items() if not set(before) & set(left)]
        if not free:
            return sorted(left)
        for code in free:
            del left[code]
    return []


def hints(parts: Sequence[Part], items: Mapping[str, Item]) -> dict[str, str]:
    """What whoever keeps the bundle should know of a part that can be kept: by the code of its item."""
    found = {}
    for part in parts:
        item = items.get(part["item"])
        if item is not None and item.status != Status.LIVE:
            found[item.code] = _("This item is not live: it is left out of orders.")
        elif item is not None and item.out_of_stock:
            found[item.code] = _("This item cannot be had now: it is left out of orders.")
    return found
