"""What tickets put into the places of others."""

from datetime import timedelta

from deskhand.accounts.glass import knows_tickets
from deskhand.kernel import slots
from deskhand.tickets import asking_commands, behind_glass, own_commands, ticket_commands
from deskhand.tickets.actions import make_statuses
from deskhand.tickets.actions.bin import KEEP_DELETED
from deskhand.tickets.actions.deleted_records import KEEP_RECORDS
from deskhand.tickets.built_in_views import RECENT
from deskhand.tickets.file_links import FILE_LINK_LIFE
from deskhand.tickets.intake import note_other_mailbox, open_anyway, take_in
from deskhand.tickets.letters import SPARED
from deskhand.tickets.links import CONFIRM_LIFE
from deskhand.tickets.listing import COUNT_LIMIT
from deskhand.tickets.merging import ROWS
from deskhand.tickets.settings_pages import MacrosEntry
from deskhand.tickets.status_needs import lacking
from deskhand.tickets.whereabouts import desks_of_people, organizations_of_desk
from deskhand.web import numbers

DAY = timedelta(days=1)

numbers.tell(
    record_days=KEEP_RECORDS // DAY,
    file_link_days=FILE_LINK_LIFE // DAY,
    bin_days=KEEP_DELETED // DAY,
    resolved_days=RECENT // DAY,
    confirm_days=CONFIRM_LIFE // DAY,
    spared_hours=SPARED // timedelta(hours=1),
    listed_tickets=COUNT_LIMIT,
)

knows_tickets(find=behind_glass.ticket_of, excluded=behind_glass.excluded, numbers=behind_glass.numbers)

slots.fill("desk_made", make_statuses, order=10)
slots.fill("mail_intake", take_in, order=90)
slots.fill("mail_copy", note_other_mailbox)
slots.fill("mail_anyway", open_anyway, order=90)
slots.fill("desks_of_people", desks_of_people)
slots.fill("organizations_of_desk", organizations_of_desk)
slots.fill("status_gate", lacking, order=10)
slots.fill("settings_page", MacrosEntry(), order=24)
for _rows in ROWS:
    slots.fill("person_rows", _rows)

for _offer in (
    ticket_commands.on_ticket,
    asking_commands.on_ticket,
    own_commands.everywhere,
    own_commands.places,
    own_commands.views,
    own_commands.desks,
    own_commands.settings_pages,
):
    slots.fill("palette_command", _offer)
