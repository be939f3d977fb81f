"""Every verb of approvals."""

from deskhand.modules.approvals.actions.absences import declare_absence, end_absence
from deskhand.modules.approvals.actions.asking import ask, ask_people, remind, withdraw
from deskhand.modules.approvals.actions.deciding import decide, hand_over
from deskhand.modules.approvals.actions.policies import put_away, put_back, save_policy
from deskhand.modules.approvals.actions.questions import answer_question, put_question

__all__ = [
    "answer_question",
    "ask",
    "ask_people",
    "decide",
    "declare_absence",
    "end_absence",
    "hand_over",
    "put_away",
    "put_back",
    "put_question",
    "remind",
    "save_policy",
    "withdraw",
]
