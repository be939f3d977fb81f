"""An action's refusal, told at the form whose words it refused."""

from __future__ import annotations

from typing import TypeVar

from django import forms

from deskhand.kernel.errors import DeskhandError, Invalid, NotFound

_F = TypeVar("_F", bound=forms.Form)


def told(form: _F, error: DeskhandError) -> _F:
    """The form with the refusal's sentences at their fields, or above them. What must look absent is raised again."""
    if isinstance(error, NotFound):
        raise error
    at_fields = {name: words for name, words in getattr(error, "fields", {}).items() if name in form.fields and words}
    if not isinstance(error, Invalid) or not at_fields:
        form.add_error(None, str(error))
    else:
        for name, words in at_fields.items():
            form.add_error(name, words)
    return form
