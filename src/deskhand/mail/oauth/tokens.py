"""A bearer token that is good now. One process asks for a new one, the others wait for it: a provider that gives a new
refresh token with every access token takes each of them only once."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from deskhand.kernel import clock, vault
from deskhand.mail.models import Grant, OAuthAccess
from deskhand.mail.oauth import asking
from deskhand.mail.oauth.asking import Tokens
from deskhand.mail.oauth.faults import NotConnected

EARLY = timedelta(minutes=3)
"""A token that ends within this time is not begun with."""

LEASE = timedelta(seconds=45)
"""How long the others wait for the one that asks; longer than its wait for the provider."""

WAIT_SECONDS = 0.2
"""Between two looks whether the other process is done."""

_WHY = "a mailbox signs in, whatever its desk"


@dataclass(frozen=True)
class Bearer:
    """Gives the token of a mailbox when somebody signs in; None stands for one whose settings are not saved yet."""

    mailbox_id: int | None

    def token(self) -> str:
        """Raises NotConnected. Call it outside a transaction: it may wait for the network."""
        if self.mailbox_id is None:
            raise NotConnected(_("Save the mailbox and connect it, then check."), is_final=True)
        return access_token(self.mailbox_id)

    def forget(self) -> None:
        """A server did not take the token although it should be good: ask for another the next time."""
        OAuthAccess.objects.beyond_walls(_WHY).filter(mailbox_id=self.mailbox_id).update(expires_at=None)


def access_token(mailbox_id: int) -> str:
    """The token, from the vault or from the provider. Call it outside a transaction: it may wait for the network.

    Raises NotConnected; a refusal stands on the mailbox's page until somebody connects it again.
    """
    give_up = clock.now() + LEASE
    while clock.now() < give_up:
        access = _needed(mailbox_id)
        if access.access_token and access.expires_at and access.expires_at > clock.now() + EARLY:
            return vault.opened(access.access_token)
        if _claimed(access):
            return _renewed(access)
        time.sleep(WAIT_SECONDS)
    raise NotConnected(_("Another process has been asking for a token for too long; it is tried again."))


def keep(access: OAuthAccess, tokens: Tokens) -> None:
    """Write what the provider gave into the row (the caller saves it)."""
    access.access_token = vault.locked(tokens.access_token)
    access.expires_at = tokens.expires_at
    access.refusal = ""
    access.refreshing_until = None
    if tokens.refresh_token:
        access.refresh_token = vault.locked(tokens.refresh_token)


KEPT = ("access_token", "expires_at", "refusal", "refreshing_until", "refresh_token")
"""The fields that :func:`keep` writes."""


def _needed(mailbox_id: int) -> OAuthAccess:
    rows = OAuthAccess.objects.beyond_walls(_WHY).select_related("mailbox")
    access: OAuthAccess | None = rows.filter(mailbox_id=mailbox_id).first()
    if access is None or not access.client_id:
        raise NotConnected(_("The mailbox is to sign in by OAuth, but no app is named."), is_final=True)
    if access.refusal:
        raise NotConnected(_in_words(access.refusal), is_final=True)
    if access.grant == Grant.PERSON and not access.refresh_token:
        raise NotConnected(_("Nobody has connected the mailbox yet: press Connect on its page."), is_final=True)
    return access


def _claimed(access: OAuthAccess) -> bool:
    """Whether this process is the one to ask: nobody else does, and nothing was renewed since the row was read."""
    now = clock.now()
    free = OAuthAccess.objects.beyond_walls(_WHY).filter(Q(refreshing_until=None) | Q(refreshing_until__lt=now))
    same = free.filter(pk=access.pk, access_token=access.access_token, refresh_token=access.refresh_token)
    return bool(same.filter(expires_at=access.expires_at).update(refreshing_until=now + LEASE))


def _renewed(access: OAuthAccess) -> str:
    try:
        ask = asking.by_app if access.grant == Grant.APP else asking.by_refresh_token
        tokens = ask(access, access.mailbox)
    except NotConnected as fault:
        _refused(access, str(fault) if fault.is_final else "")
        if fault.is_final:
            raise NotConnected(_in_words(str(fault)), is_final=True) from fault
        raise
    except BaseException:
        _refused(access, "")
        raise
    keep(access, tokens)
    with transaction.atomic():
        access.save(update_fields=KEPT)
    return tokens.access_token


def _refused(access: OAuthAccess, words: str) -> None:
    OAuthAccess.objects.beyond_walls(_WHY).filter(pk=access.pk).update(refreshing_until=None, refusal=words)


def _in_words(refusal: str) -> str:
    return _("Connect the mailbox again. %(words)s") % {"words": refusal}
