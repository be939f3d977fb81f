"""What approvals put into the places of others, besides panel, columns and menus."""

from django.utils.translation import gettext_lazy as _

from deskhand.accounts.merging import PersonRows
from deskhand.kernel import slots
from deskhand.modules.approvals.commands import commands
from deskhand.modules.approvals.demo import furnish
from deskhand.modules.approvals.desk import Approvals
from deskhand.modules.approvals.gates import undecided
from deskhand.modules.approvals.history import SENTENCES
from deskhand.modules.approvals.intake import take_anyway, take_in
from deskhand.modules.approvals.models import Absence, Approval, Ask, PolicyVersion, Question
from deskhand.modules.approvals.moving import said_before
from deskhand.modules.approvals.portal_parts import questions
from deskhand.modules.approvals.querysets import MODULE
from deskhand.modules.approvals.stages import stages

slots.fill("api_router", ("/approvals", "deskhand.modules.approvals.api.router"), module=MODULE)
slots.fill("approval_desk", Approvals(), module=MODULE)
slots.fill("demo_content", furnish, module=MODULE)
slots.fill("mail_anyway", take_anyway, module=MODULE, order=10)
slots.fill("mail_intake", take_in, module=MODULE, order=10)
slots.fill("palette_command", commands, module=MODULE)
slots.fill("request_part", questions, module=MODULE, order=10)
slots.fill("request_stage", stages, module=MODULE)
slots.fill("status_gate", undecided, module=MODULE)
for _sentence in SENTENCES:
    slots.fill("history_sentence", _sentence, module=MODULE)
slots.fill("person_rows", PersonRows(Approval, "asked_by", desk="desk_id"))
slots.fill("person_rows", PersonRows(PolicyVersion, "made_by", desk="policy__desk_id"))
slots.fill(
    "person_rows",
    PersonRows(
        Ask,
        "person",
        _("Approvals that they were asked for"),
        once_with=("stage_id",),
        keeps_doubles=True,
        desk="approval__desk_id",
    ),
)
for _column in ("instead_of", "decided_by"):
    slots.fill("person_rows", PersonRows(Ask, _column, desk="approval__desk_id"))
for _column in ("by", "answered_by"):
    slots.fill("person_rows", PersonRows(Question, _column, desk="ask__approval__desk_id"))
for _column in ("person", "substitute"):
    slots.fill("person_rows", PersonRows(Absence, _column))
slots.fill("move_notice", said_before, module=MODULE)
