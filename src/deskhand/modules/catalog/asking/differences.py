"""What is different between two versions of a form, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from deskhand.modules.catalog.asking.form import Form, Question
from deskhand.modules.catalog.asking.rule_words import KIND_WORDS, about, begins_with, in_words


def differences(old: Form, new: Form) -> list[str]:
    """Each difference as a sentence; nothing for none."""
    said = [_("New: %(label)s") % {"label": _named(one)} for one in new.all() if one.code not in old.codes]
    said += [_("No longer asked: %(label)s") % {"label": _named(one)} for one in old.all() if one.code not in new.codes]
    for one in new.all():
        before = old.codes.get(one.code)
        if before is not None:
            changes = _changes(old, new, before, one)
            said += [_("%(label)s: %(change)s") % {"label": _named(one), "change": each} for each in changes]
    stays = [one.code for one in old.all() if one.code in new.codes]
    if stays != [one.code for one in new.all() if one.code in old.codes]:
        said.append(_("The order is different."))
    titles = [[step.title for step in form.steps] or [""] for form in (old, new)]
    if titles[0] != titles[1]:
        said.append(_("The steps are different: %(titles)s") % {"titles": ", ".join(filter(None, titles[1])) or "–"})
    return said


def _named(one: Question) -> str:
    return one.label or one.code


def _changes(old: Form, new: Form, before: Question, one: Question) -> list[str]:
    said = []
    if before.label != one.label:
        said.append(_("was called “%(label)s”") % {"label": before.label})
    if before.kind != one.kind:
        said.append(_("was “%(kind)s”, is “%(now)s”") % {"kind": KIND_WORDS[before.kind], "now": KIND_WORDS[one.kind]})
    if before.required != one.required:
        said.append(_("is needed") if one.required else _("may stay empty"))
    for name, words in (
        ("show_if", _("shown when")),
        ("require_if", _("needed when")),
        ("readonly_if", _("read-only when")),
    ):
        now = in_words(new, getattr(one, name))
        if getattr(before, name) != getattr(one, name):
            said.append(f"{words} {now}" if now else _("no longer %(words)s …") % {"words": words})
    said += _of_options(before, one)
    if begins_with(before) != begins_with(one):
        said.append(_("begins with %(value)s") % {"value": begins_with(one) or _("nothing")})
    if not said and before != one:
        said.append(
            _("changed in its details") if about(old, before) == about(new, one) else "; ".join(about(new, one))
        )
    return said


def _of_options(before: Question, one: Question) -> list[str]:
    old, new = ({option.code: option.label for option in each.options} for each in (before, one))
    said = [_("new choice “%(label)s”") % {"label": label} for code, label in new.items() if code not in old]
    return said + [_("choice “%(label)s” is gone") % {"label": label} for code, label in old.items() if code not in new]
