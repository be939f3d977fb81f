"""Setting up mailboxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.models import Desk, Team
from deskhand.kernel import clock, vault
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.kernel.events import emit
from deskhand.mail import letters, outbox
from deskhand.mail.events import MailboxEdited
from deskhand.mail.letters import Filling
from deskhand.mail.models import LetterKind, Mailbox, OutboundMail, Security

MAILBOX_LIMIT = 50
"""Most mailboxes of one desk."""

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?")
_SECRETS = ("imap_password", "smtp_password")


@dataclass(frozen=True, kw_only=True)
class MailboxDetails:
    """What the page of a mailbox sets. A password of None stays as it is; an empty one is taken away."""

    name: str
    address: str
    sender_name: str = ""
    reply_to: str = ""
    is_active: bool = True
    team: Team | None = None
    kind: str = "incident"
    acknowledges: bool = True
    plus_addressing: bool = True
    imap_host: str = ""
    imap_port: int = 993
    imap_security: str = Security.TLS
    imap_user: str = ""
    imap_password: str | None = None
    imap_folder: str = "INBOX"
    imap_done_folder: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = Security.STARTTLS
    smtp_user: str = ""
    smtp_password: str | None = None


@transaction.atomic
def save_mailbox(*, actor: Actor, desk: Desk, details: MailboxDetails, mailbox: Mailbox | None = None) -> Mailbox:
    """Make or change a mailbox of the desk. Raises Invalid with the fields that are wrong, Conflict for a name or
    address that is taken."""
    actor.need("mail.settings", desk.pk)
    row = Mailbox.objects.within(desk).select_for_update().get(pk=mailbox.pk) if mailbox else _fresh(desk)
    changed = _written(row, details)
    _check(row, desk)
    row.save()
    if changed:
        emit(MailboxEdited(mailbox=row.pk, fields=changed), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def send_test(*, actor: Actor, mailbox: Mailbox, to: str) -> OutboundMail:
    """Put a test letter into the outbox; what became of it is on the page of sent mail."""
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
        if spec.name in _SECRETS:
            if value is not None:
                setattr(row, spec.name.replace("password", "secret"), vault.locked(value))
                changed.append(spec.name)
            continue
        value = " ".join(value.split()) if isinstance(value, str) else value
        if spec.name in ("address", "reply_to", "name"):
            value = value.lower()
        if getattr(row, spec.name) != value:
            setattr(row, spec.name, value)
            changed.append(spec.name)
    return changed


def _check(row: Mailbox, desk: Desk) -> None:
    wrong = _wrong(row, desk)
    if wrong:
        raise Invalid(_("The mailbox cannot be saved like this."), wrong)
    others = Mailbox.objects.beyond_walls("names and addresses are unique across desks").exclude(pk=row.pk)
    if others.filter(name=row.name).exists():
        raise Conflict(_("There is a mailbox “%(name)s” already: choose another name.") % {"name": row.name})
    if others.filter(address=row.address).exists():
        raise Conflict(_("%(address)s is a mailbox already.") % {"address": row.address})


def _wrong(row: Mailbox, desk: Desk) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for name in ("address", "reply_to"):
        try:
            if getattr(row, name) or name == "address":
                addresses.normal(getattr(row, name))
        except Invalid as error:
            wrong[name] = str(error)
    for name in ("imap_host", "smtp_host"):
        if getattr(row, name) and not _HOST.fullmatch(getattr(row, name)):
            wrong[name] = _("Write the server's name alone, as in mail.example.org.")
    for name in ("imap_port", "smtp_port"):
        if not 1 <= getattr(row, name) <= 65535:
            wrong[name] = _("A port is a number from 1 to 65535.")
    if row.team is not None and row.team.desk_id != desk.pk:
        wrong["team"] = _("This team belongs to another desk.")
    if row.imap_host and not row.imap_user:
        wrong["imap_user"] = _("Fetching needs a user name.")
    return wrong | {name: text for name, text in _by_model(row).items() if name not in wrong}


def _by_model(row: Mailbox) -> dict[str, str]:
    """Lengths, choices and the spelling of the name, as the model's fields say."""
    try:
        row.clean_fields(exclude=["desk", "team", "last_fetch_at"])
    except ValidationError as error:
        return {name: " ".join(words) for name, words in error.message_dict.items()}
    return {}
