"""Opening sealed mail with the keys of a desk."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import structlog

from deskhand.kernel import clock, vault
from deskhand.mail.isolated import TooMuch, Unreadable, parsed, unsealed
from deskhand.mail.models import MailKey, MailKeyUse
from deskhand.mail.parsing.model import ParsedMail
from deskhand.mail.sealing.model import KeyRing, KnownKey, OwnKey

log = structlog.get_logger(__name__)


def opened(mail: ParsedMail, raw: Callable[[], bytes], desk_id: int) -> ParsedMail:
    """The mail inside a sealed one, with what was found out in ``seal``; any other mail as it is.

    A seal that takes too much to open stays closed: the mail is read as it came. Its Message-ID and date are always
    those outside, by which servers and copies know it.
    """
    if not mail.security:
        return mail
    try:
        found = unsealed(raw(), key_ring(desk_id))
        if found.seal is None:
            return mail
        inside = parsed(found.raw) if found.seal.is_open else mail
    except (TooMuch, Unreadable) as error:
        log.warning("mail.not_unsealed", desk=desk_id, error=str(error)[:300])
        return mail
    return replace(inside, seal=found.seal, security=mail.security)


def key_ring(desk_id: int) -> KeyRing:
    """All keys of a desk. A private key that the key ring does not open any more is left out."""
    own, known = list[OwnKey](), list[KnownKey]()
    for row in MailKey.objects.within(desk_id):
        if row.use != MailKeyUse.OWN:
            known.append(KnownKey(row.kind, row.certificate))
            continue
        try:
            secret = json.loads(vault.opened(row.secret))
        except ValueError:
            log.warning("mail.key_locked", key=row.pk)
            continue
        own.append(OwnKey(row.kind, secret["key"], row.certificate, secret["password"]))
    return KeyRing(clock.now(), tuple(own), tuple(known))
