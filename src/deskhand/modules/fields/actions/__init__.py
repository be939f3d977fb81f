"""Every verb on custom fields."""

from deskhand.modules.fields.actions.define import Details, archive_field, move_field, restore_field, save_field
from deskhand.modules.fields.actions.fill import keep_new, needed_words, set_fields
from deskhand.modules.fields.actions.options import archive_option, move_option, save_option
from deskhand.modules.fields.actions.prioritize import go_with_preset, is_own, priority_for, set_matrix, use_matrix
from deskhand.modules.fields.actions.templates import Start, archive_template, save_template

__all__ = [
    "Details",
    "Start",
    "archive_field",
    "archive_option",
    "archive_template",
    "go_with_preset",
    "is_own",
    "keep_new",
    "move_field",
    "move_option",
    "needed_words",
    "priority_for",
    "restore_field",
    "save_field",
    "save_option",
    "save_template",
    "set_fields",
    "set_matrix",
    "use_matrix",
]
