"""Looking a signing key up in the DNS, as receiving servers do."""

from __future__ import annotations

import re

import dns.exception
import dns.resolver
from django.utils.translation import gettext as _

from deskhand.mail.checking import Finding

SECONDS = 5.0
"""Longest wait for an answer of the DNS."""

_PUBLIC = re.compile(r"\bp=([A-Za-z0-9+/=\s]*)")


def check_record(name: str, wanted: str) -> Finding:
    """Whether the record that belongs to a key stands at its name."""
    try:
        found = looked_up(name)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        words = _("There is no TXT record at %(name)s yet. New records can take an hour.")
        return Finding(False, words % {"name": name})
    except dns.exception.DNSException as error:
        return Finding(False, _("The DNS gives no answer for %(name)s: %(words)s") % {"name": name, "words": error})
    if any(_public(one) == _public(wanted) for one in found):
        return Finding(True, _("The record stands at %(name)s, and it belongs to this key.") % {"name": name})
    return Finding(False, _("The TXT record at %(name)s belongs to another key.") % {"name": name})


def looked_up(name: str) -> list[str]:
    """The TXT records at a name, each in one piece."""
    answer = dns.resolver.resolve(name, "TXT", lifetime=SECONDS)
    return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]


def _public(record: str) -> str:
    found = _PUBLIC.search(record)
    return re.sub(r"\s", "", found[1]) if found else ""
