"""Rows of tickets."""

from deskhand.tickets.models.answer_rules import AgentsByMail, AnswerRules, Newcomers
from deskhand.tickets.models.bulk_run import BulkRow, BulkRun, BulkStage, Fate
from deskhand.tickets.models.choices import KIND_WORDS, KINDS_TO_CHOOSE, Category, Kind, MessageKind, Priority
from deskhand.tickets.models.confidential import NeedToKnow
from deskhand.tickets.models.desk_request import DeskRequest
from deskhand.tickets.models.former_subject import FormerSubject
from deskhand.tickets.models.hand_over import HandOver
from deskhand.tickets.models.held import Held
from deskhand.tickets.models.link import LinkKind, TicketLink
from deskhand.tickets.models.macro import Macro
from deskhand.tickets.models.merge import Merge
from deskhand.tickets.models.message import Attachment, Draft, Message, MessageLayout
from deskhand.tickets.models.person_record import PersonRecord, RecordKind
from deskhand.tickets.models.presence import AtTicket, Presence
from deskhand.tickets.models.service import Service
from deskhand.tickets.models.snooze import Snooze
from deskhand.tickets.models.split import Split
from deskhand.tickets.models.status import Status
from deskhand.tickets.models.ticket import Follower, Tag, Ticket, TicketNumber, TicketTag
from deskhand.tickets.models.traces import AccessLink, BulkUndo, CannedReply, ReadMark

__all__ = [
    "KINDS_TO_CHOOSE",
    "KIND_WORDS",
    "AccessLink",
    "AgentsByMail",
    "AnswerRules",
    "AtTicket",
    "Attachment",
    "BulkRow",
    "BulkRun",
    "BulkStage",
    "BulkUndo",
    "CannedReply",
    "Category",
    "DeskRequest",
    "Draft",
    "Fate",
    "Follower",
    "FormerSubject",
    "HandOver",
    "Held",
    "Kind",
    "LinkKind",
    "Macro",
    "Merge",
    "Message",
    "MessageKind",
    "MessageLayout",
    "NeedToKnow",
    "Newcomers",
    "PersonRecord",
    "Presence",
    "Priority",
    "ReadMark",
    "RecordKind",
    "Service",
    "Snooze",
    "Split",
    "Status",
    "Tag",
    "Ticket",
    "TicketLink",
    "TicketNumber",
    "TicketTag",
]
