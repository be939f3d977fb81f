"""Which addresses are ours: letters from them are echoes, and nobody is made of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from deskhand.kernel import sharing
from deskhand.kernel.signing import signature
from deskhand.mail.models import InstallationMail, Mailbox, MailboxAlias


def own_addresses() -> frozenset[str]:
    """Every address under which any desk or the installation receives or sends, in lower case and without reply tokens:
    those of mailboxes, their aliases, and where answers go. One query."""
    return sharing.once("own_addresses", _all)


def _all() -> frozenset[str]:
    why = "an address of ours is ours on every desk"
    rows = Mailbox.objects.beyond_walls(why).values_list("address", "reply_to")
    aliases = MailboxAlias.objects.beyond_walls(why).values_list("address", "address")
    own = InstallationMail.objects.values_list("address", "address")
    ours = {address.lower() for row in rows.order_by().union(aliases.order_by(), own) for address in row if address}
    return frozenset(ours | {f"noreply@{settings.DESKHAND.host}"})


def without_tag(address: str) -> str:
    """The address in lower case without what follows a plus: ``it+t42-7-k3j@x.org`` is ``it@x.org``."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def is_own(address: str, ours: Iterable[str]) -> bool:
    """True for one of our addresses, with or without a tag."""
    return address.strip().lower() in ours or without_tag(address) in ours


def instance_mark() -> str:
    """The value of the header by which this installation knows the letters that it sent itself."""
    return signature("instance", settings.DESKHAND.host)
