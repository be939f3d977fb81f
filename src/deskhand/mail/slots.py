"""Places that mail offers."""

from deskhand.kernel import slots

slots.declare(
    "mail_intake",
    "A function of (InboundMail, ParsedMail, Judgement). It is called outside any transaction to prepare what takes "
    "time, and returns a function that makes the letter's consequences within a transaction and gives an Outcome, or "
    "None to leave the letter to the next in the order; tickets take what is left.",
)
