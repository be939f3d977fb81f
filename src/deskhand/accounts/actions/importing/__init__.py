"""Every verb on imports of people and organizations into a desk's directory."""

from deskhand.accounts.actions.importing.verbs import (
    UNDO_FOR,
    begin_import,
    check_import,
    continue_import,
    discard_import,
    import_for,
    start_import,
    undo_import,
)

__all__ = [
    "UNDO_FOR",
    "begin_import",
    "check_import",
    "continue_import",
    "discard_import",
    "import_for",
    "start_import",
    "undo_import",
]
