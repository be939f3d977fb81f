"""Blocking senders, letting them in, and taking either back: on one desk, or for the whole installation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.mail import sender_lists
from deskhand.mail.events import SenderRuleForgotten, SenderRuleSet
from deskhand.mail.models import SenderRule, SenderRuleKind
from deskhand.mail.own import is_own, own_addresses

WHY_LIMIT = 300
"""Characters of the reason that stands beside an entry."""

ENTRIES_LIMIT = 5_000
"""Most entries of one desk, and of the installation."""


@transaction.atomic
def block_sender(
    *,
    actor: Actor,
    desk: Desk | None,
    address_or_domain: str,
    why: str = "",
    expires_at: datetime | None = None,
) -> SenderRule:
    """Make no tickets of what an address (``eve@x.example``) or a domain with all below it (``x.example``) writes.
    Without a desk for the whole installation. What stood there for the same sender is replaced. Raises Invalid."""
    return _set(actor, desk, SenderRuleKind.BLOCK, address_or_domain, why, expires_at)


@transaction.atomic
def allow_sender(
    *,
    actor: Actor,
    desk: Desk | None,
    address_or_domain: str,
    why: str = "",
    expires_at: datetime | None = None,
) -> SenderRule:
    """Let a sender in whatever spam filters say and however much they write. Never what loops, bounces or is our
    own, and never who is known to be forged."""
    return _set(actor, desk, SenderRuleKind.ALLOW, address_or_domain, why, expires_at)


@transaction.atomic
def unblock(*, actor: Actor, desk: Desk | None, address_or_domain: str) -> None:
    """Take the entry of an address or a domain off the list, whichever it is. Raises NotFound."""
    _need(actor, desk)
    pattern = pattern_of(address_or_domain)
    row = sender_lists.entries(desk).select_for_update(of=("self",)).filter(pattern=pattern).first()
    if row is None:
        raise NotFound
    emit(SenderRuleForgotten(rule=row.pk, kind=row.kind), actor=actor, desk_id=row.desk_id)
    row.delete()


def pattern_of(text: str) -> str:
    """``Eve@X.example`` is ``eve@x.example``; ``X.example`` and ``@x.example`` are ``@x.example``. Raises Invalid."""
    given = text.strip().lower()
    local, _at, domain = given.rpartition("@")
    if not local and domain:
        domain = _ascii(domain)
        if addresses.is_domain(domain):
            return f"@{domain}"
        words = _("“%(text)s” is neither a mail address nor a domain.") % {"text": text.strip()[:100]}
        raise Invalid(words, {"address_or_domain": words})
    try:
        return addresses.normal(f"{local}@{_ascii(domain)}")
    except Invalid as error:
        raise Invalid(str(error), {"address_or_domain": str(error)}) from None


def block_spammer(*, desk_id: int, email: str, by_id: int | None, ticket_number: int) -> bool:
    """Part of marking a ticket as spam, which checks permission and records the fact. True if the sender is blocked
    now; an entry that is there stays as it is."""
    row, _made = SenderRule.objects.within(desk_id).get_or_create(
        desk_id=desk_id,
        pattern=email.lower(),
        defaults={
            "kind": SenderRuleKind.BLOCK,
            "made_at": clock.now(),
            "made_by_id": by_id,
            "ticket_number": ticket_number,
        },
    )
    return bool(row.kind == SenderRuleKind.BLOCK)


def unblock_spammer(*, desk_id: int, email: str) -> None:
    """Part of taking that mark back. What an administrator entered stays."""
    rows = SenderRule.objects.within(desk_id).filter(pattern=email.lower(), kind=SenderRuleKind.BLOCK)
    rows.exclude(ticket_number=None).delete()


def _set(
    actor: Actor, desk: Desk | None, kind: str, address_or_domain: str, why: str, expires_at: datetime | None
) -> SenderRule:
    _need(actor, desk)
    pattern, why = pattern_of(address_or_domain), " ".join(why.split())
    _check(desk, kind, pattern, why, expires_at)
    row, _made = SenderRule.objects.beyond_walls("of the desk, or of the installation").update_or_create(
        desk=desk,
        pattern=pattern,
        defaults={
            "kind": kind,
            "why": why,
            "made_at": clock.now(),
            "made_by_id": actor.person_id,
            "expires_at": expires_at,
            "ticket_number": None,
        },
    )
    emit(SenderRuleSet(rule=row.pk, kind=kind), actor=actor, desk_id=desk.pk if desk else None)
    saved: SenderRule = row
    return saved


def _need(actor: Actor, desk: Desk | None) -> None:
    if desk is None:
        actor.need("site.settings")
    else:
        actor.need("mail.settings", desk.pk)


def _check(desk: Desk | None, kind: str, pattern: str, why: str, expires_at: datetime | None) -> None:
    if kind == SenderRuleKind.BLOCK and is_own(pattern, own_addresses()):
        words = _("%(address)s is one of our own mailboxes.") % {"address": pattern}
        raise Invalid(words, {"address_or_domain": words})
    if len(why) > WHY_LIMIT:
        words = _("At most %(limit)s characters.") % {"limit": WHY_LIMIT}
        raise Invalid(words, {"why": words})
    if expires_at is not None and expires_at <= clock.now():
        words = _("This moment is over already.")
        raise Invalid(words, {"expires_at": words})
    others = sender_lists.entries(desk).exclude(pattern=pattern)
    if others.count() >= ENTRIES_LIMIT:
        raise Invalid(_("At most %(limit)s entries: take old ones off the list.") % {"limit": ENTRIES_LIMIT})


def _ascii(domain: str) -> str:
    try:
        return domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError:
        return domain
