"""Every verb on cases."""

from deskhand.modules.cases.actions.classes import ClassWords, save_class
from deskhand.modules.cases.actions.files import NewCase, keep_file, open_case
from deskhand.modules.cases.actions.nameless import Report, go_on, report

__all__ = ["ClassWords", "NewCase", "Report", "go_on", "keep_file", "open_case", "report", "save_class"]
