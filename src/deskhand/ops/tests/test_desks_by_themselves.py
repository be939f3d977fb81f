"""A desk whose administrator is nobody else: every setting that the desk needs is theirs, and what is not is named."""

from deskhand.accounts.actions import switch_module
from deskhand.accounts.actors import actor_for
from deskhand.kernel import modules, slots
from deskhand.kernel.actor import SYSTEM, Channel
from deskhand.tickets import settings_nav

OF_THE_INSTALLATION = {
    "ops-accounts",
    "ops-desks",
    "ops-glass",
    "ops-installation",
    "ops-jobs",
    "ops-sign-in",
    "ops-site-admins",
    "mail-installation",
    "mail-senders-everywhere",
    "calendars-shared-list",
}
"""What belongs to no desk: docs/admin/desks.md says why."""


def test_an_administrator_of_a_desk_opens_every_setting_of_it_without_a_site_administrator(cast):
    for one in modules.installed():
        switch_module(actor=SYSTEM, desk=cast.hr, module=one.label, on=True)
    hanna, browser = actor_for(cast.hanna, Channel.WEB), cast.client("hanna")
    assert not hanna.is_site_admin
    pages = list(slots.items("settings_page", desk_id=cast.hr.pk))
    hidden = {settings_nav.code_of(one) for one in pages if not one.shown_to(hanna, cast.hr)}
    closed = [
        one.url(cast.hr)
        for one in pages
        if one.shown_to(hanna, cast.hr) and browser.get(one.url(cast.hr), follow=True).status_code != 200
    ]
    assert not closed
    assert hidden == OF_THE_INSTALLATION
