"""Setting up mailboxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.models import Desk, Team
from deskhand.kernel import clock, vault
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.mail import letters, outbox
from deskhand.mail.actions.connecting import WHOSE, OAuthDetails, write_access
from deskhand.mail.actions.mailbox_rules import check, need_secrets
from deskhand.mail.events import MailboxEdited
from deskhand.mail.letters import Filling
from deskhand.mail.models import (
    AfterReading,
    LetterKind,
    Mailbox,
    MailboxAlias,
    OAuthAccess,
    OutboundMail,
    Protocol,
    Security,
    SignIn,
)

MAILBOX_LIMIT = 50
"""Most mailboxes of one desk."""

_SECRETS = ("fetch_password", "smtp_password")
_LISTS = ("aliases", "tags", "folders")


@dataclass(frozen=True, kw_only=True)
class MailboxDetails:
    """What the page of a mailbox sets. A password of None stays as it is; an empty one is taken away. ``folders`` are
    read in this order; none is the inbox alone."""

    name: str
    address: str
    sender_name: str = ""
    reply_to: str = ""
    is_active: bool = True
    aliases: Sequence[str] = ()
    team: Team | None = None
    kind: str = "incident"
    tags: Sequence[str] = ()
    acknowledges: bool = True
    plus_addressing: bool = True
    protocol: str = Protocol.NONE
    fetch_host: str = ""
    fetch_port: int = 993
    fetch_security: str = Security.TLS
    fetch_sign_in: str = SignIn.PASSWORD
    fetch_user: str = ""
    fetch_password: str | None = None
    folders: Sequence[str] = ()
    after_reading: str = AfterReading.SEEN
    done_folder: str = ""
    leaves_letters: bool = False
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = Security.STARTTLS
    smtp_sign_in: str = SignIn.PASSWORD
    smtp_user: str = ""
    smtp_password: str | None = None
    oauth: OAuthDetails | None = None


def details_of(row: Mailbox) -> MailboxDetails:
    """What is so now; saving it changes nothing. Secrets are None: they stay."""
    given = {one.name: getattr(row, one.name) for one in fields(MailboxDetails) if hasattr(row, one.name)}
    access = OAuthAccess.objects.within(row.desk_id).filter(mailbox=row).first()
    given["oauth"] = None
    if access is not None:
        given["oauth"] = OAuthDetails(**{name: getattr(access, name) for name in WHOSE})
    return MailboxDetails(**{**given, "aliases": [one.address for one in row.aliases.all()]})


@transaction.atomic
def save_mailbox(*, actor: Actor, desk: Desk, details: MailboxDetails, mailbox: Mailbox | None = None) -> Mailbox:
    """Make or change a mailbox of the desk. Raises Invalid with the fields that are wrong, Conflict for a name or
    address that is taken."""
    actor.need("mail.settings", desk.pk)
    row = Mailbox.objects.within(desk).select_for_update().get(pk=mailbox.pk) if mailbox else _fresh(desk)
    need_secrets(row, details)
    is_elsewhere = (row.fetch_host, row.smtp_host) != (details.fetch_host, details.smtp_host)
    changed = _written(row, details)
    aliases = _clean_list([one.lower() for one in details.aliases])
    check(row, desk, aliases, details.oauth)
    row.save()
    changed += _renamed(row, aliases) + write_access(row, details.oauth, is_elsewhere=is_elsewhere)
    if changed:
        emit(MailboxEdited(mailbox=row.pk, fields=changed), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def send_test(*, actor: Actor, mailbox: Mailbox, to: str) -> OutboundMail:
    """Put a test letter into the outbox; what became of it is on the page of all mail."""
    actor.need("mail.settings", mailbox.desk_id)
    address = addresses.normal(to)
    values = {"desk": mailbox.desk.shown_name, "mailbox": mailbox.name, "address": mailbox.address}
    written = letters.written("test", Filling(values), desk=None, language=mailbox.desk.language)
    letter = outbox.Letter(
        kind=LetterKind.TEST,
        subject=written.subject,
        text=written.text,
        html=written.html,
        mailbox=mailbox,
        is_automatic=True,
    )
    return outbox.put(letter, to=outbox.Recipient(email=address))


def _fresh(desk: Desk) -> Mailbox:
    if Mailbox.objects.within(desk).count() >= MAILBOX_LIMIT:
        raise Invalid(_("At most %(limit)s mailboxes on a desk.") % {"limit": MAILBOX_LIMIT})
    return Mailbox(desk=desk, created_at=clock.now())


def _written(row: Mailbox, details: MailboxDetails) -> list[str]:
    """Put the details on the row; returns the names of what changed."""
    changed = []
    for spec in fields(details):
        value = getattr(details, spec.name)
        if spec.name in ("aliases", "oauth"):
            continue
        if spec.name in _SECRETS:
            if value is not None:
                setattr(row, spec.name.replace("password", "secret"), vault.locked(value))
                changed.append(spec.name)
            continue
        value = _clean(spec.name, value)
        if getattr(row, spec.name) != value:
            setattr(row, spec.name, value)
            changed.append(spec.name)
    return changed


def _clean(name: str, value: object) -> object:
    if name in _LISTS and isinstance(value, list | tuple):
        return _clean_list(value)
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    return text.lower() if name in ("address", "reply_to", "name") else text


def _clean_list(values: Sequence[str]) -> list[str]:
    """Without spaces around, empty ones and repetition, in the order given."""
    return list(dict.fromkeys(" ".join(one.split()) for one in values if one.strip()))


def _renamed(row: Mailbox, aliases: Sequence[str]) -> list[str]:
    """Give the mailbox exactly these aliases; says whether that changed anything."""
    rows = MailboxAlias.objects.within(row.desk_id).filter(mailbox=row)
    have = set(rows.values_list("address", flat=True))
    if have == set(aliases):
        return []
    rows.exclude(address__in=aliases).delete()
    MailboxAlias.objects.bulk_create(MailboxAlias(mailbox=row, address=one) for one in aliases if one not in have)
    return ["aliases"]
