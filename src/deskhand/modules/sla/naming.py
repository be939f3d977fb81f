"""What promises and their warnings are called."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from deskhand.modules.sla import rulebook
from deskhand.modules.sla.metrics import LABELS, Metric
from deskhand.modules.sla.models import Clock
from deskhand.modules.sla.terms import BREACH, Target
from deskhand.web import moments


def target_of(row: Clock) -> Target | None:
    """What the clock counts for, by the version that holds for it. It should be there already (``version``)."""
    return rulebook.rule_of(row.version, row.desk_id).terms.target(row.key)


def name_of(row: Clock) -> str:
    """What people call the promise: the label that its policy gives it, or what is promised."""
    target = target_of(row)
    if target is None:
        return str(LABELS[Metric(row.key)]) if row.key in LABELS else row.key
    return target.label or str(LABELS[target.metric])


def milestone_words(key: str) -> str:
    """When a warning comes, by its key (``percent:75``, ``before:1800``, ``after:3600``, ``breach``)."""
    if key == BREACH:
        return _("when it is due")
    name, _colon, value = key.partition(":")
    if name == "percent":
        return _("at %(percent)s %% of its time") % {"percent": value}
    time = moments.duration(timedelta(seconds=float(value)))
    return (_("%(time)s before it is due") if name == "before" else _("%(time)s after it was due")) % {"time": time}


def is_after(key: str) -> bool:
    """Whether a warning of that key comes when the time is over, or later."""
    name, _colon, value = key.partition(":")
    return name == "after" or (name == "percent" and float(value) >= 100)
