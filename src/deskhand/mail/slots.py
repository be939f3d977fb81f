"""Places that mail offers."""

from deskhand.kernel import slots

slots.declare(
    "mail_intake",
    "A function of (InboundMail, ParsedMail, Judgement). It is called outside any transaction to prepare what takes "
    "time, and returns a function that makes the letter's consequences within a transaction and gives an Outcome, or "
    "None to leave the letter to the next in the order; tickets take what is left.",
)

slots.declare(
    "mail_copy",
    "A function of (InboundMail, InboundMail): a letter that was taken in, and a copy of it that came to another "
    "mailbox of the same desk. It is called within a transaction, and notes on whatever became of the first where its "
    "copy came.",
)

slots.declare(
    "mail_filter",
    "A function of (ParsedMail, FilterContext) that gives a Verdict, or None where it has nothing to say. It is asked "
    "of every letter after the filters of the house, outside any transaction and without the database; one that "
    "raises is passed over.",
)

slots.declare(
    "mail_anyway",
    "A function of (Actor, InboundMail, ParsedMail): somebody decided that a letter becomes a ticket, whatever the "
    "filters found. It is called outside any transaction to prepare what takes time, and returns a function that opens "
    "the ticket within a transaction and gives an Outcome, or None to leave the letter to the next in the order; "
    "tickets take what is left.",
)
