"""A desk's rules for letters that answer its tickets."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from deskhand.accounts.models import Desk
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.tickets.actions import set_answer_rules
from deskhand.tickets.answer_rules import RULES, rules_of
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import AgentsByMail, Newcomers
from deskhand.web.gates import gate


class AnswersForm(forms.Form):
    """Who joins a ticket by mail, and how agents answer by it."""

    newcomers = forms.ChoiceField(
        label=gettext_lazy("Somebody who is not on a ticket answers one of its letters"),
        choices=Newcomers.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("A letter that was passed on brings them. Whoever was taken out never joins by itself."),
    )
    copies_follow = forms.BooleanField(
        label=gettext_lazy("People in To and Cc follow the ticket"),
        required=False,
        help_text=gettext_lazy(
            "Of an answer only if it proves who sent it, and never where your own address was in blind copy."
        ),
    )
    agents_by_mail = forms.ChoiceField(
        label=gettext_lazy("Letters in an agent’s name that go to the requester"),
        choices=AgentsByMail.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("All others are kept as internal notes that say so."),
    )
    commands = forms.BooleanField(
        label=gettext_lazy("Agents may write commands at the top of an answer"),
        required=False,
        help_text=gettext_lazy(
            "#status resolved, #assign me, #priority high, #tag vpn, #untag vpn, #note: only with the reply address of "
            "their own notification. The lines do not go out."
        ),
    )

    @classmethod
    def of(cls, desk: Desk) -> AnswersForm:
        """The form with what is so now."""
        rules = rules_of(desk.pk)
        return cls(initial={name: getattr(rules, name) for name in RULES})


@gate("desk:mail.settings", sample="desk")
@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, desk: str) -> HttpResponse:
    """Who joins by mail, who follows, how agents answer."""
    here = the_desk(desk)
    if request.method != "POST":
        return page(request, "ops/mail/answers.html", here, form=AnswersForm.of(here))
    form = AnswersForm(request.POST)
    if done(form, lambda **wanted: set_answer_rules(actor=actor_of(request), desk=here, **wanted)):
        return after(request, _("Saved."), "mail:answers", desk)
    return page(request, "ops/mail/answers.html", here, form=form, status=422)
