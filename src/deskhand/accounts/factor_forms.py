"""What the pages of the second factor take in."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from deskhand.accounts import actions, factors
from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Person
from deskhand.kernel import clock, vault
from deskhand.kernel.actor import Channel

SECRET_LIFE = timedelta(minutes=30)
"""How long the page with the picture for the app may stay open."""


class _Once:
    """A code of an app works once for as long as it counts (allauth alone forgets it after half a minute), and the use
    of a recovery code is written down."""

    user: Person
    authenticator: Authenticator

    def clean_code(self) -> str:
        code = cast(str, super().clean_code())  # type: ignore[misc]
        if self.authenticator.type == factors.TOTP:
            life = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 2)
            if not cache.add(f"totp-used:{self.user.pk}:{normalize_user_code(code)}", 1, timeout=life):
                raise factors.Adapter().validation_error("incorrect_code")
        return code

    def save(self) -> None:
        """What allauth calls when the code was right."""
        super().save()  # type: ignore[misc]
        if self.authenticator.type == factors.CODES:
            actions.record_code_used(actor=actor_for(self.user, Channel.WEB), person=self.user)


class CodeForm(_Once, AuthenticateForm):  # type: ignore[misc]
    """A code of the app or a recovery code, on the way in."""


class ProofForm(_Once, ReauthenticateForm):  # type: ignore[misc]
    """The same, to prove again that it is you."""

    def note(self) -> None:
        """Keep the proof."""
        self.save()


class PasskeyProofForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey, to prove again that it is you."""

    def note(self) -> None:
        """Keep the proof."""
        self.save()


class AppForm(forms.Form):
    """The first code of an app. Its secret travels in the page, encrypted: looking at the page writes nothing."""

    code = forms.CharField(label=_("The code that the app shows"), max_length=20)
    sealed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if not self.is_bound:
            self.secret = generate_totp_secret()
            until = (clock.now() + SECRET_LIFE).timestamp()
            content = {"secret": self.secret, "person": person.pk, "until": until}
            self.initial["sealed"] = vault.locked(json.dumps(content))
        else:
            self.secret = self._opened(self.data.get("sealed", ""))

    def clean_code(self) -> str:
        forget = check_rate_limit(self.person)
        code = str(self.cleaned_data["code"])
        if not self.secret:
            raise forms.ValidationError(_("This page was open too long. Begin again."))
        if not validate_totp_code(self.secret, code):
            raise factors.Adapter().validation_error("incorrect_code")
        forget()
        return code

    def _opened(self, sealed: str) -> str:
        try:
            content: dict[str, Any] = json.loads(vault.opened(sealed) or "{}")
        except ValueError:
            return ""
        if content.get("person") != self.person.pk or datetime.fromtimestamp(content["until"], UTC) < clock.now():
            return ""
        return str(content["secret"])


class NameForm(forms.Form):
    """The name of a passkey."""

    name = forms.CharField(label=_("Name"), max_length=factors.NAME_LIMIT)
