"""What the filters have to know of a letter's mailbox and its sender, read in two queries beside our own addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings

from deskhand.files import blobs
from deskhand.kernel import clock
from deskhand.kernel.prepared import Prepared
from deskhand.mail import sender_lists, signatures
from deskhand.mail.authenticity import Told
from deskhand.mail.filters.verdict import FilterContext, Rate
from deskhand.mail.models import InboundMail, Mailbox, MailRules, ReceivingServer, SpamGoes
from deskhand.mail.own import instance_mark, own_addresses
from deskhand.mail.parsing.model import ParsedMail

WINDOW = timedelta(hours=1)
"""In which the letters of a sender are counted."""


@dataclass(frozen=True)
class Surroundings:
    """``context`` is what filters see. ``is_released``: a person took the letter out of quarantine, so that nothing
    holds it again."""

    context: FilterContext
    desk_id: int | None = None
    spam_goes: str = SpamGoes.SPAM
    is_released: bool = False


def surroundings(
    mail: ParsedMail,
    mailbox: Mailbox | None = None,
    *,
    letter: InboundMail | None = None,
    size: int = 0,
) -> Surroundings:
    """Of a letter to a mailbox. ``letter`` is its row if it has been stored: its sender's letters are counted up to
    then, without it up to now. Read the mailbox with :data:`WITH` to save two queries."""
    desk_id = mailbox.desk_id if mailbox is not None else None
    rules = _rules(mailbox)
    server = _server(mailbox)
    blocked, allowed = sender_lists.naming(mail.from_.email, desk_id)
    context = FilterContext(
        own_addresses=own_addresses(),
        instance=instance_mark(),
        blocked=blocked,
        allowed=allowed,
        trusted_server=server.name,
        checked=_checked(mail, letter) if rules.checks_signatures and not server.name else None,
        spam_filter=server.spam_filter,
        rate=_rate(mail.from_.email, desk_id, rules, letter) if desk_id else Rate(),
        size=letter.size if letter is not None else size,
        max_size=settings.DESKHAND.max_mail,
    )
    return Surroundings(context, desk_id, rules.spam_goes, letter is not None and letter.is_released)


WITH = ("desk", "desk__mail_rules", "receiving_server")
"""What to read a mailbox with (``select_related``)."""


def _rules(mailbox: Mailbox | None) -> MailRules:
    found = getattr(mailbox.desk, "mail_rules", None) if mailbox is not None else None
    return found if isinstance(found, MailRules) else MailRules()


def _server(mailbox: Mailbox | None) -> ReceivingServer:
    found = getattr(mailbox, "receiving_server", None) if mailbox is not None else None
    return found if isinstance(found, ReceivingServer) else ReceivingServer()


def _checked(mail: ParsedMail, letter: InboundMail | None) -> Told | None:
    return signatures.checked(blobs.read(letter.raw), mail) if letter is not None else None


def _rate(email: str, desk_id: int, rules: MailRules, letter: InboundMail | None) -> Rate:
    """Count in one query, by index, not beyond the higher limit: a flood costs each of its letters the same."""
    highest = max(rules.sender_hourly, rules.domain_hourly)
    domain = email.partition("@")[2].lower()
    if not highest or not domain:
        return Rate()
    until = letter.received_at if letter is not None else clock.now()
    before = letter.pk if letter is not None else None
    senders = _earlier(highest).rows(desk=desk_id, domain=domain, since=until - WINDOW, until=until, before=before)
    mine = sum(one.casefold() == email.casefold() for one in senders)
    return Rate(mine, len(senders), rules.sender_hourly, rules.domain_hourly)


@lru_cache(maxsize=64)
def _earlier(most: int) -> Prepared:
    """Sender addresses of the letters of the last hour, the newest first."""

    def asked(desk: int, domain: str, since: datetime, until: datetime, before: int | None) -> Any:
        rows = InboundMail.objects.within(desk).filter(
            from_domain=domain, received_at__gt=since, received_at__lte=until, first=None
        )
        rows = rows if before is None else rows.filter(pk__lt=before)
        return rows.order_by("-received_at").values_list("from_email", flat=True)[:most]

    return Prepared(asked)
