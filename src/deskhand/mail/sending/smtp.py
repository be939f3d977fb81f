"""One try at one server, with a time-out on every wait and every refusal in words."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.utils.translation import gettext as _

from deskhand.mail.models import Security
from deskhand.mail.sending.servers import Server

TIMEOUT_SECONDS = 30
"""Longest wait for any single answer of a server."""

WORDS_LIMIT = 500
"""Characters kept of what a server says."""


class NotSent(Exception):
    """The letter was not taken. ``is_permanent``: the server will never take it; else it is worth trying again."""

    def __init__(self, words: str, *, is_permanent: bool = False) -> None:
        super().__init__(words[:WORDS_LIMIT])
        self.is_permanent = is_permanent


def deliver(server: Server, *, sender: str, recipient: str, raw: bytes) -> str:
    """Hand one letter to a server and return its words of acceptance. Raises :class:`NotSent`."""
    with connected(server) as smtp:
        options = [f"size={len(raw)}"] if smtp.has_extn("size") else []
        _step(smtp.mail(sender, options))
        _step(smtp.rcpt(recipient))
        return _step(smtp.data(raw))


@contextmanager
def connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A connection, encrypted and signed in as the server's settings say. Raises :class:`NotSent` in plain words."""
    with _in_words(server):
        smtp = _greeted(server)
        try:
            _encrypt(smtp, server)
            if server.user:
                smtp.login(server.user, server.password)
            yield smtp
        finally:
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
        raise NotSent(words % {"host": server.host})
    smtp.starttls(context=_tls())
    smtp.ehlo()


def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _own_name() -> str:
    host: str = settings.DESKHAND.host
    return f"[{host}]" if host.replace(".", "").isdigit() else host


def _step(answer: tuple[int, bytes]) -> str:
    code, words = answer
    said = f"{code} {_decoded(words)}".strip()
    if 200 <= code < 300:
        return said[:WORDS_LIMIT]
    raise NotSent(said, is_permanent=code >= 500)


def _decoded(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(text.split())


@contextmanager
def _in_words(server: Server) -> Iterator[None]:
    where = {"host": server.host, "port": server.port}
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        said = {"words": _decoded(error.smtp_error), **where}
        raise NotSent(_("%(host)s does not take this user name and password: %(words)s") % said) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSent(_("%(host)s does not offer what is asked for: %(words)s") % {**where, "words": error}) from error
    except smtplib.SMTPDataError as error:
        answer = f"{error.smtp_code} {_decoded(error.smtp_error)}"
        raise NotSent(answer, is_permanent=error.smtp_code >= 500) from error
    except smtplib.SMTPResponseException as error:
        # Greetings and HELO refused: the server may think better of it.
        raise NotSent(f"{error.smtp_code} {_decoded(error.smtp_error)}") from error
    except smtplib.SMTPServerDisconnected as error:
        raise NotSent(_("%(host)s hung up in the middle of the conversation.") % where) from error
    except ssl.SSLCertVerificationError as error:
        said = {"words": error.verify_message, **where}
        raise NotSent(_("The certificate of %(host)s cannot be trusted: %(words)s") % said) from error
    except ssl.SSLError as error:
        words = _("%(host)s port %(port)s does not speak TLS the way the settings say: %(words)s")
        raise NotSent(words % {**where, "words": error.reason or error}) from error
    except socket.gaierror as error:
        raise NotSent(_("There is no server %(host)s: check the name.") % where) from error
    except TimeoutError as error:
        words = _("%(host)s port %(port)s does not answer: check the port, and the firewall in between.")
        raise NotSent(words % where) from error
    except ConnectionRefusedError as error:
        raise NotSent(_("Nobody listens on %(host)s port %(port)s.") % where) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(_("%(host)s cannot be reached: %(words)s") % {**where, "words": error}) from error
