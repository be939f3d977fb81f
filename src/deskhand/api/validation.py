"""What pydantic found wrong, in our words and by the names that the caller used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ERROR_LIMIT = 20
"""Most errors told at once."""

SENTENCES: dict[str, str | Promise] = {
    "missing": _("It is missing."),
    "extra_forbidden": _("There is no field of this name."),
    "string_too_long": _("At most %(max_length)s characters."),
    "string_too_short": _("At least %(min_length)s characters."),
    "too_long": _("At most %(max_length)s of them."),
    "too_short": _("At least %(min_length)s of them."),
    "greater_than_equal": _("At least %(ge)s."),
    "less_than_equal": _("At most %(le)s."),
    "literal_error": _("One of: %(expected)s."),
    "string_type": _("It must be text."),
    "string_unicode": _("It is no valid Unicode text."),
    "bool_type": _("It must be true or false."),
    "bool_parsing": _("It must be true or false."),
    "int_type": _("It must be a whole number."),
    "int_parsing": _("It must be a whole number."),
    "int_parsing_size": _("It must be a smaller number."),
    "int_from_float": _("It must be a whole number."),
    "list_type": _("It must be a list."),
    "dict_type": _("It must be a JSON object."),
    "model_type": _("It must be a JSON object."),
    "model_attributes_type": _("It must be a JSON object."),
}
"""Sentences by pydantic's codes; the words in brackets are its own."""


def errors_in_words(found: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """``{"field", "detail"}`` for each error; a field inside another is written ``tags.0``."""
    return [{"field": _field(one["loc"]), "detail": _words(one)} for one in list(found)[:ERROR_LIMIT]]


def _field(place: Iterable[Any]) -> str:
    source, *rest = place
    if source == "body":
        rest = rest[1:]
    return ".".join(str(part) for part in rest)[:100] or str(source)


def _words(error: Mapping[str, Any]) -> str:
    known = SENTENCES.get(error["type"])
    if known is None:
        return str(error["msg"]).removeprefix("Value error, ")
    context = dict(error.get("ctx", {}))
    if "expected" in context:
        context["expected"] = context["expected"].replace("'", "").replace(" or ", ", ")
    return str(known) % context
