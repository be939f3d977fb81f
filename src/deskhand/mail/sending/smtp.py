"""Connections to mail servers, with a time-out on every wait and every refusal in words."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.utils.translation import gettext as _

from deskhand.mail.fetching import sasl
from deskhand.mail.models import Security
from deskhand.mail.oauth.faults import NotConnected
from deskhand.mail.oauth.tokens import Bearer
from deskhand.mail.sending.servers import Server

TIMEOUT_SECONDS = 30
"""Longest wait for any single answer of a server."""

WORDS_LIMIT = 500
"""Characters kept of what a server says."""


class NotSent(Exception):
    """A letter was not taken. ``is_permanent``: it never will be; else it is worth trying again. ``is_servers``: the
    trouble is the server's or the settings', so that no other letter would fare better now. ``is_unsure``: the whole
    letter was handed over and no answer came, so that the server may have taken it."""

    def __init__(
        self, words: str, *, is_permanent: bool = False, is_servers: bool = False, is_unsure: bool = False
    ) -> None:
        super().__init__(words[:WORDS_LIMIT])
        self.is_permanent, self.is_servers, self.is_unsure = is_permanent, is_servers, is_unsure


def servers_fault(words: str) -> NotSent:
    """A refusal that is the server's or the settings' own, whatever the letter."""
    return NotSent(words, is_servers=True)


@contextmanager
def connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A connection, encrypted and signed in as the server's settings say. Raises :class:`NotSent` in plain words."""
    with in_words(server):
        smtp = opened(server)
        try:
            yield smtp
        finally:
            hang_up(smtp)


def opened(server: Server) -> smtplib.SMTP:
    """The same for who hangs up by themselves; faults are not yet in words."""
    smtp = _greeted(server)
    try:
        _encrypt(smtp, server)
        if server.bearer is not None:
            _with_token(smtp, server, server.bearer)
        elif server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        hang_up(smtp)
        raise
    return smtp


def _with_token(smtp: smtplib.SMTP, server: Server, bearer: Bearer) -> None:
    """Sign in with a bearer token; one that the server does not take is not used again."""
    smtp.ehlo_or_helo_if_needed()
    way = sasl.mechanism(smtp.esmtp_features.get("auth", "").split())
    try:
        token = bearer.token()
    except NotConnected as error:
        raise servers_fault(str(error)) from error
    first = sasl.first_words(way, user=server.user, token=token, host=server.host, port=server.port)
    try:
        smtp.auth(way, lambda challenge=None: first if challenge is None else sasl.last_words(way))
    except smtplib.SMTPAuthenticationError:
        bearer.forget()
        raise


def hang_up(smtp: smtplib.SMTP) -> None:
    """Say good-bye if the server still listens, and close."""
    with suppress(OSError, smtplib.SMTPException):
        smtp.quit()
    smtp.close()


def _greeted(server: Server) -> smtplib.SMTP:
    name = _own_name()
    if server.security == Security.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, local_hostname=name, timeout=TIMEOUT_SECONDS, context=_tls())
    return smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=TIMEOUT_SECONDS)


def _encrypt(smtp: smtplib.SMTP, server: Server) -> None:
    smtp.ehlo_or_helo_if_needed()
    if server.security != Security.STARTTLS:
        return
    if not smtp.has_extn("starttls"):
        words = _("%(host)s offers no STARTTLS. Choose “TLS from the start” with its port (mostly 465), or none.")
        raise NotSent(words % {"host": server.host}, is_servers=True)
    smtp.starttls(context=_tls())
    smtp.ehlo()


def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _own_name() -> str:
    host: str = settings.DESKHAND.host
    return f"[{host}]" if host.replace(".", "").isdigit() else host


def decoded(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(text.split())


@contextmanager
def in_words(server: Server) -> Iterator[None]:
    """Turn what goes wrong with a server into :class:`NotSent`."""
    where = {"host": server.host, "port": server.port}
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        said = {"words": decoded(error.smtp_error), **where}
        raise servers_fault(_("%(host)s does not take this user name and password: %(words)s") % said) from error
    except smtplib.SMTPNotSupportedError as error:
        raise servers_fault(
            _("%(host)s does not offer what is asked for: %(words)s") % {**where, "words": error}
        ) from error
    except smtplib.SMTPResponseException as error:
        # Greetings and HELO refused: the server may think better of it.
        raise servers_fault(f"{error.smtp_code} {decoded(error.smtp_error)}") from error
    except smtplib.SMTPServerDisconnected as error:
        if isinstance(error.__context__, TimeoutError):  # smtplib says both in one breath.
            raise servers_fault(_silent(server)) from error
        raise servers_fault(_("%(host)s hung up in the middle of the conversation.") % where) from error
    except ssl.SSLCertVerificationError as error:
        said = {"words": error.verify_message, **where}
        raise servers_fault(_("The certificate of %(host)s cannot be trusted: %(words)s") % said) from error
    except ssl.SSLError as error:
        words = _("%(host)s port %(port)s does not speak TLS the way the settings say: %(words)s")
        raise servers_fault(words % {**where, "words": error.reason or error}) from error
    except socket.gaierror as error:
        raise servers_fault(_("There is no server %(host)s: check the name.") % where) from error
    except TimeoutError as error:
        raise servers_fault(_silent(server)) from error
    except ConnectionRefusedError as error:
        raise servers_fault(_("Nobody listens on %(host)s port %(port)s.") % where) from error
    except (OSError, smtplib.SMTPException) as error:
        raise servers_fault(_("%(host)s cannot be reached: %(words)s") % {**where, "words": error}) from error


def _silent(server: Server) -> str:
    words = _("%(host)s port %(port)s does not answer: check the port, and the firewall in between.")
    return words % {"host": server.host, "port": server.port}
