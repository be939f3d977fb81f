"""What the first run and the guide of a new desk take in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person
from deskhand.accounts.models.desk import RoleName
from deskhand.accounts.models.person import EMAIL_LIMIT
from deskhand.mail.actions import MailboxDetails
from deskhand.mail.fetching.account import Account
from deskhand.mail.models import Protocol, Security
from deskhand.mail.sending.servers import Server
from deskhand.web import numbers

PASSWORD_LIMIT = 1024
"""Longest password in characters: hashing a longer one would cost more than it gives."""

NAME_LIMIT = 40
"""Longest name of a mailbox in characters."""


def _kept_password(autocomplete: str) -> forms.PasswordInput:
    """A field that is filled again when something else on the page has to be mended; the page is never stored."""
    return forms.PasswordInput(render_value=True, attrs={"autocomplete": autocomplete})


def _password_help() -> str:
    least = numbers.limit("password_letters")
    words = ngettext(
        "At least %(num)s character. Some words in a row are fine.",
        "At least %(num)s characters. Some words in a row are fine.",
        least,
    )
    return words % {"num": least}


class AdministratorForm(forms.Form):
    """Who looks after the installation."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"), max_length=EMAIL_LIMIT, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=PASSWORD_LIMIT,
        strip=False,
        widget=_kept_password("new-password"),
        help_text=lazy(_password_help, str)(),
    )

    def clean(self) -> dict[str, Any]:
        wanted = dict(super().clean() or {})
        if "password" in wanted:
            try:
                validate_password(wanted["password"], Person(name=wanted.get("name", ""), email=wanted.get("email")))
            except ValidationError as error:
                self.add_error("password", " ".join(error.messages))
        return wanted


class FirstDeskForm(forms.Form):
    """What the first desk is called."""

    desk_name = forms.CharField(
        label=_("Name of the desk"),
        max_length=80,
        initial="IT",
        help_text=_("The department that helps. You can change the name, and add other desks, at any time."),
    )
    public_name = forms.CharField(
        label=_("Public name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "IT Service Eberfeld"}),
        help_text=_("Requesters read it. Empty: the name."),
    )
    language = forms.ChoiceField(
        label=_("Language of letters"),
        required=False,
        help_text=_("For people who have not chosen one of their own."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        self.fields["language"].initial = get_language() or settings.LANGUAGE_CODE


class MailboxForm(forms.Form):
    """The desk's mailbox; everything empty means: later."""

    address = forms.EmailField(
        label=_("Address of the desk"),
        max_length=EMAIL_LIMIT,
        required=False,
        widget=forms.EmailInput(attrs={"placeholder": "help@company.example", "autocomplete": "off"}),
        help_text=_("People write to it, and answers come from it."),
    )
    user = forms.CharField(
        label=_("User name"),
        max_length=EMAIL_LIMIT,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Empty: the address."),
    )
    secret = forms.CharField(
        label=_("Password"), max_length=PASSWORD_LIMIT, strip=False, required=False, widget=_kept_password("off")
    )
    imap_host = forms.CharField(label=_("Incoming server (IMAP)"), max_length=253, required=False)
    imap_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    imap_security = forms.ChoiceField(label=_("Encryption"), choices=Security.choices, initial=Security.TLS)
    smtp_host = forms.CharField(label=_("Outgoing server (SMTP)"), max_length=253, required=False)
    smtp_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=587)
    smtp_security = forms.ChoiceField(label=_("Encryption"), choices=Security.choices, initial=Security.STARTTLS)

    @property
    def is_left_out(self) -> bool:
        """True if neither an address nor a server was written: the mailbox comes later."""
        return not any(self[name].value() for name in ("address", "imap_host", "smtp_host"))

    def clean(self) -> dict[str, Any]:
        wanted = dict(super().clean() or {})
        if not self.is_left_out and not wanted.get("address") and "address" not in self.errors:
            self.add_error("address", _("Write the address of the mailbox, or leave its servers empty for now."))
        return wanted

    @property
    def account(self) -> Account | None:
        """Where letters are fetched, if that was written."""
        wanted = self.cleaned_data
        if not wanted["imap_host"]:
            return None
        return Account(wanted["imap_host"], wanted["imap_port"], wanted["imap_security"], self._user, wanted["secret"])

    @property
    def server(self) -> Server | None:
        """Where letters go out, if that was written."""
        wanted = self.cleaned_data
        if not wanted["smtp_host"]:
            return None
        user = self._user if wanted["secret"] else ""
        return Server(wanted["smtp_host"], wanted["smtp_port"], wanted["smtp_security"], user, wanted["secret"])

    @property
    def _user(self) -> str:
        return str(self.cleaned_data["user"] or self.cleaned_data["address"])

    @property
    def mailbox(self) -> MailboxDetails | None:
        """What becomes of the mailbox, or None for later."""
        if self.is_left_out:
            return None
        wanted = self.cleaned_data
        account, server = self.account, self.server
        return MailboxDetails(
            name=name_of(wanted["address"]),
            address=wanted["address"],
            protocol=Protocol.IMAP if account else Protocol.NONE,
            fetch_host=wanted["imap_host"],
            fetch_port=wanted["imap_port"],
            fetch_security=wanted["imap_security"],
            fetch_user=account.user if account else "",
            fetch_password=account.password if account else None,
            smtp_host=wanted["smtp_host"],
            smtp_port=wanted["smtp_port"],
            smtp_security=wanted["smtp_security"],
            smtp_user=server.user if server else "",
            smtp_password=server.password if server else None,
        )


class PeopleForm(forms.Form):
    """Colleagues, by their addresses."""

    people = forms.CharField(
        label=_("Mail addresses of your colleagues"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 6, "spellcheck": "false", "placeholder": "ben@company.example\npriya@company.example"}
        ),
        help_text=_("One a line, or as they stand in a mail. Who accepts has the role on this desk."),
    )
    role = forms.ChoiceField(
        label=_("They are"),
        choices=[(one.value, one.label) for one in (RoleName.AGENT, RoleName.LEAD, RoleName.ADMIN)],
        initial=RoleName.AGENT,
    )


class TeamsForm(forms.Form):
    """What a second desk begins with."""

    statuses_from = forms.ChoiceField(
        label=_("Statuses"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("You can change them at any time."),
    )
    teams = forms.CharField(
        label=_("Teams"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("First level")}),
        help_text=_("One a line; none is fine, too. You are a member of each, to begin with."),
    )

    def __init__(self, *args: Any, desks: Sequence[Desk], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        copies = [(one.key, _("As on %(desk)s") % {"desk": one.name}) for one in desks]
        choices = [("", _("The standard set: new, open, on hold, resolved, closed, cancelled")), *copies]
        self.fields["statuses_from"].choices = choices  # type: ignore[attr-defined]
        self.fields["statuses_from"].initial = ""


def name_of(address: str) -> str:
    """The mailbox's name for the command line: what stands before the @, in its spelling."""
    word = re.sub(r"[^a-z0-9._-]+", "-", address.partition("@")[0].lower())
    return word.lstrip("._-")[:NAME_LIMIT] or "mailbox"
