"""Where Deskhand goes on behalf of people: to webhooks, and to calendars that it fetches. The host is resolved, every
address is judged, and the one that was judged is connected to: nobody who looks the name up again can put another in
between."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PUBLIC_PORTS = (80, 443)
LOWEST_OTHER_PORT = 1024
"""Below this only the two of the web: the others belong to mail, shells and the like."""

_VISIBLE = re.compile(r"[\x21-\x7e]+")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.ip_network("::/96")
_CLOSED = (
    ipaddress.ip_network("100.64.0.0/10"),
    ipaddress.ip_network("192.0.0.0/24"),
    ipaddress.ip_network("198.18.0.0/15"),
    ipaddress.ip_network("fec0::/10"),
)
"""Closed besides what Python calls not global: carriers' networks, test networks, former site-local addresses."""


class Unreachable(Exception):
    """The target may not be connected to, or has no address. The text says which, for the log."""


@dataclass(frozen=True)
class Target:
    """An address that was taken apart. ``path`` has the query."""

    is_https: bool
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        usual = 443 if self.is_https else 80
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == usual else f"{name}:{self.port}"


def parsed(url: str) -> Target:
    """Take an address apart. Raises Invalid for what cannot be one; asks no name server."""
    if not _VISIBLE.fullmatch(url):
        raise _wrong(_("Write a whole address in plain ASCII, as in https://tools.example.org/hook."))
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise _wrong(_("This is no address. It looks like https://tools.example.org/hook.")) from None
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise _wrong(_("The address begins with https://, as in https://tools.example.org/hook."))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise _wrong(_("The address has no name and password before the host, and no part after #."))
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    return Target(parts.scheme == "https", parts.hostname.lower().rstrip("."), port, path)


def check(url: str) -> Target:
    """What can be said of an address before it is used. Raises Invalid."""
    target = parsed(url)
    literal = _literal(target.host)
    if literal is not None and not is_allowed(literal, target.port):
        raise _wrong(_("Webhooks do not go to this address: it is inside a private network, or its port is closed."))
    if literal is None and (target.host == "localhost" or "." not in target.host) and not allowed_networks():
        raise _wrong(_("Webhooks do not go to names of this machine or of a private network."))
    if not target.is_https and not allowed_networks():
        raise _wrong(_("The address begins with https://: without it anybody on the way reads along."))
    return target


def addresses(target: Target) -> list[str]:
    """The addresses behind the host, all of them allowed. Raises Unreachable."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(_("The host has no address: %(error)s") % {"error": str(error)[:120]}) from None
    plain = list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))
    for one in plain:
        address = ipaddress.ip_address(one)
        if not is_allowed(address, target.port):
            raise Unreachable(_("Not sent: the host leads into a private network, or its port is closed."))
        if not target.is_https and not _is_named(address):
            raise Unreachable(_("Not sent: without https only networks that the settings name are reached."))
    if not plain:
        raise Unreachable(_("The host has no address."))
    return plain


def is_allowed(address: Address, port: int) -> bool:
    """Whether it may be connected to: on the open Internet, or in a network that the settings name."""
    if _is_named(address):
        return True
    if port not in PUBLIC_PORTS and port < LOWEST_OTHER_PORT:
        return False
    return all(_is_open(one) for one in _meant(address))


def allowed_networks() -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """The private networks of the setting ``webhook_targets``."""
    words = [word.strip() for word in settings.DESKHAND.webhook_targets.split(",")]
    return [ipaddress.ip_network(word, strict=False) for word in words if word]


def _is_named(address: Address) -> bool:
    return any(one in network for one in _meant(address)[-1:] for network in allowed_networks())


def _is_open(address: Address) -> bool:
    is_special = (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or address.is_loopback
        or address.is_link_local
        or address.is_private
    )
    return address.is_global and not is_special and not any(address in network for network in _CLOSED)


def _meant(address: Address) -> list[Address]:
    """The address, and the IPv4 address that lies inside it, if one does: mapped, compatible, translated, tunnelled."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inner is None and any(address in network for network in (_NAT64, _COMPATIBLE)) and int(address) > 1:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.ipv4_mapped is not None or address in _NAT64:
        return [inner] if inner is not None else [address]
    if address in _LOCAL_NAT64:
        return [ipaddress.IPv6Address("::1")]
    return [address] if inner is None else [address, inner]


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _wrong(words: str) -> Invalid:
    return Invalid(words, {"url": words})
