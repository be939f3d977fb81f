"""How much goes out of a mailbox at once, and what its letters are signed with."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock, vault
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.mail.events import SendingChanged
from deskhand.mail.models import Lane, Mailbox, SigningKey
from deskhand.mail.models.lane import MOST_CONNECTIONS, MOST_FILES_MB, MOST_RATE
from deskhand.mail.sending import lanes, signing

BOUNDS = {"connections": (1, MOST_CONNECTIONS), "rate": (0, MOST_RATE), "files_mb": (0, MOST_FILES_MB)}
"""The least and the most of each."""


@transaction.atomic
def set_sending(*, actor: Actor, mailbox: Mailbox, connections: int, rate: int, files_mb: int) -> Lane:
    """Set how many connections a mailbox opens, how many letters it sends in a minute (0: no limit), and how many
    megabytes of files one letter carries. Raises Invalid with the fields that are out of bounds."""
    actor.need("mail.settings", mailbox.desk_id)
    wanted = {"connections": connections, "rate": rate, "files_mb": files_mb}
    wrong = {name: _between(*BOUNDS[name]) for name, value in wanted.items() if not _fits(name, value)}
    if wrong:
        raise Invalid(_("The mailbox cannot send like this."), wrong)
    lanes.lane(mailbox.pk)
    row: Lane = Lane.objects.within(mailbox.desk_id).select_for_update(of=("self",)).get(pk=mailbox.pk)
    old = {name: getattr(row, name) for name in wanted}
    changed = [name for name in wanted if wanted[name] != old[name]]
    for name in changed:
        setattr(row, name, wanted[name])
    if changed:
        row.save(update_fields=changed)
        _tell(actor, mailbox, changed, old, wanted)
    return row


@transaction.atomic
def make_signing_key(*, actor: Actor, mailbox: Mailbox, selector: str = "", pem: str = "") -> SigningKey:
    """Make a key for the mailbox's domain, or take the one that is given. It signs nothing until it is switched on; one
    that was there before is replaced. Raises Invalid for a selector or key that cannot be used."""
    actor.need("mail.settings", mailbox.desk_id)
    selector = selector.strip().lower() or f"deskhand{clock.now():%Y%m}"
    if not signing.SELECTOR.fullmatch(selector):
        words = _("A selector has small letters, digits and dashes, as in deskhand2026.")
        raise Invalid(words, {"selector": words})
    secret = vault.locked(signing.taken_key(pem) if pem.strip() else signing.fresh_key())
    values = {"selector": selector, "secret": secret, "is_on": False, "made_at": clock.now()}
    row, _made = SigningKey.objects.within(mailbox.desk_id).update_or_create(
        desk_id=mailbox.desk_id, domain=domain_of(mailbox), defaults=values
    )
    _tell(actor, mailbox, ["signing_key"], {}, {})
    made: SigningKey = row
    return made


@transaction.atomic
def switch_signing(*, actor: Actor, mailbox: Mailbox, on: bool) -> SigningKey:
    """Sign the letters of the mailbox's domain from now on, or no longer."""
    actor.need("mail.settings", mailbox.desk_id)
    row = key_of(mailbox)
    if row is None:
        raise NotFound
    if row.is_on != on:
        row.is_on = on
        row.save(update_fields=["is_on"])
        _tell(actor, mailbox, ["is_signed"], {"is_signed": not on}, {"is_signed": on})
    return row


@transaction.atomic
def forget_signing_key(*, actor: Actor, mailbox: Mailbox) -> None:
    """Throw the key of the mailbox's domain away. Letters go out unsigned."""
    actor.need("mail.settings", mailbox.desk_id)
    row = key_of(mailbox)
    if row is not None:
        row.delete()
        _tell(actor, mailbox, ["signing_key"], {}, {"signing_key": ""})


def key_of(mailbox: Mailbox) -> SigningKey | None:
    """The key of the mailbox's domain, if its desk has one."""
    found: SigningKey | None = SigningKey.objects.within(mailbox.desk_id).filter(domain=domain_of(mailbox)).first()
    return found


def domain_of(mailbox: Mailbox) -> str:
    """The domain that the mailbox writes from."""
    return mailbox.address.rpartition("@")[2].lower()


def _fits(name: str, value: int) -> bool:
    least, most = BOUNDS[name]
    return least <= value <= most


def _between(least: int, most: int) -> str:
    return _("A number from %(least)s to %(most)s.") % {"least": least, "most": most}


def _tell(
    actor: Actor, mailbox: Mailbox, changed: list[str], old: Mapping[str, int | str], new: Mapping[str, int | str]
) -> None:
    fact = SendingChanged(
        mailbox=mailbox.pk,
        fields=changed,
        old={name: old[name] for name in changed if name in old},
        new={name: new[name] for name in changed if name in new},
    )
    emit(fact, actor=actor, desk_id=mailbox.desk_id)
