"""The part of a policy's form that is about one target: how long at each priority, and by which conditions its clock
goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deskhand.kernel.errors import Invalid
from deskhand.modules.sla import typed
from deskhand.modules.sla.metrics import CONDITIONS, LABELS, WORDS, Conditions, Metric, reopens_unless_said, usual
from deskhand.modules.sla.questions import QUERY_LIMIT
from deskhand.modules.sla.terms import ANY, TARGET_LIMIT, Target
from deskhand.modules.sla.typed import TYPED_LIMIT
from deskhand.modules.sla.warning_form import Offered, WarningForm
from deskhand.tickets.models import Priority

PRIORITIES = ("any", "urgent", "high", "normal", "low")
"""The words of goals, in the order of the form."""

LABEL_LIMIT = 60
"""Longest name of a target in characters."""

_GOAL_LABELS = {"any": _("All others"), **{one.word: one.label for one in Priority}}

CONDITION_WORDS: Mapping[str, Any] = {
    "start": _("It begins when"),
    "pause": _("It rests when"),
    "resume": _("It goes on when"),
    "stop": _("It is done when"),
    "reset": _("It begins anew when"),
    "cancel": _("It is called off when"),
}

REOPENS_WORDS = (
    ("continue", _("its time goes on")),
    ("again", _("it begins again")),
    ("leave", _("it stays as it ended")),
)


class TargetForm(forms.Form):
    """One target. Without any time it is not promised."""

    metric = forms.ChoiceField(choices=[(one.value, "") for one in Metric], widget=forms.HiddenInput)
    key = forms.CharField(max_length=LABEL_LIMIT, required=False, widget=forms.HiddenInput)
    label = forms.CharField(label=_("Name of this target"), max_length=LABEL_LIMIT, required=False)
    is_promised = forms.BooleanField(label=_("The requester sees until when"), required=False)
    reopens = forms.ChoiceField(label=_("When its ticket is reopened"), choices=REOPENS_WORDS, required=False)
    pauses = forms.BooleanField(label=_("It rests in statuses that pause the time"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for word in PRIORITIES:
            self.fields[f"goal_{word}"] = forms.CharField(
                label=_GOAL_LABELS[word], required=False, max_length=TYPED_LIMIT
            )
        for name in CONDITIONS:
            self.fields[f"{name}_words"] = forms.MultipleChoiceField(
                label=CONDITION_WORDS[name],
                choices=list(WORDS.items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[f"{name}_query"] = forms.CharField(
                label=_("and the ticket then answers"), required=False, max_length=QUERY_LIMIT
            )
        self.warnings: list[WarningForm] = []

    @property
    def what(self) -> Metric:
        """What is promised."""
        try:
            return Metric(self["metric"].value())
        except ValueError:
            return Metric.CUSTOM

    @property
    def title(self) -> Any:
        """What it is called."""
        return LABELS[self.what]

    @property
    def is_custom(self) -> bool:
        return self.what is Metric.CUSTOM

    @property
    def goals(self) -> list[Any]:
        """Its fields for times."""
        return [self[f"goal_{word}"] for word in PRIORITIES]

    @property
    def conditions(self) -> list[tuple[Any, Any]]:
        """Its fields for conditions, in pairs."""
        return [(self[f"{name}_words"], self[f"{name}_query"]) for name in CONDITIONS]

    @property
    def is_used(self) -> bool:
        """Whether anything is promised by it."""
        texts = [self[f"goal_{word}"].value() for word in PRIORITIES]
        return any(texts) or (self.is_custom and bool(self["label"].value()))

    @property
    def is_open(self) -> bool:
        """Whether the page shows what stands under "More": there is something wrong with it, or it must be said."""
        deep = {"label", "reopens", *(f"{name}_{part}" for name in CONDITIONS for part in ("words", "query"))}
        return bool(deep & self.errors.keys()) or (self.is_custom and self.is_used)

    @property
    def warns_open(self) -> bool:
        """Whether the page shows its warnings: something is wrong with one, or somebody just asked for one."""
        return any(one.is_added or one.errors for one in self.warnings)

    def said_of(self, name: str) -> str:
        """A condition in words, by the name of its field."""
        chosen = set(self[name].value() or ())
        query = (self[name.removesuffix("_words") + "_query"].value() or "").strip()
        words = gettext(" or ").join(str(label) for word, label in WORDS.items() if word in chosen)
        return " · ".join(one for one in (words, query) if one) or gettext("never")

    def clean(self) -> dict[str, Any]:
        """Read the times."""
        found = super().clean() or {}
        self.times: dict[str, Any] = {}
        for word in PRIORITIES:
            text = found.get(f"goal_{word}", "")
            try:
                if text:
                    self.times[word] = typed.goal(text).written()
            except Invalid as refusal:
                self.add_error(f"goal_{word}", str(refusal))
        return found

    def is_valid(self) -> bool:
        """The form and its warnings."""
        return all([super().is_valid(), *(one.is_valid() for one in self.warnings)])

    @property
    def said(self) -> dict[str, Any]:
        """The target as a version says it. The form must be valid."""
        wanted = self.cleaned_data
        conditions = {
            name: {"words": wanted[f"{name}_words"], "query": wanted[f"{name}_query"].strip()} for name in CONDITIONS
        }
        names = ("metric", "key", "label", "is_promised", "reopens", "pauses")
        milestones = [one.said for one in self.warnings if one.is_used]
        said = {name: wanted[name] for name in names}
        return said | {"goals": self.times, "conditions": conditions, "milestones": milestones}

    def refuse(self, place: str, sentence: str) -> bool:
        """Show a refusal of a part of the target (``goals.urgent``, ``start``, ``milestones.0``) at its field."""
        name, _dot, rest = place.partition(".")
        if name == "milestones" and rest:
            number, _dot, below = rest.partition(".")
            used = [one for one in self.warnings if one.is_used]
            used[int(number)].refuse(below, sentence)
            return True
        at = {"goals": f"goal_{rest}", **{one: f"{one}_query" for one in CONDITIONS}}.get(name, name)
        if at not in self.fields:
            return False
        self.add_error(at, sentence)
        return True


def initial(target: Target) -> dict[str, Any]:
    """What the form holds for a target."""
    names = ("key", "label", "is_promised", "reopens")
    goals = {
        f"goal_{'any' if priority == ANY else Priority(priority).word}": typed.typed_again(goal)
        for priority, goal in target.goals.items()
    }
    plain = {"metric": target.metric.value} | {name: getattr(target, name) for name in names}
    return plain | goals | _conditions(target.conditions)


def blank(metric: Metric, level: str, key: str) -> dict[str, Any]:
    """What it holds for a target that is not promised yet."""
    reopens = reopens_unless_said(metric, level)
    return {"metric": metric.value, "key": key, "reopens": reopens} | _conditions(usual(metric, level))


def forms_of(targets: Sequence[Target], level: str, offered: Offered, *, more: bool = False) -> list[TargetForm]:
    """A form for each kind of target, with what is promised of it, and with ``more`` one between two events."""
    known = {one.key: one for one in targets}
    shown = [initial(known.pop(metric.value)) if metric.value in known else blank(metric, level, metric.value)
             for metric in Metric if metric is not Metric.CUSTOM]  # fmt: skip
    shown += [initial(one) for one in known.values()]
    taken = {one["key"] for one in shown}
    shown += [blank(Metric.CUSTOM, level, _free(taken))] if more else []
    found = [TargetForm(prefix=f"t{place}", initial=one) for place, one in enumerate(shown)]
    by_key = {one.key: one for one in targets}
    for form in found:
        target = by_key.get(form.initial["key"])
        form.warnings = WarningForm.of(target.milestones if target else (), offered, form.prefix or "")
    return found


def posted(given: Any, offered: Offered, level: str, *, wider: str = "") -> list[TargetForm]:
    """The forms as somebody filled them in. ``wider`` is the prefix of one that gets a warning more, or ``custom``."""
    count = given.get("targets", "0")
    most = TARGET_LIMIT + len(Metric)
    found: list[TargetForm] = []
    for place in range(min(int(count), most) if count.isdecimal() and len(count) < 4 else 0):
        form = TargetForm(given, prefix=f"t{place}")
        form.warnings = WarningForm.posted(given, offered, f"t{place}", more=wider == f"t{place}")
        found.append(form)
    if wider == "custom":
        start = blank(Metric.CUSTOM, level, _free({form["key"].value() for form in found}))
        added = TargetForm(prefix=f"t{len(found)}", initial=start)
        added.warnings = WarningForm.of((), offered, added.prefix or "")
        found.append(added)
    return found


def _free(taken: Iterable[str]) -> str:
    """A key that no other target has."""
    known, number = set(taken), 1
    while f"custom_{number}" in known:
        number += 1
    return f"custom_{number}"


def _conditions(found: Conditions) -> dict[str, Any]:
    values: dict[str, Any] = {"pauses": found.pauses}
    for name in CONDITIONS:
        one = getattr(found, name)
        values |= {f"{name}_words": sorted(one.words), f"{name}_query": one.query}
    return values
