"""Rules for spam and floods, whose word counts, and the lists of senders, on their pages."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from deskhand.kernel import clock
from deskhand.mail import actions
from deskhand.mail.models import InboundMail, MailRules, ReceivingServer, SenderRule
from deskhand.mail.tests.post import letter, post

FILTERS = "/agent/settings/it/mail/filters/"
SENDERS = "/agent/settings/it/mail/senders/"
EVERYWHERE = "/agent/settings/installation/senders/"
RULES = {"spam_goes": "quarantine", "sender_hourly": "5", "domain_hourly": "50"}


def test_an_administrator_says_what_becomes_of_spam_and_the_history_tells(cast):
    lena = cast.client("lena")
    assert lena.post(FILTERS, RULES).status_code == 302
    row = MailRules.objects.within(cast.it).get()
    assert (row.spam_goes, row.sender_hourly, row.domain_hourly, row.checks_signatures) == ("quarantine", 5, 50, False)
    assert re.search(r'value="quarantine"[^>]* checked', lena.get(FILTERS).text)
    told = lena.get(reverse("ops:history", args=["it", "mail-filters"])).text
    assert (
        "A ticket among the spam" in told and "Into quarantine" in told and "Letters of one address in an hour" in told
    )


def test_a_rate_that_is_none_is_refused_and_what_was_typed_stays(cast):
    answer = cast.client("lena").post(FILTERS, {**RULES, "sender_hourly": "99999999"})
    assert answer.status_code == 422 and 'value="99999999"' in answer.text
    assert not MailRules.objects.within(cast.it).exists()


def test_the_receiving_server_of_a_mailbox_is_named(cast):
    lena, box = cast.client("lena"), f"box{cast.mailbox.pk}"
    url = reverse("mail:server", args=["it", cast.mailbox.pk])
    wrong = lena.post(url, {f"{box}-name": "https://mx.example", f"{box}-spam_filter": "any"})
    assert wrong.status_code == 422 and "Write the server&#39;s name alone" in wrong.text
    assert lena.post(url, {f"{box}-name": "MX.Eberfeld.example", f"{box}-spam_filter": "rspamd"}).status_code == 302
    row = ReceivingServer.objects.within(cast.it).get()
    assert (row.name, row.spam_filter) == ("mx.eberfeld.example", "rspamd")
    assert 'value="mx.eberfeld.example"' in lena.get(FILTERS).text


def test_one_line_for_each_sender_whose_letters_wait_and_one_press_lets_them_in(cast):
    actions.save_filter_rules(
        actor=cast.actor("lena"), desk=cast.it, rules=actions.FilterRules(sender_hourly=1, domain_hourly=0)
    )
    for number in range(4):
        post(cast.mailbox, letter("Alarm <alarm@nowhere.example>", f"Alarm {number}"))
    lena = cast.client("lena")
    page = lena.get(FILTERS).text
    assert page.count("alarm@nowhere.example</bdi>") == 1 and "3 letters wait" in page
    lena.post(reverse("mail:release", args=["it"]), {"from_email": "alarm@nowhere.example"})
    cast.work()
    assert set(InboundMail.objects.within(cast.it).values_list("outcome", flat=True)) == {"new_ticket"}
    assert "alarm@nowhere.example" not in lena.get(FILTERS).text


def test_a_sender_is_blocked_found_and_taken_off_the_list(cast):
    lena = cast.client("lena")
    assert 'value="eve@shop.example"' in lena.get(f"{SENDERS}?address=eve@shop.example").text
    tomorrow = (clock.now() + timedelta(days=1)).date().isoformat()
    entry = {"address_or_domain": "Shop.example", "kind": "block", "why": "Offers, daily", "expires_on": tomorrow}
    assert lena.post(SENDERS, entry).status_code == 302
    row = SenderRule.objects.within(cast.it).get()
    assert (row.pattern, row.kind) == ("@shop.example", "block") and row.expires_at > clock.now() + timedelta(hours=23)
    page = lena.get(f"{SENDERS}?q=shop").text
    assert "@shop.example" in page and "Offers, daily" in page and "Lena" in page
    assert "No sender fits." in lena.get(f"{SENDERS}?q=nothing").text
    lena.post(reverse("mail:forget_sender", args=["it"]), {"pattern": "@shop.example"})
    assert "Nobody is blocked" in lena.get(SENDERS).text


@pytest.mark.parametrize("wrong", ["nobody", "it@eberfeld.example", "-.example"])
def test_what_is_no_sender_is_refused_with_words(cast, wrong):
    answer = cast.client("lena").post(SENDERS, {"address_or_domain": wrong, "kind": "block"})
    assert answer.status_code == 422 and f'value="{wrong}"' in answer.text


def test_a_day_that_is_over_is_refused(cast):
    entry = {"address_or_domain": "shop.example", "kind": "allow", "expires_on": "2020-01-01"}
    assert cast.client("lena").post(SENDERS, entry).status_code == 422


def test_the_installation_has_a_list_for_all_desks(cast):
    lena = cast.client("lena")
    lena.post(EVERYWHERE, {"address_or_domain": "botnet.example", "kind": "block"})
    assert SenderRule.objects.within(None).get().pattern == "@botnet.example"
    assert "@botnet.example" in lena.get(EVERYWHERE).text
    assert "1 more entry holds for all desks" in lena.get(SENDERS).text
    assert post(cast.mailbox, letter("Bot <bot@botnet.example>")).outcome == "blocked_sender"
    assert cast.client("hanna").get(EVERYWHERE).status_code in (302, 403, 404)
