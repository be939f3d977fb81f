"""What custom fields put into the places of others, besides menus, panels, columns and words of the search."""

from deskhand.accounts.merging import PersonRows
from deskhand.kernel import slots
from deskhand.modules.fields.commands import commands
from deskhand.modules.fields.demo import furnish
from deskhand.modules.fields.gates import before_resolving
from deskhand.modules.fields.history import fields_set
from deskhand.modules.fields.models import Value
from deskhand.modules.fields.moving import said_before
from deskhand.modules.fields.new_part import NewTicketPart, templates_above
from deskhand.modules.fields.querysets import MODULE
from deskhand.modules.fields.settable import SetsCustomFields
from deskhand.tickets.module_facts import HistorySentence

slots.fill("api_router", ("/fields", "deskhand.modules.fields.api_templates.router"), module=MODULE)
slots.fill("palette_command", commands, module=MODULE)
slots.fill("demo_content", furnish, module=MODULE)
slots.fill("new_ticket_part", NewTicketPart(), module=MODULE)
slots.fill("new_ticket_top", templates_above, module=MODULE)
slots.fill("status_gate", before_resolving, module=MODULE)
slots.fill("settable_fields", SetsCustomFields(), module=MODULE)
slots.fill("history_sentence", HistorySentence("ticket.fields_set", fields_set), module=MODULE)
slots.fill("person_rows", PersonRows(Value, "person", desk="field__desk_id"))
slots.fill("move_notice", said_before, module=MODULE)
