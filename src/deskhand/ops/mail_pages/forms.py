"""Forms of the mail pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Team
from deskhand.mail.fetching.account import Account
from deskhand.mail.models import Mailbox, Protocol, Security
from deskhand.mail.sending.servers import Server
from deskhand.tickets.models import Kind

KEPT = "••••••••"
"""Stands in a password field for the password that is stored."""


def _password(label: Any) -> forms.CharField:
    shown = forms.PasswordInput(render_value=True, attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=500, required=False, strip=False, widget=shown)


class MailboxForm(forms.Form):
    """A mailbox: its address, how letters come in, how they go out."""

    name = forms.CharField(
        label=_("Name"), max_length=40, help_text=_("Short, for the command line: deskhand mail --mailbox NAME")
    )
    address = forms.EmailField(label=_("Mail address"), max_length=254)
    sender_name = forms.CharField(
        label=_("Sender"), max_length=120, required=False, help_text=_("Stands before the address. Empty: the desk.")
    )
    reply_to = forms.EmailField(
        label=_("Answers go to"), max_length=254, required=False, help_text=_("Empty: to the address itself.")
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("None: somebody sorts them")
    )
    kind = forms.ChoiceField(label=_("Kind of ticket"), choices=Kind.choices)
    acknowledges = forms.BooleanField(label=_("Tell senders that their letter arrived"), required=False, initial=True)
    plus_addressing = forms.BooleanField(
        label=_("The mail server takes plus addresses"),
        required=False,
        initial=True,
        help_text=_("Answers then find their ticket by address (it+…@example.org), else by their subject alone."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    fetch_host = forms.CharField(label=_("Server (IMAP)"), max_length=253, required=False)
    fetch_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    fetch_security = forms.ChoiceField(label=_("Encryption"), choices=Security.choices)
    fetch_user = forms.CharField(label=_("User name"), max_length=254, required=False)
    fetch_password = _password(_("Password"))
    protocol = forms.ChoiceField(label=_("Fetched by"), choices=Protocol.choices, initial=Protocol.IMAP)
    done_folder = forms.CharField(
        label=_("Move read letters to"),
        max_length=200,
        required=False,
        help_text=_("Empty: they stay and are marked as read."),
    )
    smtp_host = forms.CharField(label=_("Server (SMTP)"), max_length=253, required=False)
    smtp_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=587)
    smtp_security = forms.ChoiceField(label=_("Encryption"), choices=Security.choices, initial=Security.STARTTLS)
    smtp_user = forms.CharField(label=_("User name"), max_length=254, required=False)
    smtp_password = _password(_("Password"))

    def __init__(self, *args: Any, desk: Desk, mailbox: Mailbox | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mailbox = mailbox
        team: Any = self.fields["team"]
        team.queryset = Team.objects.within(desk).active()

    @classmethod
    def of(cls, mailbox: Mailbox) -> MailboxForm:
        """The form with what is so now; passwords are never shown."""
        initial = {name: getattr(mailbox, name) for name in cls.base_fields if hasattr(mailbox, name)}
        initial["fetch_password"] = KEPT if mailbox.fetch_secret else ""
        initial["smtp_password"] = KEPT if mailbox.smtp_secret else ""
        return cls(desk=mailbox.desk, mailbox=mailbox, initial=initial)

    def clean(self) -> dict[str, Any]:
        """A password that was not touched stays as it is: None."""
        given = super().clean() or {}
        for name in ("fetch_password", "smtp_password"):
            if given.get(name) == KEPT:
                given[name] = None
        return given

    def account(self) -> Account:
        """The account to check, with the stored password where none was entered."""
        given = self.cleaned_data
        return Account(
            given["fetch_host"],
            given["fetch_port"],
            given["fetch_security"],
            given["fetch_user"],
            self._secret("imap"),
            "INBOX",
            given["done_folder"],
        )

    def server(self) -> Server:
        """The outgoing server to check."""
        given = self.cleaned_data
        return Server(
            given["smtp_host"], given["smtp_port"], given["smtp_security"], given["smtp_user"], self._secret("smtp")
        )

    def _secret(self, way: str) -> str:
        from deskhand.kernel import vault

        given = self.cleaned_data[f"{way}_password"]
        if given is not None or self.mailbox is None:
            return given or ""
        return vault.opened(getattr(self.mailbox, f"{way}_secret"))


class TestLetterForm(forms.Form):
    """Where a test letter goes."""

    to = forms.EmailField(label=_("Send a test letter to"), max_length=254)


class WordsForm(forms.Form):
    """A desk's own words for a kind of letter."""

    subject = forms.CharField(label=_("Subject"), max_length=300)
    body = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}))
