"""Where the listeners listen, who may come, and with which certificate: the settings, read and checked."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

from deskhand.kernel.config import Config

LOOPBACK = ("127.0.0.0/8", "::1/128")
"""Who may hand mail over unless other networks are named."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Place:
    """Where to listen: a socket in the file system, or host and port."""

    path: Path | None = None
    host: str = ""
    port: int = 0

    def __str__(self) -> str:
        return f"unix:{self.path}" if self.path else f"{self.host}:{self.port}"


def place(words: str, setting: str, *, may_be_a_path: bool) -> Place:
    """``HOST:PORT``, or ``unix:/path`` where a path is allowed. Raises ValueError with a sentence."""
    if may_be_a_path and words.startswith("unix:/"):
        return Place(path=Path(words.removeprefix("unix:")))
    host, colon, port = words.rpartition(":")
    if colon and host and port.isdecimal() and 0 < int(port) < 65536:
        return Place(host=host.strip("[]"), port=int(port))
    example = "unix:/run/deskhand/lmtp or 127.0.0.1:24" if may_be_a_path else "127.0.0.1:25"
    raise ValueError(f"{setting} is {words!r}, which is no address to listen on: write it like {example}.")


@dataclass(frozen=True)
class Listening:
    """The listeners that are set; None for one that is off."""

    lmtp: Place | None
    smtp: Place | None
    networks: tuple[Network, ...]
    certificate: str
    key: str

    @classmethod
    def of(cls, config: Config) -> Listening:
        """What the settings say. Raises ValueError with a sentence for one that makes no sense."""
        if bool(config.mail_certificate) != bool(config.mail_certificate_key):
            raise ValueError("DESKHAND_MAIL_CERTIFICATE and DESKHAND_MAIL_CERTIFICATE_KEY belong together: set both.")
        return cls(
            place(config.lmtp, "DESKHAND_LMTP", may_be_a_path=True) if config.lmtp else None,
            place(config.smtp_listen, "DESKHAND_SMTP_LISTEN", may_be_a_path=False) if config.smtp_listen else None,
            _networks(config.mail_networks),
            config.mail_certificate,
            config.mail_certificate_key,
        )

    @property
    def is_wanted(self) -> bool:
        """True if anything is listened on."""
        return self.lmtp is not None or self.smtp is not None

    def lets_in(self, peer: object) -> bool:
        """True for a peer of the networks, as a socket names it; whoever reaches a socket in the file system may."""
        if not isinstance(peer, tuple):
            return True
        address = ipaddress.ip_address(str(peer[0]).partition("%")[0])
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self.networks)

    def tls(self) -> ssl.SSLContext | None:
        """What STARTTLS is done with. Raises OSError (ssl.SSLError) if the files cannot be used."""
        if not self.certificate:
            return None
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, self.key)
        return context


def _networks(words: str) -> tuple[Network, ...]:
    named = [one.strip() for one in words.split(",") if one.strip()] or LOOPBACK
    try:
        return tuple(ipaddress.ip_network(one, strict=False) for one in named)
    except ValueError as error:
        raise ValueError(
            f"DESKHAND_MAIL_NETWORKS: {error}. Write networks like 10.1.0.0/16, separated by commas."
        ) from error
