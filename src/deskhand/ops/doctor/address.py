"""The address under which people reach Deskhand: is it right, and does it lead here?"""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from deskhand.ops.doctor.findings import BROKEN, OK, WARNING, Finding

PATIENCE = 5.0
"""Seconds that the own address may take to answer."""


def base_address() -> Finding:
    """What the settings say."""
    config, title = settings.DESKHAND, _("Base address")
    if config.host in ("127.0.0.1", "localhost"):
        words = _("%(address)s: links in mails work on this machine alone. Set DESKHAND_BASE_URL.")
        return Finding("base_address", title, WARNING, words % {"address": config.base_url})
    if not config.is_https:
        words = _("%(address)s is not encrypted: use https.") % {"address": config.base_url}
        return Finding("base_address", title, WARNING, words)
    if not config.trusted_proxies:
        words = _(
            "%(address)s, but no proxy is trusted: limits count all people as one client, and https is not noticed. "
            "Name the proxy in DESKHAND_TRUSTED_PROXIES."
        )
        return Finding("base_address", title, WARNING, words % {"address": config.base_url})
    return Finding("base_address", title, OK, config.base_url)


def reachable() -> Finding:
    """Whether Deskhand answers under its own address, asked from this machine, and is told by the proxy what it must
    know."""
    title, where = _("Reachable"), {"address": settings.DESKHAND.base_url}
    try:
        answer = _asked(f"{settings.DESKHAND.base_url.rstrip('/')}/healthz")
    except ssl.SSLCertVerificationError as error:
        words = _("The certificate of %(address)s is not valid: %(words)s. Renew it, or mend its chain.")
        return Finding("reachable", title, BROKEN, words % {**where, "words": error.verify_message})
    except OSError as error:
        words = _(
            "%(address)s does not answer this machine (%(words)s). Start `deskhand serve` and the proxy; if people "
            "reach it from elsewhere, this machine alone cannot."
        )
        return Finding("reachable", title, WARNING, words % {**where, "words": error.strerror or error})
    if answer.status == 400:
        words = _("%(address)s answers 400: the proxy does not pass the Host header on.") % where
        return Finding("reachable", title, BROKEN, words)
    if answer.status != 200 or answer.text.strip() != "ok":
        words = _(
            "Another program answers under %(address)s, with the status %(status)s. Check DESKHAND_BASE_URL, and where "
            "the proxy leads."
        )
        return Finding("reachable", title, BROKEN, words % {**where, "status": answer.status})
    if settings.DESKHAND.is_https and not answer.is_strict:
        words = _(
            "%(address)s answers, but Deskhand does not notice that it is https: the proxy must set "
            "X-Forwarded-Proto, and DESKHAND_TRUSTED_PROXIES must name it."
        )
        return Finding("reachable", title, BROKEN, words % where)
    return Finding("reachable", title, OK, _("Deskhand answers under its own address."))


@dataclass(frozen=True)
class _Answer:
    status: int
    text: str
    is_strict: bool


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer: whoever sends one on is not us."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


def _asked(url: str) -> _Answer:
    opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=PATIENCE) as answer:
            strict = "Strict-Transport-Security" in answer.headers
            return _Answer(answer.status, answer.read(200).decode("utf-8", "replace"), strict)
    except urllib.error.HTTPError as refused:
        return _Answer(refused.code, "", False)
    except urllib.error.URLError as error:
        raise (error.reason if isinstance(error.reason, OSError) else OSError(str(error.reason))) from error
