"""What happened in a run: who did what, when and why, told by the facts of its ticket."""

from __future__ import annotations

from django.db.models import TextField
from django.db.models.functions import Cast

from deskhand.kernel.models import Event
from deskhand.modules.fulfilment.history import SENTENCES
from deskhand.modules.fulfilment.models import Run
from deskhand.tickets import history
from deskhand.tickets.facts import Fact
from deskhand.tickets.names import names_around

SHOWN = 500
"""Newest facts that the page of a run tells: five for each step of the longest plan."""


def of_run(run: Run) -> list[history.Entry]:
    """The facts in words, the newest first. Two queries; the caller has judged the run and read its ticket."""
    codes = [one.code for one in SENTENCES]
    rows = Event.objects.filter(subject_kind="ticket", subject_id=run.ticket_id, code__in=codes, desk_id=run.desk_id)
    newest = rows.filter(at__gte=run.begun_at).order_by("-at", "-id").annotate(json=Cast("values", TextField()))
    made = (Fact._make(one) for one in newest.values_list(*Fact._fields)[: SHOWN * 2])
    facts = tuple(one for one in made if one.values.get("run") == run.pk)[:SHOWN]
    told = history.each(facts, names_around(run.ticket, facts), run.desk_id)
    return [told[one.id] for one in facts]
