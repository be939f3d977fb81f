"""What a template must know of a form field to draw it: its kind, and the attributes of its widget."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from markupsafe import Markup, escape

_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "ticks"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "tick"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
)

_CLASSES = {
    "input": "input w-full",
    "select": "select w-full",
    "textarea": "textarea w-full",
    "file": "choose w-full",
    "tick": "checkbox checkbox-sm",
    "radios": "radio radio-sm",
    "ticks": "checkbox checkbox-sm",
    "hidden": "",
}


def field_kind(bound: BoundField) -> str:
    """Return how the field is drawn: hidden, ticks, radios, tick, select, textarea, file or input."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    return next((kind for cls, kind in _KINDS if isinstance(widget, cls)), "input")


def widget(bound: BoundField, attrs: Mapping[str, Any] | None = None) -> Markup:
    """Return the widget's markup with the look's classes, tied to its help and its error."""
    kind = field_kind(bound)
    own = dict(attrs or {})
    own["class"] = " ".join(filter(None, (_CLASSES[kind], bound.field.widget.attrs.get("class"), own.get("class"))))
    described = [f"{bound.auto_id}_help" if bound.help_text else "", f"{bound.auto_id}_error" if bound.errors else ""]
    own["aria-describedby"] = " ".join(filter(None, described)) or None
    own["aria-invalid"] = "true" if bound.errors else None
    return Markup(bound.as_widget(attrs={name: value for name, value in own.items() if value is not None}))


_SWITCHES = frozenset({"checked", "disabled", "multiple", "open", "readonly", "required", "selected"})
"""Attributes that hold by being there: an empty text would switch them on."""


def attributes(values: Mapping[str, Any] | None, omit: tuple[str, ...] = ()) -> Markup:
    """Return HTML attributes, each after a space, values escaped. `True` gives the bare name, `None` nothing. What is
    only there or not, as ``checked``, is left out for anything that is empty or none."""
    parts = []
    for name, given in (values or {}).items():
        value = bool(given) if name in _SWITCHES else given
        if value is None or value is False or name in omit:
            continue
        parts.append(f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"')
    return Markup("".join(parts))
