"""What the module puts into the places of others, besides panels and menus."""

from deskhand.accounts.merging import PersonRows
from deskhand.kernel import slots
from deskhand.modules.sla import rail  # noqa: F401 (its places)
from deskhand.modules.sla.actions.catching_up import catch_up_written
from deskhand.modules.sla.demo import furnish
from deskhand.modules.sla.history_steps import SENTENCES
from deskhand.modules.sla.models import Agreement, Document, PolicyVersion, Review, Simulation, Waiver
from deskhand.modules.sla.moving import said_before

slots.fill("person_rows", PersonRows(PolicyVersion, "made_by", desk="policy__desk_id"))
slots.fill("person_rows", PersonRows(Simulation, "begun_by", desk="desk_id"))
slots.fill("person_rows", PersonRows(Agreement, "owner", desk="desk_id"))
slots.fill("person_rows", PersonRows(Document, "added_by", desk="agreement__desk_id"))
slots.fill("person_rows", PersonRows(Review, "asked_by", desk="desk_id"))
slots.fill("person_rows", PersonRows(Waiver, "asked_by", desk="desk_id"))
slots.fill("person_rows", PersonRows(Waiver, "decided_by", desk="desk_id"))
slots.fill("demo_content", furnish, module="sla")
slots.fill("history_written", catch_up_written, module="sla")
slots.fill("api_router", ("/sla", "deskhand.modules.sla.api.router"), module="sla")
for _sentence in SENTENCES:
    slots.fill("history_sentence", _sentence, module="sla")
slots.fill("move_notice", said_before, module="sla")
