"""What a mailbox must be like to be saved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.mail.actions.connecting import OAuthDetails
from deskhand.mail.models import AfterReading, Grant, Mailbox, MailboxAlias, OAuthAccess, Protocol, Provider, SignIn
from deskhand.mail.oauth.asking import is_safe

if TYPE_CHECKING:
    from deskhand.mail.actions.mailboxes import MailboxDetails

ALIAS_LIMIT = 100
"""Most aliases of one mailbox."""

FOLDER_LIMIT = 50
"""Most folders that are read of one mailbox."""

FOLDER_LENGTH = 200
"""Characters in the name of a folder."""

TAG_LIMIT = 20
"""Most tags that a mailbox gives to its tickets."""

TAG_LENGTH = 60
"""Characters of one tag, as on tickets."""

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,99}")
_EVERYWHERE = "names and addresses are unique across desks"


def need_secrets(row: Mailbox, details: MailboxDetails) -> None:
    """Raises Invalid if a stored secret would be sent to another server than the one that it was entered for: whoever
    names the server must know the secret."""
    wrong = {}
    for way in ("fetch", "smtp"):
        stored, given = getattr(row, f"{way}_secret"), getattr(details, f"{way}_password")
        is_elsewhere = getattr(row, f"{way}_host") != getattr(details, f"{way}_host") != ""
        if stored and given is None and is_elsewhere:
            wrong[f"{way}_password"] = _("Enter the password again: it goes to another server.")
    if row.pk and details.oauth is not None and _goes_elsewhere(row, details.oauth):
        wrong["oauth_client_secret"] = _("Enter the client secret again: it goes to another address.")
    if wrong:
        raise Invalid(_("The mailbox cannot be saved like this."), wrong)


def _goes_elsewhere(row: Mailbox, oauth: OAuthDetails) -> bool:
    access = OAuthAccess.objects.within(row.desk_id).filter(mailbox=row).exclude(client_secret="").first()
    if access is None or oauth.client_secret is not None:
        return False
    return (access.provider, access.token_url) != (oauth.provider, oauth.token_url)


def check(row: Mailbox, desk: Desk, aliases: Sequence[str], oauth: OAuthDetails | None = None) -> None:
    """Raises Invalid with the fields that are wrong, Conflict for a name or an address that is taken."""
    wrong = _wrong(row, desk, aliases) | _wrong_oauth(row, oauth)
    if wrong:
        raise Invalid(_("The mailbox cannot be saved like this."), wrong)
    others = Mailbox.objects.beyond_walls(_EVERYWHERE).exclude(pk=row.pk)
    if others.filter(name=row.name).exists():
        raise Conflict(_("There is a mailbox “%(name)s” already: choose another name.") % {"name": row.name})
    _need_free(row, [row.address, *aliases])


def _need_free(row: Mailbox, wanted: Sequence[str]) -> None:
    others = Mailbox.objects.beyond_walls(_EVERYWHERE).exclude(pk=row.pk).filter(address__in=wanted)
    aliases = MailboxAlias.objects.beyond_walls(_EVERYWHERE).exclude(mailbox_id=row.pk).filter(address__in=wanted)
    taken = [*others.values_list("address", flat=True), *aliases.values_list("address", flat=True)]
    if taken:
        raise Conflict(_("%(address)s is a mailbox already, or an alias of one.") % {"address": taken[0]})


def _wrong(row: Mailbox, desk: Desk, aliases: Sequence[str]) -> dict[str, str]:
    wrong = {
        **_wrong_addresses(row),
        **_wrong_aliases(row, aliases),
        **_wrong_servers(row),
        **_wrong_reading(row),
        **_wrong_tags(row.tags),
    }
    if row.team is not None and row.team.desk_id != desk.pk:
        wrong["team"] = _("This team belongs to another desk.")
    return wrong | {name: text for name, text in _by_model(row).items() if name not in wrong}


def _wrong_addresses(row: Mailbox) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for name in ("address", "reply_to"):
        try:
            if getattr(row, name) or name == "address":
                addresses.normal(getattr(row, name))
        except Invalid as error:
            wrong[name] = str(error)
    return wrong


def _wrong_aliases(row: Mailbox, aliases: Sequence[str]) -> dict[str, str]:
    if len(aliases) > ALIAS_LIMIT:
        return {"aliases": _("At most %(limit)s aliases.") % {"limit": ALIAS_LIMIT}}
    for one in aliases:
        try:
            addresses.normal(one)
        except Invalid as error:
            return {"aliases": f"{one}: {error}"}
        if one == row.address:
            return {"aliases": _("%(address)s is the mailbox's own address.") % {"address": one}}
    return {}


def is_host(text: str) -> bool:
    """Whether this can be the name or the IP address of a server; a port behind it is none of that."""
    if _HOST.fullmatch(text):
        return True
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _wrong_servers(row: Mailbox) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for name in ("fetch_host", "smtp_host"):
        if getattr(row, name) and not is_host(getattr(row, name)):
            wrong[name] = _("Write the server's name alone, as in mail.example.org.")
    for name in ("fetch_port", "smtp_port"):
        if not 1 <= getattr(row, name) <= 65535:
            wrong[name] = _("A port is a number from 1 to 65535.")
    if row.protocol != Protocol.NONE and not row.fetch_host:
        wrong["fetch_host"] = _("Write the server, or choose that letters are not fetched.")
    if row.is_fetched and not row.fetch_user:
        wrong["fetch_user"] = _("Fetching needs a user name.")
    return wrong


def _wrong_reading(row: Mailbox) -> dict[str, str]:
    if len(row.folders) > FOLDER_LIMIT:
        return {"folders": _("At most %(limit)s folders.") % {"limit": FOLDER_LIMIT}}
    if any(len(one) > FOLDER_LENGTH for one in row.folders):
        return {"folders": _("The name of a folder has at most %(limit)s characters.") % {"limit": FOLDER_LENGTH}}
    if row.protocol != Protocol.IMAP or row.after_reading != AfterReading.MOVE:
        return {}
    if not row.done_folder:
        return {"done_folder": _("Write the folder that read letters are moved to.")}
    if row.done_folder in (row.folders or ["INBOX"]):
        return {"done_folder": _("Letters are read from this folder: move them to another one.")}
    return {}


def _wrong_oauth(row: Mailbox, oauth: OAuthDetails | None) -> dict[str, str]:
    if SignIn.OAUTH not in (row.fetch_sign_in if row.is_fetched else "", row.smtp_sign_in if row.smtp_host else ""):
        return {}
    if oauth is None:
        has_one = bool(row.pk) and OAuthAccess.objects.within(row.desk_id).filter(mailbox=row).exists()
        return {} if has_one else {"oauth_client_id": _("Name the app by which the mailbox signs in.")}
    wrong: dict[str, str] = {}
    if oauth.provider not in Provider.values or oauth.grant not in Grant.values:
        wrong["oauth_provider"] = _("Choose one of the providers.")
    if not oauth.client_id:
        wrong["oauth_client_id"] = _("Write the id of the app that you registered with the provider.")
    if oauth.grant == Grant.APP and oauth.provider == Provider.GOOGLE:
        wrong["oauth_grant"] = _("Google lets no app sign in by itself: somebody has to.")
    if oauth.tenant and not _TENANT.fullmatch(oauth.tenant):
        wrong["oauth_tenant"] = _("A tenant is an id or a domain, as in eberfeld.example.")
    return wrong | (_wrong_addresses_of(oauth) if oauth.provider == Provider.OTHER else {})


def _wrong_addresses_of(oauth: OAuthDetails) -> dict[str, str]:
    wanted = {"oauth_token_url": oauth.token_url}
    if oauth.grant == Grant.PERSON:
        wanted["oauth_authorize_url"] = oauth.authorize_url
    words = _("Write the whole address; it must begin with https://.")
    return {name: words for name, url in wanted.items() if not is_safe(url)}


def _wrong_tags(tags: Sequence[str]) -> dict[str, str]:
    if len(tags) > TAG_LIMIT:
        return {"tags": _("At most %(limit)s tags.") % {"limit": TAG_LIMIT}}
    if any(len(one) > TAG_LENGTH for one in tags):
        return {"tags": _("A tag has at most %(limit)s characters.") % {"limit": TAG_LENGTH}}
    return {}


def _by_model(row: Mailbox) -> dict[str, str]:
    """Lengths, choices and the spelling of the name, as the model's fields say."""
    try:
        row.clean_fields(exclude=["desk", "team", "last_fetch_at"])
    except ValidationError as error:
        return {name: " ".join(words) for name, words in error.message_dict.items()}
    return {}
