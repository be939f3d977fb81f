"""Keys of a desk by which sealed mail is opened and signatures are checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.mail.actions import add_mail_key, remove_mail_key
from deskhand.mail.models import MailKey, MailKeyUse
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate

ACCEPTED = ".pem,.crt,.cer,.der,.key,.p12,.pfx,.asc,.gpg,.pgp"
"""Endings of files that hold keys, for the browser's own dialogue."""


class KeyForm(forms.Form):
    """A file with a key."""

    file = forms.FileField(
        label=gettext_lazy("File with the key"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=gettext_lazy("S/MIME: .p12, .pfx, .pem or .crt. PGP: .asc."),
    )
    password = forms.CharField(
        label=gettext_lazy("Password of the file"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Private keys usually have one. Public ones do not."),
    )


@gate("desk:mail.settings", sample="desk", fresh="change")
@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest, desk: str) -> HttpResponse:
    """All keys of a desk, and a form for one more."""
    here = the_desk(desk)
    form = KeyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and done(form, lambda file, password: _add(request, here, file, password)):
        return after(request, _("The key is used from now on."), "mail:keys", desk)
    return _page(request, here, form, status=422 if request.method == "POST" else 200)


@gate("desk:mail.settings", sample="desk", fresh=True)
@require_POST
def remove(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Forget a key."""
    row = get_object_or_404(MailKey.objects.within(the_desk(desk)), pk=pk)
    remove_mail_key(actor=actor_of(request), key=row)
    return after(request, _("The key is not used any more."), "mail:keys", desk)


def _add(request: HttpRequest, desk: Desk, file: Any, password: str) -> None:
    add_mail_key(actor=actor_of(request), desk=desk, content=file.read(), password=password)


def _page(request: HttpRequest, desk: Desk, form: KeyForm, *, status: int) -> HttpResponse:
    rows = list(MailKey.objects.within(desk).select_related("added_by"))
    parts = [
        (_("They open mail to this desk"), [one for one in rows if one.use == MailKeyUse.OWN]),
        (_("They check signatures"), [one for one in rows if one.use != MailKeyUse.OWN]),
    ]
    return page(request, "ops/mail/keys.html", desk, status=status, form=form, parts=parts, now=clock.now())
