"""Finding a setting, what a page says about itself, and the history of its changes."""

from datetime import timedelta

from django.utils import translation

from deskhand.accounts.actions import save_sign_in_policy, switch_module
from deskhand.kernel import events, modules, slots
from deskhand.kernel.actor import SYSTEM
from deskhand.ops import history
from deskhand.ops.tests.test_settings_pages import at, general
from deskhand.webhooks.actions import save_webhook

MOST_ENTRIES = 12
"""Entries that an administrator meets in the list while all modules are off."""


def find(client, typed, **more):
    return client.get("/agent/settings/find/", {"q": typed, **more})


def all_pages(desk):
    return [(one, one.url(desk)) for one in slots.items("settings_page", desk_id=desk.pk)]


def all_on(cast):
    for one in modules.installed():
        switch_module(actor=SYSTEM, desk=cast.it, module=one.label, on=True)


def test_every_settings_page_is_found_by_its_title_and_says_what_it_changes(cast):
    all_on(cast)
    lena = cast.client("lena")
    silent, lost = [], []
    for page, address in all_pages(cast.it):
        shown = lena.get(address).content.decode()
        if "data-about" not in shown or "What this changes:" not in shown or not str(page.changes).strip():
            silent.append(address)
        if f'href="{address}"' not in find(lena, str(page.label), desk="it").content.decode():
            lost.append(address)
    assert not silent, f"say in `changes` of the settings page what it changes: {silent}"
    assert not lost, f"not found by their own titles: {lost}"


def test_every_fact_that_a_page_names_exists(cast):
    unknown = [code for page, _url in all_pages(cast.it) for code in page.facts if code not in events.types()]
    assert not unknown


def test_an_administrator_meets_a_dozen_entries_while_all_modules_are_off(cast):
    page = cast.client("lena").get(at("general")).content.decode()
    listed = page.partition('id="settings-list"')[2].partition("</nav>")[0]
    assert 5 < listed.count("<li>") <= MOST_ENTRIES


def test_a_single_field_is_found_by_its_label_its_help_and_its_choices(cast):
    lena = cast.client("lena")
    assert at("general") + "#id_close_days" in find(lena, "days of silence").content.decode()
    assert at("general") + "#id_signature" in find(lena, "after the agent's own").content.decode()
    assert at("general") + "#id_who_may_open" in find(lena, "invited people").content.decode()
    assert "/mail/mailboxes/new/#id_fetch_host" in find(lena, "IMAP").content.decode()


def test_a_setting_is_found_in_the_readers_own_language(cast):
    lena = cast.client("lena")
    with translation.override("de"):
        word = translation.gettext("Statuses")
    found = lena.get("/agent/settings/find/", {"q": word}, headers={"Accept-Language": "de"}).content.decode()
    assert at("statuses") in found


def test_only_what_one_may_open_is_found(cast):
    page = find(cast.client("priya"), "team").content.decode()
    assert at("teams") in page and at("general") not in page
    assert "/agent/settings/desks/" not in find(cast.client("hanna"), "desks", desk="it").content.decode()
    found = find(cast.client("hanna"), "signature", desk="it").content.decode()
    assert at("general", "hr") in found and at("general", "it") not in found
    assert "No setting has these words" in find(cast.client("mara"), "team").content.decode()


def test_without_an_answer_the_page_says_what_to_try(cast):
    assert "No setting has these words" in find(cast.client("lena"), "xyzzy").content.decode()


def test_while_one_types_the_list_alone_is_answered_and_comes_back_when_the_field_is_empty(cast):
    lena = cast.client("lena")
    part = lena.get("/agent/settings/find/", {"q": "reopen"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "#id_reopen_days" in part
    whole = lena.get("/agent/settings/find/", {"q": ""}, headers={"HX-Request": "true"}).content.decode()
    assert at("general") in whole and at("statuses") in whole


def test_a_page_says_since_when_it_is_so_and_who_changed_it(cast):
    lena = cast.client("lena")
    assert "Still as it came." in lena.get(at("statuses")).content.decode()
    lena.post(at("general"), general())
    page = lena.get(at("general")).content.decode()
    assert "Last changed" in page and "Lena Hartmann" in page.partition("data-about")[2].partition("</p>")[0]


def test_the_history_tells_who_when_old_and_new_but_no_texts(cast):
    cast.client("lena").post(at("general"), general(signature="Only for letters"))
    page = cast.client("lena").get(at("history/ops-desk")).content.decode()
    assert "Lena Hartmann" in page and "Days in which an answer reopens" in page
    assert "<bdi>14</bdi>" in page and ">21</bdi>" in page
    assert "People of known organizations" in page and "Signature" in page
    assert "Only for letters" not in page


def test_roles_and_modules_have_their_history(cast):
    lena = cast.client("lena")
    lena.post(at("roles"), {"who": "mara@kestrel.example", "role": "agent"})
    lena.post(at("grow"), {"wanted": ["announcements"]})
    assert "Mara Lindqvist" in lena.get(at("history/ops-roles")).content.decode()
    assert "Announcements" in lena.get(at("history/ops-grow")).content.decode().partition("<main")[2]


def test_a_history_is_for_those_who_may_open_its_page_and_tells_nothing_of_another_desk(cast):
    cast.client("hanna").post(at("general", "hr"), general(name="People Care", public_name=""))
    assert cast.client("priya").get(at("history/ops-desk")).status_code == 404
    assert cast.client("jana").get(at("history/ops-desk")).status_code == 403
    assert cast.client("hanna").get(at("history/ops-desk")).status_code == 404
    assert cast.client("lena").get(at("history/nothing")).status_code == 404
    assert "Hanna Brandt" not in cast.client("lena").get(at("history/ops-desk")).content.decode()


def test_what_is_done_on_a_settings_page_has_a_word_in_its_history():
    pages = [one.item for slot in slots.all_slots() if slot.name == "settings_page" for one in slot.contributions]
    codes = [(page, code.partition(".")[2]) for page in pages for code in page.facts]
    assert len(codes) > 20
    assert not [(str(page.label), verb) for page, verb in codes if verb not in history.verbs_of(page)]


def test_the_history_of_programs_and_of_signing_in_is_told_in_words(cast):
    row, _secret = save_webhook(actor=cast.actor("lena"), desk=cast.it, name="Pager", url="https://tools.example.org/")
    save_webhook(actor=cast.actor("lena"), desk=cast.it, webhook=row, name="Pager", url=row.url, is_on=False)
    hour, day = timedelta(hours=1), timedelta(days=1)
    save_sign_in_policy(actor=SYSTEM, roles=["auditor", "lead"], idle=hour, longest=day)
    lena = cast.client("lena")
    page = lena.get(at("history/webhooks")).content.decode()
    assert "made:</span> <bdi>Pager" in page and "<bdi>Send events</bdi>" in page
    page = lena.get("/agent/settings/installation/history/ops-sign-in/").content.decode()
    assert "Minutes without activity until a session ends" in page and "Auditor, Lead" in page


def test_an_empty_history_says_so(cast):
    page = cast.client("lena").get(at("history/mail-templates")).content.decode()
    assert "Nothing was changed yet" in page


def test_saving_what_is_so_already_is_no_change(cast):
    lena = cast.client("lena")
    status = cast.status("open")
    lena.post(at(f"statuses/{status.pk}"), {"name": "", "requester_name": ""})
    assert "Still as it came." in lena.get(at("statuses")).content.decode()
