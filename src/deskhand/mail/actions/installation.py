"""How letters of the installation itself go out."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.kernel import clock, vault
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.mail import letters, outbox
from deskhand.mail.actions.mailbox_rules import is_host
from deskhand.mail.events import InstallationMailEdited
from deskhand.mail.letters import Filling
from deskhand.mail.models import InstallationMail, LetterKind, OutboundMail, Security

LIMITS = {"address": 254, "sender_name": 120, "smtp_host": 253, "smtp_user": 254}
"""Characters at most."""


@dataclass(frozen=True, kw_only=True)
class InstallationMailDetails:
    """What a site administrator chooses. ``address`` empty: noreply@ the installation's host. ``smtp_host`` empty: the
    server of the first mailbox that has one. ``smtp_password`` None: the stored one stays."""

    address: str = ""
    sender_name: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = Security.STARTTLS
    smtp_user: str = ""
    smtp_password: str | None = None


@transaction.atomic
def save_installation_mail(*, actor: Actor, details: InstallationMailDetails) -> InstallationMail:
    """Say from which address and through which server letters of the installation go. Raises Invalid with the fields
    that are wrong; a stored password goes to no other server than the one that it was entered for."""
    actor.need("site.settings")
    row, _made = InstallationMail.objects.select_for_update().get_or_create(pk=1)
    wanted = {one.name: getattr(details, one.name) for one in fields(details) if one.name != "smtp_password"}
    wanted = {name: " ".join(one.split()) if isinstance(one, str) else one for name, one in wanted.items()}
    _check(row, wanted, details.smtp_password)
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    if details.smtp_password is not None:
        row.smtp_secret = vault.locked(details.smtp_password) if details.smtp_password else ""
        changed.append("smtp_password")
    if changed:
        row.changed_at = clock.now()
        row.save()
        emit(InstallationMailEdited(settings=row.pk, fields=sorted(changed)), actor=actor, desk_id=None)
    return row


@transaction.atomic
def send_installation_test(*, actor: Actor, to: str) -> OutboundMail:
    """Put a test letter of the installation into the outbox."""
    actor.need("site.settings")
    values = {"desk": "Deskhand", "mailbox": _("Mail of the installation"), "address": outbox.sender_address(None)}
    written = letters.written("test", Filling(values), desk=None, language="")
    letter = outbox.Letter(
        kind=LetterKind.TEST,
        subject=written.subject,
        text=written.text,
        html=written.html,
        is_automatic=True,
    )
    return outbox.put(letter, to=outbox.Recipient(email=addresses.normal(to)))


def may_keep_password(row: InstallationMail | None, host: str, password: str | None) -> bool:
    """False if the stored password would go to another server than the one that it was entered for."""
    return row is None or not row.smtp_secret or password is not None or host in ("", row.smtp_host)


def _check(row: InstallationMail, wanted: dict[str, object], password: str | None) -> None:
    wrong = {
        name: _("At most %(limit)s characters.") % {"limit": limit}
        for name, limit in LIMITS.items()
        if len(str(wanted[name])) > limit
    }
    if wanted["address"] and not _is_address(str(wanted["address"])):
        wrong["address"] = _("This is no mail address.")
    if wanted["smtp_host"] and not is_host(str(wanted["smtp_host"])):
        wrong["smtp_host"] = _("Write the server's name alone, as in mail.example.org.")
    if not 1 <= int(str(wanted["smtp_port"])) <= 65535:
        wrong["smtp_port"] = _("A port is a number from 1 to 65535.")
    if wanted["smtp_security"] not in Security.values:
        wrong["smtp_security"] = _("One of: %(words)s.") % {"words": ", ".join(Security.values)}
    if not may_keep_password(row, str(wanted["smtp_host"]), password):
        wrong["smtp_password"] = _("Enter the password again: it goes to another server.")
    if wrong:
        raise Invalid(_("The mail of the installation cannot be set like this."), wrong)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
