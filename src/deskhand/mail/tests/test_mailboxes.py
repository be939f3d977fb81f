"""Which mailbox an address belongs to, and what a mailbox gives to its tickets."""

import pytest

from deskhand.kernel import vault
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.mail.actions import MailboxDetails, OAuthDetails, save_mailbox
from deskhand.mail.models import OAuthAccess
from deskhand.mail.own import is_own, own_addresses
from deskhand.mail.queries import mailbox_for
from deskhand.mail.tests.post import letter, post, tickets


def saved(cast, **details):
    given = {"name": "it", "address": "it@eberfeld.example", **details}
    return save_mailbox(actor=cast.actor("lena"), desk=cast.it, details=MailboxDetails(**given), mailbox=cast.mailbox)


@pytest.mark.parametrize(
    "address",
    [
        "it@eberfeld.example",
        " IT@Eberfeld.Example ",
        "it+t42-7-abc@eberfeld.example",
        "servicedesk@eberfeld.example",
        "servicedesk+anything@eberfeld.example",
    ],
)
def test_a_mailbox_takes_letters_to_its_address_its_aliases_and_what_stands_behind_a_plus(cast, address):
    box = saved(cast, aliases=["ServiceDesk@Eberfeld.example "])
    assert mailbox_for(address) == box


@pytest.mark.parametrize("address", ["", "it", "@", "nobody@eberfeld.example", "it@elsewhere.example"])
def test_an_address_of_nobody_belongs_to_no_mailbox(cast, address):
    assert mailbox_for(address) is None


def test_a_mailbox_or_a_desk_that_is_switched_off_takes_nothing(cast):
    box = saved(cast, aliases=["servicedesk@eberfeld.example"], is_active=False)
    assert mailbox_for(box.address) is None and mailbox_for("servicedesk@eberfeld.example") is None
    saved(cast, is_active=True)
    assert mailbox_for(box.address) == box
    cast.it.is_active = False
    cast.it.save()
    assert mailbox_for(box.address) is None


def test_an_address_is_of_one_mailbox_alone(cast):
    saved(cast, aliases=["servicedesk@eberfeld.example"])
    hr = MailboxDetails(name="hr", address="hr@eberfeld.example", aliases=["servicedesk@eberfeld.example"])
    with pytest.raises(Conflict, match=r"servicedesk@eberfeld.example is a mailbox already, or an alias"):
        save_mailbox(actor=cast.actor("hanna"), desk=cast.hr, details=hr)
    own = MailboxDetails(name="hr", address="servicedesk@eberfeld.example")
    with pytest.raises(Conflict, match=r"or an alias"):
        save_mailbox(actor=cast.actor("hanna"), desk=cast.hr, details=own)


@pytest.mark.parametrize("wrong", [["no address"], ["it@eberfeld.example"], [f"a{n}@x.example" for n in range(101)]])
def test_aliases_that_cannot_be_are_refused_in_words(cast, wrong):
    with pytest.raises(Invalid) as refusal:
        saved(cast, aliases=wrong)
    assert refusal.value.fields["aliases"]


def test_an_alias_is_an_address_of_ours_and_becomes_nobodys_follower(cast):
    saved(cast, aliases=["servicedesk@eberfeld.example"])
    assert is_own("servicedesk+x@eberfeld.example", own_addresses())
    post(cast.mailbox, letter(to="servicedesk@eberfeld.example", Cc="servicedesk+x@eberfeld.example"))
    assert len(tickets()) == 1
    assert not tickets()[0].followers.exclude(person=tickets()[0].requester).exists()


def test_an_alias_can_be_taken_back(cast):
    saved(cast, aliases=["servicedesk@eberfeld.example", "help@eberfeld.example"])
    saved(cast, aliases=["help@eberfeld.example"])
    assert mailbox_for("servicedesk@eberfeld.example") is None
    assert mailbox_for("help@eberfeld.example") == cast.mailbox


def test_a_mailbox_gives_its_tags_to_new_tickets(cast):
    saved(cast, tags=["VIP line", "Berlin"])
    cast.mailbox.refresh_from_db()
    post(cast.mailbox, letter())
    assert set(tickets()[0].tags.values_list("name", flat=True)) == {"vip-line", "berlin"}


def test_a_mailbox_gives_its_kind_to_new_tickets(cast):
    post(cast.mailbox, letter(subject="Before"))
    saved(cast, kind="question")
    cast.mailbox.refresh_from_db()
    post(cast.mailbox, letter(subject="After"))
    assert [one.kind for one in tickets()] == ["incident", "question"]


def test_tokens_do_not_follow_a_mailbox_that_goes_elsewhere_by_password_and_comes_back(cast):
    app = OAuthDetails(provider="google", client_id="an-app")
    by_token = {"protocol": "imap", "fetch_user": "it", "fetch_sign_in": "oauth", "oauth": app}
    saved(cast, fetch_host="imap.gmail.com", **by_token)
    OAuthAccess.objects.within(cast.it).update(access_token=vault.locked("a"), refresh_token=vault.locked("r"))
    saved(cast, fetch_host="elsewhere.example", protocol="imap", fetch_user="it", fetch_password="p")
    saved(cast, fetch_host="elsewhere.example", **by_token)
    access = OAuthAccess.objects.within(cast.it).get()
    assert (access.access_token, access.refresh_token) == ("", "")
