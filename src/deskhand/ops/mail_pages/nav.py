"""The mail pages in the list of settings: one entry, a tab for each."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import SYSTEM
from deskhand.mail.queries import failing_mailboxes, quarantined, undelivered, undelivered_of
from deskhand.ops.mail_pages.answers import AnswersForm
from deskhand.ops.mail_pages.filtering import FilterRulesForm, ServerForm
from deskhand.ops.mail_pages.forms import TryForm, WordsForm
from deskhand.ops.mail_pages.installation_form import InstallationMailForm
from deskhand.ops.mail_pages.keeping_form import KeepingForm
from deskhand.ops.mail_pages.keys import KeyForm
from deskhand.ops.mail_pages.mailbox_form import MailboxForm
from deskhand.ops.mail_pages.senders import SenderForm
from deskhand.ops.mail_pages.sending_forms import SendingForm
from deskhand.ops.settings_list import INSTALLATION, THIS_DESK, DeskPage, SitePage
from deskhand.tickets import curtain

MAIL = _("Mail")


def waiting_for_somebody(desk: Desk | None) -> int:
    """Letters in quarantine, and letters that were not delivered. Those of confidential tickets are left out for
    everybody: whoever wrote one is told themselves."""
    if desk is None:
        return 0
    hidden = curtain.hidden_numbers(SYSTEM, desk.pk).filter(number__in=undelivered_of(desk))
    return quarantined(desk) + undelivered(desk, hidden=hidden)


_tab = partial(DeskPage, group=THIS_DESK, entry=MAIL, permission="mail.settings")

_PAGES = (
    _tab(
        label=_("Mailboxes"),
        name="mail:mailboxes",
        changes=_("which letters become tickets of this desk, and from where its answers are sent."),
        facts=("mailbox.edited", "mailbox.connected", "mailbox.disconnected"),
        forms=(MailboxForm,),
        form_at="mail:new_mailbox",
        alert=failing_mailboxes,
    ),
    _tab(
        label=pgettext_lazy("page", "Sending"),
        name="mail:sending",
        changes=_("how many letters go out at once, and what they are signed with."),
        facts=("mailbox.sending_changed",),
        forms=(SendingForm,),
        labels={"is_signed": _("Signed letters"), "signing_key": _("Signing key")},
    ),
    _tab(
        label=_("Answers"),
        name="mail:answers",
        changes=_("who joins a ticket by mail, who follows it, and how agents answer by mail."),
        facts=("answer_rules.changed",),
        forms=(AnswersForm,),
    ),
    _tab(
        label=_("Filters"),
        name="mail:filters",
        changes=_("what becomes of spam and floods, and whose word about a letter’s sender counts, from now on."),
        facts=("mail_rules.edited", "receiving_server.edited"),
        forms=(FilterRulesForm, ServerForm),
    ),
    _tab(
        label=_("Senders"),
        name="mail:senders",
        changes=_("whose letters are not taken in, and whose always are, from now on."),
        facts=("sender_rule.set", "sender_rule.forgotten"),
        forms=(SenderForm,),
    ),
    _tab(
        label=_("Keys"),
        name="mail:keys",
        changes=_("which sealed letters are opened, and whose signatures are checked, from now on."),
        facts=("mail_key.added", "mail_key.removed"),
        forms=(KeyForm,),
    ),
    _tab(
        label=_("Words of letters"),
        name="mail:templates",
        changes=_("the letters that Deskhand writes by itself, in the language of whoever reads them."),
        facts=("mail_template.edited",),
        forms=(WordsForm,),
    ),
    _tab(
        label=_("All mail"),
        name="mail:mail",
        changes=_("how long letters without a ticket are kept. Every letter that came in or went out is listed."),
        forms=(KeepingForm,),
        facts=(
            "mail_rules.edited",
            "inbound_mail.tried_again",
            "inbound_mail.ignored",
            "inbound_mail.opened_anyway",
            "outbound_mail.sent_again",
        ),
        alert=waiting_for_somebody,
    ),
    _tab(
        label=_("Try a message"),
        name="mail:try",
        changes=_("nothing. It says what would become of a message, and why; nothing of it is stored."),
        forms=(TryForm,),
    ),
)

for _place, _page in enumerate(_PAGES):
    slots.fill("settings_page", _page, order=40 + _place)

_SITE_PAGES = (
    SitePage(
        group=INSTALLATION,
        entry=MAIL,
        label=_("Senders"),
        name="mail:senders_everywhere",
        permission="site.settings",
        changes=_("whose letters no desk takes in, and whose always come in. A desk’s own entries count before these."),
        facts=("sender_rule.set", "sender_rule.forgotten"),
        forms=(SenderForm,),
    ),
    SitePage(
        group=INSTALLATION,
        entry=MAIL,
        label=_("Mail of the installation"),
        name="mail:installation",
        permission="site.settings",
        changes=_("from which address and server sign-in links and invitations go, from the next letter on."),
        facts=("installation_mail.edited",),
        forms=(InstallationMailForm,),
    ),
)

for _place, _site_page in enumerate(_SITE_PAGES):
    slots.fill("settings_page", _site_page, order=95 + _place)
