"""Every verb on tickets. Web, mail, API, bulk and the command line call these and nothing else.

Actions are keyword-only with the actor first, run in one transaction, check permission, lock what they change, and
emit their facts.
"""

from deskhand.tickets.actions.adding import add_to_claimed
from deskhand.tickets.actions.admission import admit, admit_at_once, refuse, was_taken_out
from deskhand.tickets.actions.announce_closing import announce_closing
from deskhand.tickets.actions.answer_rules import set_answer_rules
from deskhand.tickets.actions.apply_macro import apply_macro
from deskhand.tickets.actions.ask_desk import ask_desk, go_on_after_desk, remind_desk, tell_desk, withdraw_from_desk
from deskhand.tickets.actions.assign import assign, give_to_team
from deskhand.tickets.actions.bin import delete, purge, restore
from deskhand.tickets.actions.bulk import change_many, undo
from deskhand.tickets.actions.bulk_runs import begin_run, cancel_run, continue_run, undo_run
from deskhand.tickets.actions.canned import (
    delete_canned_reply,
    restore_canned_reply,
    save_canned_reply,
    use_canned_reply,
)
from deskhand.tickets.actions.cascade import cascade, tell_child
from deskhand.tickets.actions.change import (
    change_affected,
    change_kind,
    change_location,
    change_organization,
    change_priority,
    change_requester,
    change_service,
    change_subject,
    follow_priority,
)
from deskhand.tickets.actions.confide import confide, exclude, exclude_no_more, let_know, let_know_no_more, open_up
from deskhand.tickets.actions.confirm import confirm_requests
from deskhand.tickets.actions.create import NewTicket, create, follow_up
from deskhand.tickets.actions.deleted_records import delete_record, restore_record
from deskhand.tickets.actions.departing import let_go, send_now
from deskhand.tickets.actions.drafts import drop_draft, save_draft, take_draft
from deskhand.tickets.actions.file_letter import file_letter
from deskhand.tickets.actions.followers import follow, unfollow
from deskhand.tickets.actions.hand_over import hand_over, undo_hand_over
from deskhand.tickets.actions.holding import hold, move_plan, plan_reply, take_back
from deskhand.tickets.actions.link_tickets import link_tickets, unlink_tickets
from deskhand.tickets.actions.links import access_link, revoke_access_link
from deskhand.tickets.actions.macro_many import apply_macro_to_many
from deskhand.tickets.actions.macros import move_macro, save_macro, switch_macro
from deskhand.tickets.actions.mark_read import mark_read
from deskhand.tickets.actions.merge import merge, unmerge
from deskhand.tickets.actions.move import move, move_back
from deskhand.tickets.actions.note_copy import note_copy
from deskhand.tickets.actions.open_with_answer import open_with_held_answer
from deskhand.tickets.actions.patch import patch
from deskhand.tickets.actions.person_records import change_record, write_record
from deskhand.tickets.actions.presence import forget_presence, note_presence
from deskhand.tickets.actions.reply import log_call, nameless_reply, note, reply, requester_reply
from deskhand.tickets.actions.reply_addresses import revoke_reply_addresses
from deskhand.tickets.actions.services import save_service
from deskhand.tickets.actions.set_with_needs import set_status_with
from deskhand.tickets.actions.snooze import snooze, wake, wake_due, wake_held_up
from deskhand.tickets.actions.snooze_times import set_snooze_times
from deskhand.tickets.actions.spam import mark_spam, unmark_spam
from deskhand.tickets.actions.split import split, unsplit
from deskhand.tickets.actions.statuses import make_statuses, place_status, save_status
from deskhand.tickets.actions.tag import retag, tag
from deskhand.tickets.actions.tasks import open_task
from deskhand.tickets.actions.transition import close_silent, own_transition, set_status
from deskhand.tickets.actions.undo_change import undo_change
from deskhand.tickets.actions.upload import discard_forgotten_uploads, discard_upload, upload
from deskhand.tickets.actions.write_outside import write_outside

__all__ = [
    "NewTicket",
    "access_link",
    "add_to_claimed",
    "admit",
    "admit_at_once",
    "announce_closing",
    "apply_macro",
    "apply_macro_to_many",
    "ask_desk",
    "assign",
    "begin_run",
    "cancel_run",
    "cascade",
    "change_affected",
    "change_kind",
    "change_location",
    "change_many",
    "change_organization",
    "change_priority",
    "change_record",
    "change_requester",
    "change_service",
    "change_subject",
    "close_silent",
    "confide",
    "confirm_requests",
    "continue_run",
    "create",
    "delete",
    "delete_canned_reply",
    "delete_record",
    "discard_forgotten_uploads",
    "discard_upload",
    "drop_draft",
    "exclude",
    "exclude_no_more",
    "file_letter",
    "follow",
    "follow_priority",
    "follow_up",
    "forget_presence",
    "give_to_team",
    "go_on_after_desk",
    "hand_over",
    "hold",
    "let_go",
    "let_know",
    "let_know_no_more",
    "link_tickets",
    "log_call",
    "make_statuses",
    "mark_read",
    "mark_spam",
    "merge",
    "move",
    "move_back",
    "move_macro",
    "move_plan",
    "nameless_reply",
    "note",
    "note_copy",
    "note_presence",
    "open_task",
    "open_up",
    "open_with_held_answer",
    "own_transition",
    "patch",
    "place_status",
    "plan_reply",
    "purge",
    "refuse",
    "remind_desk",
    "reply",
    "requester_reply",
    "restore",
    "restore_canned_reply",
    "restore_record",
    "retag",
    "revoke_access_link",
    "revoke_reply_addresses",
    "save_canned_reply",
    "save_draft",
    "save_macro",
    "save_service",
    "save_status",
    "send_now",
    "set_answer_rules",
    "set_snooze_times",
    "set_status",
    "set_status_with",
    "snooze",
    "split",
    "switch_macro",
    "tag",
    "take_back",
    "take_draft",
    "tell_child",
    "tell_desk",
    "undo",
    "undo_change",
    "undo_hand_over",
    "undo_run",
    "unfollow",
    "unlink_tickets",
    "unmark_spam",
    "unmerge",
    "unsplit",
    "upload",
    "use_canned_reply",
    "wake",
    "wake_due",
    "wake_held_up",
    "was_taken_out",
    "withdraw_from_desk",
    "write_outside",
    "write_record",
]
