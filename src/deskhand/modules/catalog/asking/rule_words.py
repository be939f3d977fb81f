"""Rules and questions in sentences, as the designer and the differences between versions say them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.modules.catalog.asking.form import OF_PERSON, Form, Kind, Question, Rule

KIND_WORDS = {
    Kind.TEXT: gettext_lazy("Text, one line"),
    Kind.MULTILINE: gettext_lazy("Text, several lines"),
    Kind.RICH: gettext_lazy("Formatted text"),
    Kind.INTEGER: gettext_lazy("Whole number"),
    Kind.DECIMAL: gettext_lazy("Number"),
    Kind.MONEY: gettext_lazy("Amount of money"),
    Kind.DATE: gettext_lazy("Date"),
    Kind.DATETIME: gettext_lazy("Date and time"),
    Kind.CHOICE: gettext_lazy("One choice"),
    Kind.CHOICES: gettext_lazy("Several choices"),
    Kind.CHECKBOX: gettext_lazy("Box to tick"),
    Kind.REFERENCE: gettext_lazy("Person, team or place"),
    Kind.ATTACHMENT: gettext_lazy("Files"),
    Kind.MASKED: gettext_lazy("Hidden answer"),
    Kind.TABLE: gettext_lazy("Table of rows"),
    Kind.SECTION: gettext_lazy("Heading"),
    Kind.LABEL: gettext_lazy("Text to read"),
}
"""Kinds as people choose them."""

FACT_WORDS = {
    "department": gettext_lazy("Department of the person"),
    "organization": gettext_lazy("Organization of the person"),
    "location": gettext_lazy("Location of the person"),
    "is_agent": gettext_lazy("Person works on this desk"),
}
"""What rules may ask of a person."""

PREFILL_WORDS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("Mail address"),
    "phone": gettext_lazy("Phone"),
    "title": gettext_lazy("Job title"),
    "department": gettext_lazy("Department"),
    "location": gettext_lazy("Location"),
    "organization": gettext_lazy("Organization"),
    "manager": gettext_lazy("Manager"),
    "person": gettext_lazy("The person"),
}
"""What a question may begin with of the person."""

OP_WORDS = {
    "is": gettext_lazy("is"),
    "in": gettext_lazy("is one of"),
    "set": gettext_lazy("is answered"),
    "contains": gettext_lazy("contains"),
    "less": gettext_lazy("is less than"),
    "more": gettext_lazy("is more than"),
    "not_is": gettext_lazy("is not"),
    "not_in": gettext_lazy("is none of"),
    "not_set": gettext_lazy("is not answered"),
    "not_contains": gettext_lazy("does not contain"),
    "not_less": gettext_lazy("is not less than"),
    "not_more": gettext_lazy("is not more than"),
}
"""How a comparison reads; with ``not_`` in front its opposite."""


def in_words(form: Form, rule: Rule | None) -> str:
    """“Model is Lab and Memory is more than 64”."""
    if not rule:
        return ""
    if "not" in rule:
        inner = rule["not"]
        return _leaf(form, inner, "not_") if "of" in inner else _("not (%(rule)s)") % {"rule": in_words(form, inner)}
    for word, joint in (("all", _(" and ")), ("any", _(" or "))):
        if word in rule:
            parts = [in_words(form, one) for one in rule[word]]
            nested = [
                f"({part})" if "all" in one or "any" in one else part
                for part, one in zip(parts, rule[word], strict=True)
            ]
            return joint.join(nested)
    return _leaf(form, rule, "")


def _nested(form: Form, rule: Rule) -> str:
    words = in_words(form, rule)
    return f"({words})" if "all" in rule or "any" in rule else words


def _leaf(form: Form, leaf: Rule, no: str) -> str:
    of, op = leaf["of"], str(OP_WORDS[f"{no}{leaf['op']}"])
    question = form.codes.get(of)
    if of.startswith(OF_PERSON):
        label = str(FACT_WORDS[of.removeprefix(OF_PERSON)])
    else:
        label = question.label if question is not None else of
    labels = {one.code: one.label for one in question.options} if question is not None else {}
    values = _(" or ").join(labels.get(one, one) for one in leaf["values"])
    return f"{label} {op} {values}".strip()


def about(form: Form, one: Question) -> list[str]:
    """What is to be known of a question at one look: its rules, as sentences."""
    said = []
    if one.required:
        said.append(_("Needed"))
    for rule, pattern in (
        (one.show_if, _("Shown when %(rule)s")),
        (one.require_if, _("Needed when %(rule)s")),
        (one.readonly_if, _("Read-only when %(rule)s")),
    ):
        if rule:
            said.append(pattern % {"rule": in_words(form, rule)})
    if one.readonly:
        said.append(_("Read-only"))
    if begins := begins_with(one):
        said.append(_("Begins with %(value)s") % {"value": begins})
    if one.least or one.most:
        said.append(_("From %(least)s to %(most)s") % {"least": one.least or "…", "most": one.most or "…"})
    return said


def begins_with(one: Question) -> str:
    """What a question begins with, in words."""
    default: Any = one.default
    if isinstance(default, dict):
        return _("%(fact)s of the person") % {"fact": PREFILL_WORDS[default["person"]]}
    labels = {option.code: option.label for option in one.options}
    return ", ".join(labels.get(text, text) for text in default or ())
