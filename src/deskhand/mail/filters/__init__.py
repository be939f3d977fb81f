"""One question a file, asked in a listed order; every answer is kept and shown with its reason.

A filter is a module with `judge(mail, ctx) -> Verdict | None`. To add one, write the file and list it in `FILTERS`.
"""

from collections.abc import Callable, Iterable

from deskhand.mail.filters import (
    allowed_sender,
    authentication,
    auto_reply,
    blocked_sender,
    bounce,
    calendar_reply,
    loop,
    mailing_list,
    max_size,
    no_reply,
    null_sender,
    own_address,
    own_mail,
    rate,
    report,
    spam,
)  # fmt: skip
from deskhand.mail.filters.verdict import Bounce, FilterContext, Rate, Summary, Verdict, summary
from deskhand.mail.parsing.model import ParsedMail

__all__ = ["FILTERS", "Bounce", "Filter", "FilterContext", "Rate", "Summary", "Verdict", "judge_all", "summary"]

Filter = Callable[[ParsedMail, FilterContext], Verdict | None]

FILTERS: tuple[Filter, ...] = (
    own_mail.judge,
    loop.judge,
    blocked_sender.judge,
    allowed_sender.judge,
    max_size.judge,
    bounce.judge,
    report.judge,
    auto_reply.judge,
    calendar_reply.judge,
    mailing_list.judge,
    no_reply.judge,
    own_address.judge,
    null_sender.judge,
    authentication.judge,
    spam.judge,
    rate.judge,
)
"""The order in which questions are asked and answers are shown."""


def judge_all(mail: ParsedMail, ctx: FilterContext, more: Iterable[Filter] = ()) -> tuple[Verdict, ...]:
    """Every filter's verdict on a mail; `more` are filters that modules bring, asked last."""
    verdicts = (judge(mail, ctx) for judge in (*FILTERS, *more))
    return tuple(verdict for verdict in verdicts if verdict)
