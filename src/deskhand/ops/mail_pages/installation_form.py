"""The form of how letters of the installation go out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import vault
from deskhand.mail.actions.installation import LIMITS, may_keep_password
from deskhand.mail.models import InstallationMail, Security
from deskhand.mail.sending.servers import DEFAULT_PORTS, Server, installation_mail
from deskhand.ops.mail_pages.mailbox_form import KEPT


class InstallationMailForm(forms.Form):
    """Sender and server of sign-in links, invitations and words to site administrators."""

    address = forms.EmailField(
        label=_("Sender's address"),
        max_length=LIMITS["address"],
        required=False,
        help_text=_("Empty: noreply@ the host of this installation."),
    )
    sender_name = forms.CharField(
        label=_("Sender's name"), max_length=LIMITS["sender_name"], required=False, help_text=_("Empty: Deskhand.")
    )
    smtp_host = forms.CharField(
        label=_("Outgoing server (SMTP)"),
        max_length=LIMITS["smtp_host"],
        required=False,
        help_text=_("Empty: the server of the first mailbox that has one."),
    )
    smtp_port = forms.IntegerField(
        label=_("Port"), min_value=1, max_value=65535, required=False, help_text=_("Empty: the usual one.")
    )
    smtp_security = forms.ChoiceField(label=_("Encryption"), choices=Security, initial=Security.STARTTLS)
    smtp_user = forms.CharField(
        label=_("User name"),
        max_length=LIMITS["smtp_user"],
        required=False,
        help_text=_("Empty with a password: without signing in."),
    )
    smtp_password = forms.CharField(
        label=_("Password"),
        max_length=2000,
        required=False,
        strip=False,
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "off"}),
    )

    @classmethod
    def of(cls, row: InstallationMail | None) -> InstallationMailForm:
        """The form with what is so now; of a password only that there is one."""
        if row is None:
            return cls()
        initial = {name: getattr(row, name) for name in cls.base_fields if name != "smtp_password"}
        return cls(initial={**initial, "smtp_password": KEPT if row.smtp_secret else ""})

    def clean(self) -> dict[str, Any]:
        """A password that was not touched stays as it is: None."""
        given = super().clean() or {}
        if given.get("smtp_password") == KEPT:
            given["smtp_password"] = None
        if not given.get("smtp_port"):
            given["smtp_port"] = DEFAULT_PORTS[Security(given.get("smtp_security") or Security.STARTTLS)]
        if not may_keep_password(installation_mail(), given.get("smtp_host", ""), given.get("smtp_password")):
            self.add_error("smtp_password", _("Enter the password again: it goes to another server."))
        return given

    def server(self) -> Server:
        """The server to check. Raises ValueError if the stored password cannot be opened any more."""
        given, row = self.cleaned_data, installation_mail()
        password = given["smtp_password"]
        if password is None:
            password = vault.opened(row.smtp_secret) if row else ""
        return Server(given["smtp_host"], given["smtp_port"], given["smtp_security"], given["smtp_user"], password)
