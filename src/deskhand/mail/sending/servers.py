"""Which server a letter goes through."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from deskhand.kernel import vault
from deskhand.kernel.errors import Invalid
from deskhand.mail.models import InstallationMail, Mailbox, Security, SignIn
from deskhand.mail.oauth.tokens import Bearer

DEFAULT_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
"""Ports by the way of encryption."""


@dataclass(frozen=True)
class Server:
    """An outgoing mail server; ``password`` in the clear, kept in memory only. With ``bearer`` it is not asked
    for: that gives a token when somebody signs in, or raises :class:`deskhand.mail.oauth.faults.NotConnected`."""

    host: str
    port: int
    security: str = Security.STARTTLS
    user: str = ""
    password: str = ""
    bearer: Bearer | None = None

    def __repr__(self) -> str:
        return f"Server({self.host}:{self.port}, {self.security})"


def server_for(mailbox: Mailbox | None) -> Server | None:
    """The server of DESKHAND_SMTP_URL, else the mailbox's; for letters of the installation its own one, else that of
    the first mailbox that has one. None: letters are kept on the page of all mail."""
    if settings.DESKHAND.smtp_url:
        return from_url(settings.DESKHAND.smtp_url)
    if mailbox is None and (own := installation_mail()) is not None and own.smtp_host:
        return of_installation(own)
    mailbox = mailbox or mailbox_of_installation()
    return of_mailbox(mailbox) if mailbox is not None and mailbox.smtp_host else None


def installation_mail() -> InstallationMail | None:
    """What a site administrator chose for letters of the installation; None if nobody chose."""
    return InstallationMail.objects.filter(pk=1).first()


def of_installation(row: InstallationMail) -> Server:
    """The installation's own server. Raises ValueError if its password cannot be opened any more."""
    return Server(row.smtp_host, row.smtp_port, row.smtp_security, row.smtp_user, vault.opened(row.smtp_secret))


def mailbox_of_installation() -> Mailbox | None:
    """The mailbox whose server takes letters of the installation where nobody names another: the first in use that has
    a server. None if the installation has a server of its own."""
    own = installation_mail()
    if own is not None and own.smtp_host:
        return None
    rows = Mailbox.objects.beyond_walls("letters of the installation belong to no desk").filter(is_active=True)
    found: Mailbox | None = rows.exclude(smtp_host="").order_by("pk").first()
    return found


def of_mailbox(mailbox: Mailbox) -> Server:
    """The server that a mailbox's page names. Raises ValueError if its password cannot be opened any more."""
    is_by_token = mailbox.smtp_sign_in == SignIn.OAUTH
    return Server(
        mailbox.smtp_host,
        mailbox.smtp_port,
        mailbox.smtp_security,
        mailbox.smtp_user,
        "" if is_by_token else vault.opened(mailbox.smtp_secret),
        bearer=Bearer(mailbox.pk) if is_by_token else None,
    )


def from_url(url: str) -> Server:
    """``smtp://user:password@host:587?tls=starttls``, ``smtps://host:465``. Without ``tls`` plain SMTP is spoken."""
    parts = urlsplit(url)
    tls = parse_qs(parts.query).get("tls", [""])[0]
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or tls not in ("", "none", "starttls", "tls"):
        raise Invalid(_("DESKHAND_SMTP_URL must be like smtp://user:password@host:587?tls=starttls."))
    security = Security.TLS if parts.scheme == "smtps" or tls == "tls" else Security.NONE
    if tls == "starttls":
        security = Security.STARTTLS
    return Server(
        parts.hostname,
        parts.port or DEFAULT_PORTS[security],
        security,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def is_overridden() -> bool:
    """True while the environment names the outgoing server for every mailbox."""
    return bool(settings.DESKHAND.smtp_url)
