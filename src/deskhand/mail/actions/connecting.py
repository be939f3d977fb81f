"""Connecting a mailbox to the account that it signs in to by OAuth, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock, vault
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.mail.events import MailboxConnected, MailboxDisconnected
from deskhand.mail.models import Grant, Mailbox, OAuthAccess, Provider
from deskhand.mail.oauth import tokens
from deskhand.mail.oauth.asking import Tokens


@dataclass(frozen=True, kw_only=True)
class OAuthDetails:
    """What a mailbox's page says of its provider. A secret of None stays as it is; an empty one is taken away. Scope
    and addresses are for other providers than the two that are known."""

    provider: str = Provider.MICROSOFT
    grant: str = Grant.PERSON
    tenant: str = ""
    client_id: str = ""
    client_secret: str | None = None
    authorize_url: str = ""
    token_url: str = ""
    scope: str = ""


WHOSE = ("provider", "grant", "tenant", "client_id", "authorize_url", "token_url", "scope")
"""What tokens depend on: they are good for one app at one provider."""


def write_access(mailbox: Mailbox, details: OAuthDetails | None, *, is_elsewhere: bool) -> list[str]:
    """Put the details into the mailbox's row; says what changed. Part of saving a mailbox. Tokens for another app, or
    for another mail server (``is_elsewhere``), are forgotten: nobody is sent what another one gave. That holds while
    the mailbox signs in by password, too (no details): it may go back to tokens later."""
    access = OAuthAccess.objects.within(mailbox.desk_id).select_for_update().filter(mailbox=mailbox).first()
    if details is None:
        if access is not None and is_elsewhere:
            _forget(access)
            access.save()
        return []
    access = access or OAuthAccess(mailbox=mailbox)
    changed = [f"oauth_{name}" for name in WHOSE if getattr(access, name) != getattr(details, name)]
    for name in WHOSE:
        setattr(access, name, getattr(details, name))
    if details.client_secret is not None:
        access.client_secret = vault.locked(details.client_secret)
        changed.append("oauth_client_secret")
    if is_elsewhere or set(changed) - {"oauth_client_secret"}:
        _forget(access)
    elif changed:
        access.refusal = ""
    access.save()
    return changed


@transaction.atomic
def connect_mailbox(*, actor: Actor, mailbox: Mailbox, given: Tokens) -> OAuthAccess:
    """Keep what the provider gave. Raises Invalid if it gave nothing that lasts."""
    actor.need("mail.settings", mailbox.desk_id)
    access: OAuthAccess = _locked(mailbox)
    if access.grant == Grant.PERSON and not given.refresh_token:
        raise Invalid(_("The provider gave no refresh token: the app must be allowed offline access."))
    tokens.keep(access, given)
    access.connected_at, access.connected_as = clock.now(), given.account or _account_of(mailbox)
    access.save()
    emit(MailboxConnected(mailbox=mailbox.pk), actor=actor, desk_id=mailbox.desk_id)
    return access


@transaction.atomic
def disconnect_mailbox(*, actor: Actor, mailbox: Mailbox) -> OAuthAccess:
    """Forget the tokens: until it is connected again, the mailbox signs in nowhere."""
    actor.need("mail.settings", mailbox.desk_id)
    access: OAuthAccess = _locked(mailbox)
    _forget(access)
    access.save()
    emit(MailboxDisconnected(mailbox=mailbox.pk), actor=actor, desk_id=mailbox.desk_id)
    return access


def _locked(mailbox: Mailbox) -> OAuthAccess:
    rows = OAuthAccess.objects.within(mailbox.desk_id).select_for_update().filter(mailbox=mailbox)
    access: OAuthAccess | None = rows.first()
    if access is None:
        raise Invalid(_("This mailbox does not sign in by OAuth."))
    return access


def _account_of(mailbox: Mailbox) -> str:
    return str(mailbox.fetch_user or mailbox.smtp_user or mailbox.address)


def _forget(access: OAuthAccess) -> None:
    access.access_token = access.refresh_token = access.refusal = access.connected_as = ""
    access.expires_at = access.connected_at = access.refreshing_until = None
