"""Several addresses of one person: a further one counts once it is proven by that person, signed in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from deskhand.accounts import addresses
from deskhand.accounts.actions import (
    ask_for_address,
    make_main_address,
    own_addresses,
    prove_address,
    remove_address,
)
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.errors import Conflict, Denied, Invalid, NotFound
from tests.cast import Cast

OTHER = "mara@home.example"


def _token(cast: Cast, to: str = OTHER) -> str:
    cast.work()
    letter = [one for one in mail.outbox if one.to == [to]][-1]
    found = re.search(r"/me/addresses/prove/([^/\s]+)/", str(letter.body))
    assert found is not None
    return found.group(1)


def _ask(cast: Cast, email: str = OTHER) -> str:
    ask_for_address(actor=cast.actor("mara"), person=cast.mara, email=email)
    return _token(cast, email)


def _row(person: Person, email: str = OTHER) -> EmailAddress:
    found: EmailAddress = EmailAddress.objects.get(user=person, email=email)
    return found


def test_a_further_address_is_nobodys_until_its_owner_proves_it(cast: Cast):
    token, mara = _ask(cast), cast.client("mara")
    assert addresses.owner_of(OTHER) is None
    page = mara.get(f"/me/addresses/prove/{token}/")
    assert page.status_code == 200 and OTHER in page.content.decode()
    assert addresses.owner_of(OTHER) is None
    assert mara.post(f"/me/addresses/prove/{token}/").status_code == 302
    assert addresses.owner_of(OTHER) == cast.mara and addresses.is_verified(OTHER)
    assert OTHER in mara.get("/me/addresses/").content.decode()


def test_the_link_is_for_who_asked_alone_and_for_72_hours(cast: Cast):
    token = _ask(cast)
    assert cast.client("oliver").post(f"/me/addresses/prove/{token}/").status_code == 404
    assert "/sign-in/" in cast.client().post(f"/me/addresses/prove/{token}/").headers["Location"]
    assert cast.client("mara").get("/me/addresses/prove/bogus/").status_code == 404
    with clock.frozen(clock.now() + timedelta(hours=72, minutes=1)), pytest.raises(NotFound):
        prove_address(actor=cast.actor("mara"), person=cast.mara, token=token)


def test_an_address_of_another_account_is_asked_for_alike_and_never_taken(cast: Cast):
    token = _ask(cast, "oliver@nordwind.example")
    with pytest.raises(Conflict):
        prove_address(actor=cast.actor("mara"), person=cast.mara, token=token)
    assert addresses.owner_of("oliver@nordwind.example") == cast.oliver


def test_a_proven_address_becomes_the_main_one_and_the_former_is_told(cast: Cast):
    prove_address(actor=cast.actor("mara"), person=cast.mara, token=_ask(cast))
    make_main_address(actor=cast.actor("mara"), person=cast.mara, address_id=_row(cast.mara).pk)
    cast.work()
    assert Person.objects.get(pk=cast.mara.pk).email == OTHER
    assert EmailAddress.objects.get(user=cast.mara, primary=True).email == OTHER
    assert [one.to for one in mail.outbox][-1] == ["mara@kestrel.example"]
    assert addresses.owner_of("mara@kestrel.example") == cast.mara


def test_the_main_address_stays_and_others_can_go(cast: Cast):
    prove_address(actor=cast.actor("mara"), person=cast.mara, token=_ask(cast))
    main = EmailAddress.objects.get(user=cast.mara, primary=True)
    with pytest.raises(Denied):
        remove_address(actor=cast.actor("mara"), person=cast.mara, address_id=main.pk)
    remove_address(actor=cast.actor("mara"), person=cast.mara, address_id=_row(cast.mara).pk)
    assert addresses.owner_of(OTHER) is None


def test_links_that_were_asked_for_early_do_not_go_beyond_the_most_addresses(cast: Cast, monkeypatch):
    links = [_ask(cast, f"mara{number}@home.example") for number in range(2)]
    monkeypatch.setattr(own_addresses, "ADDRESS_LIMIT", 2)
    mara = cast.client("mara")
    pages = [mara.post(f"/me/addresses/prove/{link}/", follow=True).content.decode() for link in links]
    assert ["At most 2 addresses" in page for page in pages] == [False, True]
    assert EmailAddress.objects.filter(user=cast.mara).count() == 2


def test_addresses_of_others_are_out_of_reach(cast: Cast):
    row = EmailAddress.objects.get(user=cast.oliver)
    with pytest.raises(NotFound):
        make_main_address(actor=cast.actor("mara"), person=cast.mara, address_id=row.pk)
    with pytest.raises(Denied):
        remove_address(actor=cast.actor("mara"), person=cast.oliver, address_id=row.pk)


def test_what_is_no_address_or_ones_own_already_is_refused_in_words(cast: Cast):
    mara = cast.client("mara")
    assert mara.get("/me/addresses/").status_code == 200
    with pytest.raises(Invalid):
        ask_for_address(actor=cast.actor("mara"), person=cast.mara, email="mara@kestrel.example")
