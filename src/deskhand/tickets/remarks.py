"""Remarks on messages: stored as codes, shown in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.mail.parsing.model import ParsedMail
from deskhand.tickets import invitations

WORDS: dict[str, str | Promise] = {
    "new_person": gettext_lazy(
        "From a new person: the sender is not on this ticket, and gets no answers unless you let them in."
    ),
    "new_person_refused": gettext_lazy("From a new person who was not let in: it stays a note."),
    "admitted": gettext_lazy("The sender was not on this ticket and was let in."),
    "added": gettext_lazy("It came as a ticket of its own and was added here."),
    "revoked": gettext_lazy("It came to a reply address that counts no more."),
    "blind_copy": gettext_lazy(
        "People in To and Cc were not added: our own address was not among them, so that they may not know of us."
    ),
    "agents_not_by_mail": gettext_lazy(
        "It claims to come from a colleague. On this desk nobody answers by mail, so it was not sent to the requester."
    ),
    "unproven_agent": gettext_lazy(
        "It claims to come from a colleague but does not answer a notification that was sent to them. It was not "
        "sent to the requester."
    ),
    "command_refused": gettext_lazy(
        "A command in it could not be carried out, so nothing was changed or sent. Its writer has a letter about it."
    ),
    "automatic_reply": gettext_lazy("An automatic answer. The ticket stayed as it was."),
    "returned": gettext_lazy("A letter of ours could not be delivered."),
    "copies_left_out": gettext_lazy(
        "People in copy were not added: the letter does not show that it comes from who it says."
    ),
    "sender_unverified": gettext_lazy(
        "The sender could not be verified: the domain in its address says that it did not send this."
    ),
    "no_text": gettext_lazy("The letter had no text."),
    "answers_deleted": gettext_lazy("It answers a ticket that lies in the bin or was marked as spam."),
    "opened_by_hand": gettext_lazy("A colleague made a ticket of this letter, which had not become one by itself."),
    "encrypted": gettext_lazy("It is encrypted: open it in a mail program that has the key."),
    "opened": gettext_lazy("It came encrypted and was opened with a key of this desk."),
    "signed_broken": gettext_lazy("It is signed, but the signature does not fit: something was changed on the way."),
    "signed_no_key": gettext_lazy("It is signed. Nobody checked that: this desk has no key for it."),
    "signed_not_readable": gettext_lazy("It is signed in a way that cannot be checked here, or is no longer safe."),
    "signed_part": gettext_lazy("A part of it is signed. That was not checked."),
}
"""Codes that stand alone."""


SIGNERS: dict[str, str | Promise] = {
    "signed_valid": gettext_lazy("Signed by %(signer)s; the signature was checked."),
    "signed_other_address": gettext_lazy(
        "Signed by %(signer)s, which is not the sender’s address. The signature itself was checked."
    ),
    "signed_not_trusted": gettext_lazy(
        "Signed in the name of %(signer)s. The signature fits, but nobody whom this desk trusts vouches for that name."
    ),
    "signed_expired": gettext_lazy("Signed by %(signer)s, but the certificate was not valid when the letter came."),
}
"""Codes that carry whom a key belongs to, behind a colon."""

NEWCOMER = {"new_person": "waiting", "new_person_refused": "refused"}
"""What is undecided or decided about the sender of a letter, by the remark on it."""


def newcomer(remarks: Iterable[str]) -> str:
    """``waiting``, ``refused``, or nothing for a message whose sender asks for nothing."""
    return next((NEWCOMER[one] for one in remarks if one in NEWCOMER), "")


def of_seal(mail: ParsedMail) -> list[str]:
    """What is to be said about a letter's encryption and signature."""
    if mail.seal is None:
        return {"encrypted": ["encrypted"], "signed": ["signed_part"]}.get(mail.security.partition("-")[2], [])
    if not mail.seal.is_open:
        return ["encrypted"]
    said = ["opened"] if mail.seal.is_encrypted else []
    if mail.seal.signature:
        code = f"signed_{mail.seal.signature}"
        said.append(f"{code}:{mail.seal.signer}" if code in SIGNERS else code)
    return said


def in_words(remarks: Iterable[str]) -> list[str]:
    """Sentences for the remarks of a message. ``claims:1042`` carries a number, ``also:it@...`` an address; what
    nobody knows stands as it is."""
    return [_sentence(one) for one in remarks if not one.startswith(invitations.CODE)]


def _sentence(remark: str) -> str:
    code, _colon, number = remark.partition(":")
    if code == "claims" and number.isdecimal():
        return _("It claims to belong to #%(number)s, without proof.") % {"number": number}
    if code == "also" and number:
        return _("It also came to %(address)s.") % {"address": number}
    if code in SIGNERS:
        return str(SIGNERS[code]) % {"signer": number or "?"}
    return str(WORDS.get(remark, remark))
