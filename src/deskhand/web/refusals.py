"""An action's refusal, on the form that it was asked with."""

from __future__ import annotations

from django import forms

from deskhand.kernel.errors import DeskhandError, Invalid


def put_on(form: forms.BaseForm, refusal: DeskhandError) -> None:
    """Say at the form's fields why an action refused; on top of it what is about none of them."""
    about = refusal.fields if isinstance(refusal, Invalid) else {}
    for name, words in about.items():
        form.add_error(name if name in form.fields else None, words or str(refusal))
    if not about:
        form.add_error(None, str(refusal))
