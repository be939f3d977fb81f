"""What a desk believes about its letters, and what becomes of those that the filters hold back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.mail.actions import FilterRules, let_in, name_receiving_server, save_filter_rules
from deskhand.mail.holding import held_senders
from deskhand.mail.models import Mailbox, MailRules, ReceivingServer, SpamFilter, SpamGoes
from deskhand.mail.models.rules import HOURLY_LIMIT
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


class FilterRulesForm(forms.Form):
    """What becomes of spam and of floods."""

    spam_goes = forms.ChoiceField(
        label=gettext_lazy("What a spam filter calls spam becomes"),
        choices=SpamGoes.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Either way nobody is answered and nobody is told."),
    )
    sender_hourly = forms.IntegerField(
        label=gettext_lazy("Letters of one address in an hour"),
        min_value=0,
        max_value=HOURLY_LIMIT,
        help_text=gettext_lazy("What comes beyond waits in quarantine. 0: no limit."),
    )
    domain_hourly = forms.IntegerField(
        label=gettext_lazy("Letters of one domain in an hour"),
        min_value=0,
        max_value=HOURLY_LIMIT,
        help_text=gettext_lazy("All its addresses together. 0: no limit."),
    )
    checks_signatures = forms.BooleanField(
        label=gettext_lazy("Check signatures (DKIM) here where no server is named"),
        required=False,
        help_text=gettext_lazy("Asks the name servers for each letter. Better name the receiving server below."),
    )

    @classmethod
    def of(cls, desk: Desk) -> FilterRulesForm:
        """The form with what is so now."""
        rules = MailRules.objects.within(desk).first() or MailRules(desk=desk)
        return cls(initial={name: getattr(rules, name) for name in cls.base_fields})


class ServerForm(forms.Form):
    """Whose word counts about the letters of a mailbox."""

    name = forms.CharField(
        label=gettext_lazy("Name of the receiving server"),
        max_length=253,
        required=False,
        help_text=gettext_lazy("The first word of its Authentication-Results. Empty: nobody is believed."),
    )
    spam_filter = forms.ChoiceField(label=gettext_lazy("Believed about spam"), choices=SpamFilter.choices)

    @classmethod
    def of(cls, mailbox: Mailbox) -> ServerForm:
        """The form with what is so now."""
        found = getattr(mailbox, "receiving_server", None) or ReceivingServer(mailbox=mailbox)
        return cls(prefix=f"box{mailbox.pk}", initial={"name": found.name, "spam_filter": found.spam_filter})


@gate("desk:mail.settings", sample="desk")
@require_http_methods(["GET", "POST"])
def filters(request: HttpRequest, desk: str) -> HttpResponse:
    """The rules for spam and floods, the servers that are believed, and whose letters wait."""
    here = the_desk(desk)
    if request.method != "POST":
        return _page(request, here)
    form = FilterRulesForm(request.POST)
    if done(form, lambda **wanted: _save(request, here, **wanted)):
        return after(request, _("Saved."), "mail:filters", desk)
    return _page(request, here, form=form, status=422)


@gate("desk:mail.settings", sample="desk")
@require_POST
def server(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Name the receiving server of a mailbox."""
    here = the_desk(desk)
    mailbox = get_object_or_404(Mailbox.objects.within(here), pk=pk)
    form = ServerForm(request.POST, prefix=f"box{pk}")
    if done(form, lambda **wanted: name_receiving_server(actor=actor_of(request), mailbox=mailbox, **wanted)):
        return after(request, _("Saved."), "mail:filters", desk)
    return _page(request, here, wrong={pk: form}, status=422)


@gate("desk:mail.settings", sample="desk")
@require_POST
def release(request: HttpRequest, desk: str) -> HttpResponse:
    """Let the letters of a sender in that wait."""
    here = the_desk(desk)
    count = let_in(actor=actor_of(request), desk=here, from_email=request.POST.get("from_email", ""))
    words = ngettext("%(num)s letter is being read again.", "%(num)s letters are being read again.", count)
    return after(request, words % {"num": count}, "mail:filters", desk)


def _save(request: HttpRequest, desk: Desk, **wanted: Any) -> MailRules:
    return save_filter_rules(actor=actor_of(request), desk=desk, rules=FilterRules(**wanted))


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    form: FilterRulesForm | None = None,
    wrong: dict[int, ServerForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    boxes = Mailbox.objects.within(desk).select_related("receiving_server").order_by("address")
    context = {
        "form": form or FilterRulesForm.of(desk),
        "boxes": [(box, (wrong or {}).get(box.pk) or ServerForm.of(box)) for box in boxes],
        "held": held_senders(desk),
    }
    return page(request, "ops/mail/filters.html", desk, status=status, **context)
