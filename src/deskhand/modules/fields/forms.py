"""Forms of the settings pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk, Team
from deskhand.modules.fields.actions import Details, Start
from deskhand.modules.fields.actions.templates import BODY_LIMIT, TAGS_LIMIT
from deskhand.modules.fields.models import (
    HELP_LIMIT,
    LABEL_LIMIT,
    Field,
    FieldKind,
    Needed,
    Option,
    Side,
    Template,
)
from deskhand.modules.fields.queries import in_order
from deskhand.tickets.models import KINDS_TO_CHOOSE, Priority
from deskhand.tickets.models.ticket import SUBJECT_LIMIT

_OPS = (
    ("", gettext_lazy("Always")),
    ("in", gettext_lazy("has one of")),
    ("not_in", gettext_lazy("has none of")),
    ("set", gettext_lazy("is filled in")),
    ("not_set", gettext_lazy("is empty")),
)
"""How a rule is chosen: its word, or that behind ``not_``."""


class FieldForm(forms.Form):
    """A field. Its rules are three inputs each: another field, how, and values as codes with commas between."""

    label = forms.CharField(label=gettext_lazy("Label"), max_length=LABEL_LIMIT)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of field"), choices=FieldKind.choices)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        required=False,
        help_text=gettext_lazy(
            "Its word in the search and in the API; it stays. Made of the label if you leave it empty."
        ),
    )
    help = forms.CharField(label=gettext_lazy("Help below it"), max_length=HELP_LIMIT, required=False)
    ticket_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of tickets"),
        choices=KINDS_TO_CHOOSE,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all."),
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        max_length=3,
        required=False,
        help_text=gettext_lazy("Three letters, for amounts of money."),
    )
    default = forms.CharField(
        label=gettext_lazy("Begins with"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A text, number or date; the code of a choice; “yes” for a ticked box."),
    )
    seen_by = forms.ChoiceField(label=gettext_lazy("Who sees it"), choices=Side.choices, widget=forms.RadioSelect)
    filled_by = forms.ChoiceField(label=gettext_lazy("Who fills it in"), choices=Side.choices, widget=forms.RadioSelect)
    needed = forms.ChoiceField(
        label=gettext_lazy("When it is needed"), choices=Needed.choices, widget=forms.RadioSelect
    )
    in_list = forms.BooleanField(label=gettext_lazy("A column in lists of tickets"), required=False)
    show_if_field = forms.ChoiceField(label=gettext_lazy("Shown only if"), required=False)
    show_if_op = forms.ChoiceField(label=gettext_lazy("How"), choices=_OPS, required=False)
    show_if = forms.CharField(
        label=gettext_lazy("Shown if: codes, with commas between"), max_length=1000, required=False
    )
    need_if_field = forms.ChoiceField(label=gettext_lazy("Needed only if"), required=False)
    need_if_op = forms.ChoiceField(label=gettext_lazy("How"), choices=_OPS, required=False)
    need_if = forms.CharField(
        label=gettext_lazy("Needed if: codes, with commas between"), max_length=1000, required=False
    )

    def __init__(self, *args: Any, desk: Desk, field: Field | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [one for one in Field.objects.within(desk) if field is None or one.pk != field.pk]
        for name in ("show_if", "need_if"):
            now = (getattr(field, name) or {}).get("field") if field is not None else None
            known = [(one.code, _named(one)) for one in rows if not one.is_archived or one.code == now]
            self.fields[f"{name}_field"].choices = [("", _("No rule")), *known]  # type: ignore[attr-defined]
        if field is not None:
            del self.fields["code"], self.fields["kind"]
            if field.kind != FieldKind.MONEY:
                del self.fields["currency"]

    @classmethod
    def fresh(cls, desk: Desk) -> FieldForm:
        """An empty form."""
        usual = {"seen_by": Side.AGENTS, "filled_by": Side.AGENTS, "needed": Needed.NEVER}
        return cls(desk=desk, initial=usual)

    @classmethod
    def of(cls, row: Field) -> FieldForm:
        """The form with what is so now."""
        names = ("label", "help", "currency", "default", "seen_by", "filled_by", "needed", "in_list")
        now: dict[str, Any] = {name: getattr(row, name) for name in names}
        now["ticket_kinds"] = row.ticket_kinds.split()
        for name in ("show_if", "need_if"):
            rule = getattr(row, name)
            if rule:
                word = "set" if rule["op"] == "set" else "in"
                now[f"{name}_field"] = rule["field"]
                now[f"{name}_op"] = f"not_{word}" if rule["not"] else word
                now[name] = ", ".join(rule["values"])
        return cls(desk=row.desk, field=row, initial=now)

    @property
    def details(self) -> Details:
        """What the action takes. The form must be valid."""
        wanted = self.cleaned_data
        return Details(
            label=wanted["label"],
            code=wanted.get("code", ""),
            kind=wanted.get("kind", ""),
            help=wanted["help"],
            ticket_kinds=wanted["ticket_kinds"],
            default=wanted["default"],
            currency=wanted.get("currency", ""),
            seen_by=wanted["seen_by"],
            filled_by=wanted["filled_by"],
            needed=wanted["needed"],
            in_list=wanted["in_list"],
            show_if=self._rule("show_if"),
            need_if=self._rule("need_if"),
        )

    def _rule(self, name: str) -> dict[str, Any] | None:
        field, how = self.cleaned_data[f"{name}_field"], self.cleaned_data[f"{name}_op"]
        if not field or not how:
            return None
        values = [one.strip() for one in self.cleaned_data[name].split(",") if one.strip()]
        return {"field": field, "op": how.removeprefix("not_"), "values": values, "not": how.startswith("not_")}


def _named(field: Field) -> str:
    """How a rule names another field; one that is archived stays in the rules that it has."""
    archived = f" · {_('archived')}" if field.is_archived else ""
    return f"{field.label} ({field.code}){archived}"


class OptionForm(forms.Form):
    """A choice of a field; in a tree with the node above it."""

    label = forms.CharField(label=gettext_lazy("Name"), max_length=LABEL_LIMIT)
    parent: forms.ModelChoiceField[Option] = forms.ModelChoiceField(
        label=gettext_lazy("Below"), queryset=None, required=False
    )

    def __init__(self, *args: Any, field: Field, option: Option | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field.kind != FieldKind.TREE:
            del self.fields["parent"]
            return
        rows = Option.objects.within(field.desk_id).filter(field=field, is_archived=False)
        parent = self.fields["parent"]
        parent.queryset = rows if option is None else rows.exclude(pk=option.pk)  # type: ignore[attr-defined]
        parent.empty_label = _("At the top")  # type: ignore[attr-defined]
        labels = {one.pk: "\u00a0\u00a0\u00a0" * one.depth + one.label for one in in_order(list(rows))}  # type: ignore[attr-defined]
        parent.label_from_instance = lambda one: labels.get(one.pk, one.label)  # type: ignore[attr-defined]


class TemplateForm(forms.Form):
    """A ticket template. What its fields hold stands in inputs of their own."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LABEL_LIMIT)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=SUBJECT_LIMIT, required=False)
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=BODY_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS_TO_CHOOSE)
    priority = forms.ChoiceField(label=gettext_lazy("Priority"))
    team: forms.ModelChoiceField[Team] = forms.ModelChoiceField(
        label=gettext_lazy("Team"), queryset=None, required=False
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        max_length=TAGS_LIMIT,
        required=False,
        help_text=gettext_lazy("Separated by commas"),
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        priority, team = self.fields["priority"], self.fields["team"]
        priority.choices = [(one.word, one.label) for one in Priority]  # type: ignore[attr-defined]
        team.queryset = Team.objects.within(desk).active().order_by("name")  # type: ignore[attr-defined]
        team.empty_label = _("No team")  # type: ignore[attr-defined]

    @classmethod
    def of(cls, row: Template) -> TemplateForm:
        """The form with what is so now."""
        names = ("name", "subject", "body", "kind", "tags")
        now: dict[str, Any] = {name: getattr(row, name) for name in names}
        return cls(desk=row.desk, initial={**now, "team": row.team_id, "priority": Priority(row.priority).word})

    def start(self, values: dict[str, list[str]]) -> Start:
        """What the action takes. The form must be valid."""
        wanted = dict(self.cleaned_data)
        wanted["priority"] = Priority.of(wanted["priority"]).value
        return Start(**wanted, values=values)
