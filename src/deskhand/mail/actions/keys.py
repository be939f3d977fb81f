"""The keys by which a desk opens sealed mail and checks signatures."""

from __future__ import annotations

import json

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import clock, vault
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.kernel.events import emit
from deskhand.mail.events import MailKeyAdded, MailKeyRemoved
from deskhand.mail.models import MailKey, MailKeyUse
from deskhand.mail.sealing.reading_keys import MAX_KEY_FILE, NoKey, ReadKey, read_key

KEY_LIMIT = 500
"""Most keys of one desk."""


@transaction.atomic
def add_mail_key(*, actor: Actor, desk: Desk, content: bytes, password: str = "") -> MailKey:
    """Keep the key in a file: a private one opens mail, any other checks signatures. Raises Invalid with what is wrong
    with the file, Conflict for a key that is there already."""
    actor.need("mail.settings", desk.pk)
    key = _read(content, password)
    rows = MailKey.objects.within(desk)
    if rows.count() >= KEY_LIMIT:
        raise Invalid(_("At most %(limit)s keys on a desk.") % {"limit": KEY_LIMIT})
    known = rows.select_for_update().filter(fingerprint=key.fingerprint).first()
    if known is not None and not (key.private and known.use != MailKeyUse.OWN):
        raise Conflict(_("This key is here already: “%(name)s”.") % {"name": known.name})
    row = _put(known or MailKey(desk=desk, fingerprint=key.fingerprint), key, actor)
    emit(MailKeyAdded(key=row.pk, kind=row.kind, use=row.use), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def remove_mail_key(*, actor: Actor, key: MailKey) -> None:
    """Forget a key. Mail that was opened with it stays readable; new mail is not opened any more."""
    actor.need("mail.settings", key.desk_id)
    emit(MailKeyRemoved(key=key.pk, kind=key.kind, use=key.use), actor=actor, desk_id=key.desk_id)
    key.delete()


def _put(row: MailKey, key: ReadKey, actor: Actor) -> MailKey:
    row.kind, row.name, row.emails = key.kind, key.name[:300], list(key.emails)
    row.use = MailKeyUse.OWN if key.private else MailKeyUse.AUTHORITY if key.is_authority else MailKeyUse.PERSON
    row.certificate, row.expires_at = key.certificate, key.expires_at
    row.secret = vault.locked(json.dumps({"key": key.private, "password": key.password})) if key.private else ""
    row.added_at, row.added_by_id = clock.now(), actor.person_id
    row.save()
    return row


def _read(content: bytes, password: str) -> ReadKey:
    if len(content) > MAX_KEY_FILE:
        raise Invalid(_("A file of a key is small: at most 200 kB."), {"file": _("This file is too large for a key.")})
    try:
        return read_key(content, password)
    except NoKey as error:
        words = _sentences()[error.reason]
        raise Invalid(words, {"password" if error.reason == "password" else "file": words}) from error


def _sentences() -> dict[str, str]:
    return {
        "unknown": _("This is no key that can be used: choose a .pem, .crt, .cer, .p12, .pfx or .asc file."),
        "password": _("The password does not open the key in this file."),
        "no_certificate": _("The private key comes without its certificate: put both into one file, or use .p12."),
        "not_rsa": _("Mail can only be opened with RSA keys: this one is of another kind."),
        "revoked": _("This key was revoked by its owner."),
    }
