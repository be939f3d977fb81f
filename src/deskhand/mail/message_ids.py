"""Our own Message-IDs and reply tokens: signed, so that only what we handed out leads into a ticket.

A Message-ID is one per message, for all its recipients, and names the ticket. A reply token is one per recipient and
stands in the Reply-To's plus-address and, for programs that lose it, in the subject as ``[#1042 k3j…]``. A bare
``[#1042]`` carries no signature and proves nothing.

Both name the ticket's generation of reply addresses (0 is left out): what was signed for an earlier one than the
ticket's own is ours, but counts no more. Whoever reads a ticket compares them; here nobody knows tickets.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from django.conf import settings

from deskhand.kernel.signing import is_signed, signature

_CASELESS = re.IGNORECASE | re.ASCII
_OURS = re.compile(r"<t(\d{1,15}(?:-\d{1,9})?)\.([a-z0-9]{8,40})\.([a-z2-7]{16})@[^>]*>", _CASELESS)
_PLUS = re.compile(r"\+t(\d{1,15})-(\d{1,15}(?:\.\d{1,9})?)-([a-z2-7]{16})@", _CASELESS)
_SUBJECT = re.compile(r"\[#(\d{1,15}) (\d{1,15}(?:\.\d{1,9})?)-([a-z2-7]{16})\]", _CASELESS)
_OF_MODULES = re.compile(r"\[A\d{1,15}-\d{1,15}-[a-z2-7]{16}\]", _CASELESS)
_DOOR = re.compile(r"(by-mail(?:/|%2F))[\w-]{20,}", _CASELESS)
_BARE = re.compile(r"\[#\s?(\d{1,15})(?: [^\]]{0,60})?\]", re.ASCII)


@dataclass(frozen=True)
class SignedId:
    """What a Message-ID of ours was signed for."""

    ticket_number: int
    generation: int = 0


@dataclass(frozen=True)
class ReplyToken:
    """Proof that a mail answers a ticket, and to whom that address was given."""

    ticket_number: int
    person_id: int
    generation: int = 0


def fresh_message_id(ticket_number: int, generation: int = 0) -> str:
    """A new signed Message-ID for a message of the ticket, with angle brackets."""
    nonce, ticket = secrets.token_hex(8), f"{ticket_number}-{generation}" if generation else f"{ticket_number}"
    return f"<t{ticket}.{nonce}.{signature('message-id', f'{ticket}.{nonce}')}@{settings.DESKHAND.host}>"


def plain_message_id(word: str) -> str:
    """A Message-ID for letters that belong to no ticket. ``word`` names their kind."""
    return f"<{word}.{secrets.token_hex(12)}@{settings.DESKHAND.host}>"


def signed_for(message_id: str) -> SignedId | None:
    """What a Message-ID of ours was signed for; None for any other."""
    found = _OURS.search(message_id)
    if found and is_signed("message-id", f"{found[1]}.{found[2].lower()}", found[3]):
        number, _dash, generation = found[1].partition("-")
        return SignedId(int(number), int(generation or 0))
    return None


def ticket_of(message_id: str) -> int | None:
    """The ticket that a Message-ID of ours was signed for, whatever it counts today; None for any other."""
    found = signed_for(message_id)
    return found.ticket_number if found else None


def plus_address(address: str, ticket_number: int, person_id: int, generation: int = 0) -> str:
    """The mailbox's address with a reply token: ``it+t1042-7-k3j…@example.org``."""
    local, _, domain = address.rpartition("@")
    return f"{local}+t{ticket_number}-{_token(ticket_number, person_id, generation)}@{domain}"


def subject_token(ticket_number: int, person_id: int, generation: int = 0) -> str:
    """The reply token as it stands in a subject."""
    return f"[#{ticket_number} {_token(ticket_number, person_id, generation)}]"


def token_in_address(address: str) -> ReplyToken | None:
    """The reply token of a plus-address, if its signature is ours."""
    return _proven(_PLUS.search(address))


def token_in_subject(subject: str) -> ReplyToken | None:
    """The reply token of a subject, if its signature is ours."""
    return _proven(_SUBJECT.search(subject))


def claimed_number(subject: str) -> int | None:
    """The number of a bare ``[#1042]``: a claim, nothing more."""
    found = _BARE.search(subject)
    return int(found[1]) if found else None


def claimed_in_id(message_id: str) -> int | None:
    """The ticket that a Message-ID names as ours do, whoever made it: a claim, nothing more."""
    found = _OURS.search(message_id)
    ours = message_id.rstrip("> \t").lower().endswith(f"@{settings.DESKHAND.host.lower()}")
    return int(found[1].partition("-")[0]) if found and ours else None


def claimed_in_address(address: str) -> int | None:
    """The ticket that a plus-address names as ours do: a claim, nothing more."""
    found = _PLUS.search(address)
    return int(found[1]) if found else None


def without_tokens(subject: str) -> str:
    """The subject as people should read it."""
    return _BARE.sub("", _OF_MODULES.sub("", _SUBJECT.sub("", subject))).strip()


def without_doors(text: str) -> str:
    """Text or HTML of a letter without addresses of ours that open something for whoever has them: by convention their
    path has ``by-mail`` before the token. People quote and forward our letters to where others read them."""
    return _DOOR.sub(r"\1…", text) if "by-mail" in text else text


def _token(ticket_number: int, person_id: int, generation: int) -> str:
    holder = f"{person_id}.{generation}" if generation else f"{person_id}"
    return f"{holder}-{signature('reply-token', f'{ticket_number}-{holder}')}"


def _proven(found: re.Match[str] | None) -> ReplyToken | None:
    if found and is_signed("reply-token", f"{found[1]}-{found[2]}", found[3]):
        person, _dot, generation = found[2].partition(".")
        return ReplyToken(int(found[1]), int(person), int(generation or 0))
    return None
