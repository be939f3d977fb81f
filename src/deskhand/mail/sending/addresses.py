"""Addresses as servers take them: domains of other scripts in ASCII, local parts of other scripts only where the server
says that it can."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deskhand.mail.sending.smtp import NotSent


@dataclass(frozen=True)
class Envelope:
    """Who sends and who receives one copy of a letter."""

    sender: str
    recipient: str

    def options(self, smtp: smtplib.SMTP, size: int) -> list[str]:
        """What MAIL FROM says besides the sender. Raises :class:`NotSent` for what the server cannot take."""
        found = [f"size={size}"] if smtp.has_extn("size") else []
        if self.recipient.isascii() and self.sender.isascii():
            return found
        if not smtp.has_extn("smtputf8"):
            words = _("%(address)s has letters before the @ that this mail server cannot take (it offers no SMTPUTF8).")
            raise NotSent(words % {"address": self.recipient}, is_permanent=True)
        return [*found, "SMTPUTF8", "BODY=8BITMIME"]


def for_the_wire(address: str) -> str:
    """The address with its domain in ASCII (IDNA 2008). Raises :class:`NotSent` for a domain that cannot exist."""
    import idna

    local, at, domain = address.rpartition("@")
    if not at or domain.isascii():
        return address
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError as error:
        words = _("There is no such mail domain: %(domain)s")
        raise NotSent(words % {"domain": domain}, is_permanent=True) from error
