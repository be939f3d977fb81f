"""What cases put into the places of others, besides panel and menus."""

from django.utils.translation import gettext_lazy as _

from deskhand.accounts.merging import PersonRows
from deskhand.kernel import slots
from deskhand.modules.cases.commands import commands
from deskhand.modules.cases.demo import furnish
from deskhand.modules.cases.gates import before_ending
from deskhand.modules.cases.history import SENTENCES
from deskhand.modules.cases.models import CaseFile, CaseReader, Nobody
from deskhand.modules.cases.moving import said_before
from deskhand.modules.cases.portal_nav import entry, nameless_entry
from deskhand.modules.cases.querysets import MODULE

slots.fill("api_router", ("/cases", "deskhand.modules.cases.api.router"), module=MODULE)
slots.fill("demo_content", furnish, module=MODULE)
slots.fill("move_notice", said_before, module=MODULE)
slots.fill("palette_command", commands, module=MODULE)
slots.fill("portal_nav", entry, module=MODULE)
slots.fill("portal_nav", nameless_entry, module=MODULE)
slots.fill("status_gate", before_ending, module=MODULE)
for _sentence in SENTENCES:
    slots.fill("history_sentence", _sentence, module=MODULE)
slots.fill("person_rows", PersonRows(CaseFile, "about", _("Cases about them"), desk="ticket__desk_id"))
slots.fill("person_rows", PersonRows(CaseReader, "person", once_with=("case_class_id",), desk="case_class__desk_id"))
slots.fill("person_rows", PersonRows(Nobody, "person", desk="desk_id"))
