"""Questions about business time as lines of JSON, one answer a line: what ``deskhand calendar time --jsonl`` says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from deskhand.calendars import reckoning
from deskhand.calendars.hours import Hours
from deskhand.calendars.reckoning import Pauses
from deskhand.calendars.windows import read_stamp, shown
from deskhand.kernel.errors import Invalid

LONGEST_LINE = 4_000_000
"""Most bytes of one question."""

MOST_PAUSES = 10_000
"""Most pauses of one question."""

OPERATIONS = ("due", "between", "next_open", "is_open")


def answered(line: bytes) -> str:
    """One line of JSON to one line of JSON, without their ends: ``{"id", "result"}``, or ``{"id", "error"}`` with a
    sentence for whatever cannot be answered."""
    told: dict[str, Any] = {"id": None}
    try:
        case = _case(line)
        told["id"] = _identity(case)
        told["result"] = _result(case)
    except Invalid as error:
        told["error"] = str(error)
    return json.dumps(told)


def _case(line: bytes) -> Mapping[str, Any]:
    if len(line) > LONGEST_LINE:
        raise Invalid(_("The line is too long: at most %(limit)d bytes are read.") % {"limit": LONGEST_LINE})
    try:
        case = json.loads(line.decode("utf-8-sig"), parse_constant=_refused)
    except RecursionError:
        raise Invalid(_("The line is nested too deeply.")) from None
    except ValueError as error:
        raise Invalid(_("The line is not JSON: %(why)s.") % {"why": str(error)[:200]}) from None
    if not isinstance(case, Mapping):
        raise Invalid(_("The line is not an object of JSON."))
    return case


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of it")


def _identity(case: Mapping[str, Any]) -> str | float | None:
    identity = case.get("id")
    if identity is None or isinstance(identity, str | int | float):
        return identity
    raise Invalid(_("The id of a question is a text or a number."))


def _result(case: Mapping[str, Any]) -> float | bool | str:
    """Seconds, true or false, or an instant in UTC that ends with Z."""
    operation = case.get("op")
    if operation not in OPERATIONS:
        words = _("%(text)s is no operation. They are %(operations)s.")
        raise Invalid(words % {"text": shown(operation), "operations": ", ".join(OPERATIONS)})
    hours, start, pauses = Hours.read(case.get("calendar")), _stamp(case, "start"), _pauses(case)
    if operation == "between":
        return reckoning.between(hours, start, _stamp(case, "end"), pauses)
    if operation == "is_open":
        return reckoning.is_open(hours, start, pauses)
    find = partial(reckoning.due, seconds=_seconds(case)) if operation == "due" else reckoning.next_open
    return _written(find(hours, start, pauses=pauses))


def _stamp(case: Mapping[str, Any], key: str) -> datetime:
    try:
        return read_stamp(case.get(key))
    except Invalid as error:
        raise Invalid(f"{key}: {error}") from None


def _seconds(case: Mapping[str, Any]) -> float:
    for key, seconds_each in (("seconds", 1), ("minutes", 60)):
        value = case.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value * seconds_each
    raise Invalid(_("Say as a number how much time is wanted: seconds, or minutes."))


def _pauses(case: Mapping[str, Any]) -> Pauses:
    found = case.get("pauses") or []
    if not isinstance(found, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in found):
        raise Invalid(_("Write pauses as a list of pairs, each with its start and its end; null for one that lasts."))
    if len(found) > MOST_PAUSES:
        raise Invalid(_("These are too many pauses: at most %(limit)d are taken.") % {"limit": MOST_PAUSES})
    try:
        return [(read_stamp(start), None if end is None else read_stamp(end)) for start, end in found]
    except Invalid as error:
        raise Invalid(f"pauses: {error}") from None


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
