"""Checking a letter's DKIM signatures and its domain's DMARC policy here, for mailboxes whose receiving server tells
nothing. It asks the name servers, so that it is off unless a desk wants it. What a stranger wrote is checked in the
reader, with its limits of time and memory; here only names are asked for.

SPF cannot be checked here: it needs the address of the server that handed the letter over. Hence a letter is vouched
for here (an aligned signature, a published policy) or not, but never found to be forged.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping

import structlog

from deskhand.mail import isolated
from deskhand.mail.authenticity import Result, Told
from deskhand.mail.isolation.signatures import Asked, Published
from deskhand.mail.parsing.model import ParsedMail

log = structlog.get_logger(__name__)

SIGNATURES = 5
"""Signatures of one letter that are looked at, the topmost."""

PATIENCE = 6.0
"""Seconds that all questions about one letter may take together."""

LARGEST = 30_000_000
"""Bytes of a letter that is still checked."""

HERE = "Deskhand"

Txt = Callable[[bytes, float], bytes | None]
"""Asks for a TXT record by its name, within so many seconds."""

_TAG = re.compile(rb"(?:^|;)\s*(d|l|s)\s*=\s*([^;\s]+)", re.IGNORECASE)

LONGEST_SIGNATURE = 10_000
"""Bytes of a signature's field that are looked at for its domain; real ones have some hundreds."""


def published(name: bytes, seconds: float) -> bytes | None:
    """Ask the name servers. Their library is loaded by whoever asks, not by every start."""
    from dkim.dnsplug import get_txt

    found: bytes | None = get_txt(name, seconds)
    return found


def checked(raw: bytes, mail: ParsedMail, *, ask: Txt = published) -> Told | None:
    """What the signatures vouch for; None where there is nothing to say (no signature, no author, too large)."""
    if len(raw) > LARGEST or not mail.from_.domain or "dkim-signature" not in mail.headers:
        return None
    resolver = _Patient(ask)
    signed = [_tags(value) for value in mail.headers.raw_all("dkim-signature")[:SIGNATURES]]
    good = _verified(raw, Asked(tuple(_published(tags, resolver) for tags in signed)))
    results = tuple(_result(tags, is_good=is_good) for tags, is_good in zip(signed, good, strict=True))
    aligned = any(
        one.result == "pass" and _is_aligned(one.properties["header.d"], mail.from_.domain) for one in results
    )
    policy = _policy(mail.from_.domain, resolver) if aligned else ""
    dmarc = Result("dmarc", "pass" if policy else "none", {"header.from": mail.from_.domain})
    return Told(HERE, (dmarc, *results))


class _Patient:
    """A resolver that loses its patience once, for all questions together."""

    def __init__(self, ask: Txt) -> None:
        self._ask, self._until = ask, time.monotonic() + PATIENCE

    def __call__(self, name: bytes, timeout: float = PATIENCE) -> bytes | None:
        left = self._until - time.monotonic()
        if left <= 0:
            return None
        try:
            return self._ask(name, min(left, timeout))
        except Exception:  # Whatever a resolver raises: no answer is no proof.
            log.info("mail.signature_not_asked", exc_info=True)
            return None


def _tags(value: bytes) -> dict[str, str]:
    found = _TAG.findall(value[:LONGEST_SIGNATURE])
    return {name.decode().lower(): said.decode("ascii", "replace").lower() for name, said in found}


def _published(tags: Mapping[str, str], resolver: _Patient) -> Published:
    """The key that a signature names; without one where it names none, or claims to leave a part of the text open:
    anybody could have added text below what was signed."""
    name = f"{tags.get('s', '')}._domainkey.{tags.get('d', '')}."
    if "l" in tags or "s" not in tags or "d" not in tags:
        return Published(name, b"")
    return Published(name, resolver(name.encode("ascii", "replace")) or b"")


def _verified(raw: bytes, asked: Asked) -> tuple[bool, ...]:
    """Whether each signature is good; none is if checking them takes more than a letter may take."""
    if not any(key.record for key in asked.keys):
        return (False,) * len(asked.keys)
    try:
        found = isolated.verified(raw, asked)
    except (isolated.TooMuch, isolated.Unreadable) as error:
        log.warning("mail.signatures_not_checked", error=str(error))
        return (False,) * len(asked.keys)
    if found.faults:
        log.info("mail.signature_unreadable", faults=found.faults)
    return found.good if len(found.good) == len(asked.keys) else (False,) * len(asked.keys)


def _result(tags: Mapping[str, str], *, is_good: bool) -> Result:
    return Result("dkim", "pass" if is_good else "fail", {"header.d": tags.get("d", "")})


def _is_aligned(signer: str, author: str) -> bool:
    """The author's domain itself, or one above it, which gave it its name. Stricter than DMARC's relaxed alignment,
    so that no list of public suffixes is needed."""
    return signer.count(".") > 0 and (author == signer or author.endswith(f".{signer}"))


def _policy(domain: str, resolver: _Patient) -> str:
    """What the domain, or the nearest above it that says so, asks to do with what it did not send."""
    labels = domain.split(".")
    for start in range(min(len(labels) - 1, 5)):
        name = ".".join(labels[start:])
        record = resolver(f"_dmarc.{name}.".encode("ascii", "replace")) or b""
        if found := re.match(
            rb"v=DMARC1\s*;.*?\bp\s*=\s*(none|quarantine|reject)\b", record, re.IGNORECASE | re.DOTALL
        ):
            return found[1].decode().lower()
    return ""
