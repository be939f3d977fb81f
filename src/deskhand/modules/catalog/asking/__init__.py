"""Request forms: what they ask, and the one judgement of what was answered.

A page: ``form = read_form(version.form)``, ``context = context_for(desk, person)``; first ``begin(form, context)``,
afterwards ``given = posted(form, request.POST, request.FILES)`` and ``found = judge(form, given, context)``. With
``turn = turned(form, found, request.POST)`` the page is shown again at another step (``drawn(form, given, context,
step=turn.step, wrong=turn.wrong, add_row=turn.add_row)``); without, it was sent. It draws ``asking = drawn(...)`` with
the template ``catalog/_form.html`` inside its own ``<form novalidate>`` (with ``choices_url``, the address that
finds what references offer, if they are many); what sends it stands in an element with
``data-asking-end``. An order is refused while ``found.wrong`` has anything in it. Reading
it again: ``shown(form, values, desk_id=...)``.
"""

from deskhand.modules.catalog.asking.context import Context, context_for
from deskhand.modules.catalog.asking.drawing import Drawing, Turn, drawn, turned
from deskhand.modules.catalog.asking.form import Form, Kind, Question, Step
from deskhand.modules.catalog.asking.judging import Judged, begin, judge, kept, masked
from deskhand.modules.catalog.asking.posting import files_of, posted
from deskhand.modules.catalog.asking.reading import read_form
from deskhand.modules.catalog.asking.references import found, reference_at
from deskhand.modules.catalog.asking.told import digest, shown

__all__ = [
    "Context",
    "Drawing",
    "Form",
    "Judged",
    "Kind",
    "Question",
    "Step",
    "Turn",
    "begin",
    "context_for",
    "digest",
    "drawn",
    "files_of",
    "found",
    "judge",
    "kept",
    "masked",
    "posted",
    "read_form",
    "reference_at",
    "shown",
    "turned",
]
