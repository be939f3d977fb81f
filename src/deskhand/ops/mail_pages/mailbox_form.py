"""The form of a mailbox: its address, how letters come in, how they go out."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Team
from deskhand.kernel import vault
from deskhand.kernel.errors import Invalid
from deskhand.mail.actions import MailboxDetails, OAuthDetails, need_secrets
from deskhand.mail.fetching.account import INBOX, Account
from deskhand.mail.models import (
    DEFAULT_FETCH_PORTS,
    AfterReading,
    Grant,
    Mailbox,
    OAuthAccess,
    Protocol,
    Provider,
    Security,
    SignIn,
)
from deskhand.mail.oauth.providers import SERVERS
from deskhand.mail.oauth.tokens import Bearer
from deskhand.mail.sending.servers import DEFAULT_PORTS, Server
from deskhand.tickets.models import KINDS_TO_CHOOSE

KEPT = "••••••••"
"""Stands in a password field for the secret that is stored."""

LINES_LIMIT = 20_000
"""Characters of a field that takes a thing a line."""

_SECRETS = ("fetch_password", "smtp_password", "oauth_client_secret")


def _password(label: Any, help_text: Any = "") -> forms.CharField:
    shown = forms.PasswordInput(render_value=True, attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=2000, required=False, strip=False, widget=shown, help_text=help_text)


def _text(label: Any, limit: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, required=False, help_text=help_text)


def _lines(label: Any, help_text: Any) -> forms.CharField:
    wide = forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})
    return forms.CharField(label=label, max_length=LINES_LIMIT, required=False, widget=wide, help_text=help_text)


class _Choice(forms.ChoiceField):
    """Not in what was sent, because the browser hid it: as it begins."""

    def clean(self, value: Any) -> Any:
        return super().clean(value or self.initial)


def _choice(label: Any, choices: Any, initial: Any, help_text: Any = "") -> forms.ChoiceField:
    return _Choice(label=label, choices=choices, initial=initial, help_text=help_text)


def _port(help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, required=False, help_text=help_text)


class MailboxForm(forms.Form):
    """A mailbox. Fields that the chosen way does not need are hidden by the style sheet and sent all the same."""

    name = forms.CharField(
        label=_("Name"), max_length=40, help_text=_("Short, for the command line: deskhand mail --mailbox NAME")
    )
    address = forms.EmailField(label=_("Mail address"), max_length=254)
    aliases = _lines(_("Further addresses"), _("One a line. Letters to them arrive in this mailbox, too."))
    sender_name = _text(_("Sender"), 120, _("Stands before the address. Empty: the desk."))
    reply_to = forms.EmailField(
        label=_("Answers go to"), max_length=254, required=False, help_text=_("Empty: to the address itself.")
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("None: somebody sorts them")
    )
    kind = forms.ChoiceField(label=_("Kind of ticket"), choices=KINDS_TO_CHOOSE)
    tags = _text(_("Tags of new tickets"), 2000, _("Separated by commas."))
    acknowledges = forms.BooleanField(label=_("Tell senders that their letter arrived"), required=False, initial=True)
    plus_addressing = forms.BooleanField(
        label=_("The mail server takes plus addresses"),
        required=False,
        initial=True,
        help_text=_("Answers then find their ticket by address (it+…@example.org), else by their subject alone."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    protocol = _choice(_("Letters are fetched by"), Protocol.choices, Protocol.IMAP)
    fetch_sign_in = _choice(_("Sign in with"), SignIn.choices, SignIn.PASSWORD)
    fetch_host = _text(_("Server (IMAP or POP3)"), 253)
    fetch_port = _port(_("Empty: the usual one."))
    fetch_security = _choice(_("Encryption"), Security.choices, Security.TLS)
    fetch_user = _text(_("User name"), 254)
    fetch_password = _password(_("Password"))
    folders = _lines(_("Folders"), _("One a line, read in this order. Empty: the inbox."))
    after_reading = _choice(
        _("Letters that were read"),
        AfterReading.choices,
        AfterReading.SEEN,
        _("New is what is unread, has no flag, or is still in the folder."),
    )
    done_folder = _text(_("Move them to"), 200)
    leaves_letters = forms.BooleanField(
        label=_("Leave letters on the server"), required=False, help_text=_("Else they are deleted once they are here.")
    )

    smtp_host = _text(_("Server (SMTP)"), 253)
    smtp_sign_in = _choice(_("Sign in with"), SignIn.choices, SignIn.PASSWORD)
    smtp_port = _port(_("Empty: the usual one."))
    smtp_security = _choice(_("Encryption"), Security.choices, Security.STARTTLS)
    smtp_user = _text(_("User name"), 254, _("Empty with a password: without signing in."))
    smtp_password = _password(_("Password"))

    oauth_provider = _choice(_("Provider"), Provider.choices, Provider.MICROSOFT)
    oauth_grant = _choice(_("Who signs in"), Grant.choices, Grant.PERSON)
    oauth_tenant = _text(_("Tenant"), 100, _("Directory (tenant) id or domain. Empty: whichever somebody signs in to."))
    oauth_client_id = _text(_("Client id"), 200, _("Of the app that you registered with the provider."))
    oauth_client_secret = _password(_("Client secret"), _("The secret's value, not its id."))
    oauth_authorize_url = _text(_("Address for consent (authorization endpoint)"), 500)
    oauth_token_url = _text(_("Address for tokens (token endpoint)"), 500)
    oauth_scope = _text(_("Scopes"), 1000, _("Separated by spaces."))

    def __init__(self, *args: Any, desk: Desk, mailbox: Mailbox | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mailbox = mailbox
        team: Any = self.fields["team"]
        team.queryset = Team.objects.within(desk).active()

    @classmethod
    def of(cls, mailbox: Mailbox) -> MailboxForm:
        """The form with what is so now; secrets are never shown."""
        initial = {name: getattr(mailbox, name) for name in cls.base_fields if hasattr(mailbox, name)}
        initial["aliases"] = "\n".join(one.address for one in mailbox.aliases.all())
        initial["folders"], initial["tags"] = "\n".join(mailbox.folders), ", ".join(mailbox.tags)
        initial["fetch_password"] = KEPT if mailbox.fetch_secret else ""
        initial["smtp_password"] = KEPT if mailbox.smtp_secret else ""
        return cls(desk=mailbox.desk, mailbox=mailbox, initial=initial | _of_access(mailbox))

    def clean(self) -> dict[str, Any]:
        """What was left out is put in, and a secret that was not touched stays as it is: None."""
        given = super().clean() or {}
        for name, field in self.fields.items():  # The rest of what is below holds on to something where one is wrong.
            given.setdefault(name, field.initial if isinstance(field, _Choice) else "")
        for name in _SECRETS:
            given[name] = None if given.get(name) == KEPT else given.get(name, "")
        given["aliases"] = given.get("aliases", "").split()
        given["folders"] = given.get("folders", "").splitlines()
        given["tags"] = given.get("tags", "").split(",")
        _fill_in(given)
        given["oauth"] = self._oauth(given)
        self._need_secrets(given)
        return given

    def keep(self, mailbox: Mailbox) -> None:
        """The mailbox that was saved."""
        self.mailbox = mailbox

    @property
    def details(self) -> MailboxDetails:
        """What becomes of the mailbox."""
        return _details(self.cleaned_data)

    def account(self) -> Account:
        """The account to check, with the stored secret where none was entered. Raises ValueError for one that cannot
        be opened any more."""
        given = self.cleaned_data
        is_by_token = given["fetch_sign_in"] == SignIn.OAUTH
        return Account(
            host=given["fetch_host"],
            port=given["fetch_port"],
            security=given["fetch_security"],
            user=given["fetch_user"],
            password="" if is_by_token else self._secret("fetch"),
            protocol=given["protocol"],
            folders=tuple(one.strip() for one in given["folders"] if one.strip()) or (INBOX,),
            after_reading=given["after_reading"],
            done_folder=given["done_folder"],
            leaves_letters=given["leaves_letters"],
            bearer=self._bearer("fetch_host") if is_by_token else None,
        )

    def server(self) -> Server:
        """The outgoing server to check."""
        given = self.cleaned_data
        is_by_token = given["smtp_sign_in"] == SignIn.OAUTH
        return Server(
            given["smtp_host"],
            given["smtp_port"],
            given["smtp_security"],
            given["smtp_user"],
            "" if is_by_token else self._secret("smtp"),
            bearer=self._bearer("smtp_host") if is_by_token else None,
        )

    def _bearer(self, host: str) -> Bearer:
        """For the check: a token goes only to the server that is saved, for others were not given it."""
        is_saved = self.mailbox is not None and getattr(self.mailbox, host) == self.cleaned_data[host]
        return Bearer(self.mailbox.pk if self.mailbox is not None and is_saved else None)

    def _secret(self, way: str) -> str:
        given = self.cleaned_data[f"{way}_password"]
        if given is not None or self.mailbox is None:
            return given or ""
        return vault.opened(getattr(self.mailbox, f"{way}_secret"))

    def _oauth(self, given: dict[str, Any]) -> OAuthDetails | None:
        if SignIn.OAUTH not in (given["fetch_sign_in"], given["smtp_sign_in"]):
            return None
        wanted: dict[str, Any] = {one.name: given[f"oauth_{one.name}"] for one in fields(OAuthDetails)}
        return OAuthDetails(**wanted)

    def _need_secrets(self, given: dict[str, Any]) -> None:
        """Asked before the servers are checked, too."""
        if self.mailbox is None or self.errors:
            return
        try:
            need_secrets(self.mailbox, _details(given))
        except Invalid as refusal:
            for name, words in refusal.fields.items():
                self.add_error(name, words)


def _details(given: dict[str, Any]) -> MailboxDetails:
    return MailboxDetails(**{one.name: given[one.name] for one in fields(MailboxDetails)})


def _of_access(mailbox: Mailbox) -> dict[str, Any]:
    access = OAuthAccess.objects.within(mailbox.desk_id).filter(mailbox=mailbox).first()
    if access is None:
        return {}
    initial = {f"oauth_{one.name}": getattr(access, one.name) for one in fields(OAuthDetails)}
    return initial | {"oauth_client_secret": KEPT if access.client_secret else ""}


def _fill_in(given: dict[str, Any]) -> None:
    """The servers of a provider that is known, the usual ports, and the address as user name, where nothing stands."""
    known = SERVERS.get(given["oauth_provider"])
    protocol, address = given["protocol"], given.get("address", "")
    if given["fetch_sign_in"] == SignIn.OAUTH and known and protocol in known.fetching and not given.get("fetch_host"):
        given["fetch_host"], given["fetch_port"], given["fetch_security"] = known.fetching[protocol]
    if given["smtp_sign_in"] == SignIn.OAUTH and known and not given.get("smtp_host"):
        given["smtp_host"], given["smtp_port"], given["smtp_security"] = known.sending
    if given.get("fetch_port") is None:
        given["fetch_port"] = _usual_port(protocol, given["fetch_security"])
    if given.get("smtp_port") is None:
        given["smtp_port"] = DEFAULT_PORTS[Security(given["smtp_security"])]
    if given["fetch_sign_in"] == SignIn.OAUTH:
        given["fetch_user"] = given.get("fetch_user") or address
    if given["smtp_sign_in"] == SignIn.OAUTH:
        given["smtp_user"] = given.get("smtp_user") or address


def _usual_port(protocol: str, security: str) -> int:
    return DEFAULT_FETCH_PORTS.get((protocol, security == Security.TLS), 993)
