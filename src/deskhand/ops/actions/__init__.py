"""Verbs on the installation as a whole, and on setting a desk up."""

from deskhand.ops.actions.backup import note_backup
from deskhand.ops.actions.begin import Begun, begin, free_key_of
from deskhand.ops.actions.first_steps import show_first_steps
from deskhand.ops.actions.furnish import furnish
from deskhand.ops.actions.sweep import sweep_files

__all__ = ["Begun", "begin", "free_key_of", "furnish", "note_backup", "show_first_steps", "sweep_files"]
