"""Invitations: a letter with a link that works once, for three days, and gives what was promised only when somebody
accepts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deskhand.accounts.actions import give_role, invitations, invite, take_role
from deskhand.accounts.actions.invitations import INVITATION_LIFE
from deskhand.accounts.addresses import is_verified
from deskhand.accounts.models import DeskRole, DirectoryEntry, Invitation, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied
from tests.cast import Cast
from tests.isolation.asking import WRITE

PAGE = "/agent/it/people/invitations/"
NEW = "nora@eberfeld.example"


def _letter(cast: Cast, to: str = NEW) -> str:
    """The newest letter to an address, as text."""
    cast.work()
    letter = [one for one in mail.outbox if one.to == [to]][-1]
    return f"{letter.subject}\n{letter.body}"


def _path(cast: Cast, to: str = NEW) -> str:
    found = re.search(r"/invitation/[^/\s]+/", _letter(cast, to))
    assert found is not None
    return found.group()


def _invited(cast: Cast, to: str = NEW, role: str = "agent", by: str = "lena") -> str:
    invite(actor=cast.actor(by), desk=cast.it, role=role, typed=to)
    return _path(cast, to)


def _role(cast: Cast, person: Person) -> list[str]:
    return list(DeskRole.objects.filter(desk=cast.it, person=person).values_list("role", flat=True))


def test_letters_are_counted_and_not_posts_whatever_became_of_them(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(invitations, "LETTERS_A_DAY", 3)
    lena = cast.client("lena")
    assert lena.post(PAGE, {"addresses": f"{NEW}, two@x.example", "role": "requester"}).status_code == 302
    first, second = Invitation.objects.within(cast.it).order_by("pk")
    lena.post(f"{PAGE}{first.pk}/withdraw/")
    refused = lena.post(PAGE, {"addresses": "three@x.example four@x.example", "role": "requester"})
    assert refused.status_code == 422 and "At most 3 letters" in refused.content.decode()
    assert lena.post(f"{PAGE}{second.pk}/again/").status_code == 302
    assert lena.post(f"{PAGE}{second.pk}/again/").status_code == 429
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert lena.post(PAGE, {"addresses": "three@x.example", "role": "requester"}).status_code == 302


def test_a_colleague_is_invited_chooses_a_name_and_a_password_and_begins(cast: Cast):
    assert cast.client("lena").post(PAGE, {"addresses": NEW, "role": "agent"}).status_code == 302
    letter = _letter(cast)
    assert "Lena Hartmann" in letter and "IT" in letter and "Agent" in letter and "72 hours" in letter
    assert not Person.objects.filter(email=NEW).exists()
    path, guest = _path(cast), Client()
    page = guest.get(path).content.decode()
    assert "Lena Hartmann" in page and NEW in page
    done = guest.post(path, {"name": "Nora Falk", "password": "a good long sentence"})
    assert (done.status_code, done.headers["Location"]) == (302, "/agent/")
    nora = Person.objects.get(email=NEW)
    assert (nora.name, _role(cast, nora), is_verified(NEW)) == ("Nora Falk", ["agent"], True)
    assert nora.check_password("a good long sentence")
    assert guest.get("/agent/it/tickets/").status_code == 200


def test_without_a_password_somebody_new_comes_in_by_links(cast: Cast):
    path, guest = _invited(cast), Client()
    assert guest.post(path, {"name": "Nora", "password": ""}).status_code == 302
    assert not Person.objects.get(email=NEW).has_usable_password()
    assert guest.get("/me/").status_code == 200


@pytest.mark.parametrize(
    ("posted", "words"), [({"name": ""}, "required"), ({"name": "N", "password": "short"}, "Choose a password")]
)
def test_what_cannot_be_taken_is_asked_again_and_uses_nothing_up(cast: Cast, posted: dict[str, str], words: str):
    path, guest = _invited(cast), Client()
    refused = guest.post(path, posted)
    assert refused.status_code == 422 and words in refused.content.decode()
    assert not Person.objects.filter(email=NEW).exists()
    assert guest.post(path, {"name": "Nora"}).status_code == 302


def test_looking_uses_nothing_up_and_the_button_works_once(cast: Cast):
    path = _invited(cast)
    with CaptureQueriesContext(connection) as asked:
        for _time in range(3):
            assert Client().get(path).status_code == 200
    assert not [one["sql"] for one in asked if WRITE.match(one["sql"])]
    assert Client().post(path, {"name": "Nora"}).status_code == 302
    assert Client().post(path, {"name": "Somebody else"}).status_code == 404
    assert Client().get(path).status_code == 404


def test_it_runs_out_after_72_hours(cast: Cast):
    path = _invited(cast)
    made = Invitation.objects.within(cast.it).get()
    with clock.frozen(made.sent_at + INVITATION_LIFE - timedelta(minutes=1)):
        assert Client().get(path).status_code == 200
    with clock.frozen(made.sent_at + INVITATION_LIFE):
        assert Client().get(path).status_code == 404
        assert Client().post(path, {"name": "Nora"}).status_code == 404
        assert "has run out" in cast.client("lena").get(PAGE).content.decode()


def test_sent_again_the_old_link_dies_and_withdrawn_both_do(cast: Cast):
    old, lena = _invited(cast), cast.client("lena")
    pk = Invitation.objects.within(cast.it).get().pk
    assert lena.post(f"{PAGE}{pk}/again/").status_code == 302
    assert Client().get(old).status_code == 404
    new = _path(cast)
    assert new != old and Client().get(new).status_code == 200
    assert lena.post(f"{PAGE}{pk}/withdraw/").status_code == 302
    assert Client().get(new).status_code == 404
    assert lena.post(f"{PAGE}{pk}/again/").status_code == 404
    assert "withdrawn" in lena.get(PAGE).content.decode()


def test_the_token_is_nowhere_but_in_the_letter(cast: Cast):
    token = _invited(cast).strip("/").rpartition("/")[2]
    row = Invitation.objects.within(cast.it).values().get()
    assert token not in str(row) and len(row["digest"]) == 64


def test_good_addresses_of_a_list_are_sent_and_the_others_come_back_with_the_reason(cast: Cast):
    typed = f"Nora Falk <{NEW}>, no address\n{NEW}; ben@eberfeld.example second@eberfeld.example"
    answer = cast.client("lena").post(PAGE, {"addresses": typed, "role": "agent"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2 invitations are on their way" in page
    assert "is not a mail address" in page and "It stands there twice" in page and "Has this role already" in page
    field = page.partition("<textarea")[2].partition("</textarea>")[0]
    assert "ben@eberfeld.example" in field and "second@eberfeld.example" not in field
    invited = Invitation.objects.within(cast.it).order_by("pk").values_list("email", "name")
    assert list(invited) == [(NEW, "Nora Falk"), ("second@eberfeld.example", "")]


def test_too_many_at_once_are_refused_with_the_limit(cast: Cast):
    typed = "\n".join(f"p{n}@eberfeld.example" for n in range(51))
    answer = cast.client("lena").post(PAGE, {"addresses": typed, "role": "agent"})
    assert answer.status_code == 422 and "At most 50 addresses" in answer.content.decode()
    assert not Invitation.objects.within(cast.it).exists()


def test_agents_invite_requesters_and_give_no_roles(cast: Cast):
    jana = cast.client("jana")
    assert "Desk administrator" not in jana.get(PAGE).content.decode()
    assert jana.post(PAGE, {"addresses": NEW, "role": "admin"}).status_code == 422
    with pytest.raises(Denied):
        invite(actor=cast.actor("jana"), desk=cast.it, role="agent", typed=NEW)
    assert jana.post(PAGE, {"addresses": NEW, "role": "requester"}).status_code == 302
    guest = Client()
    done = guest.post(_path(cast), {"name": "Nora"})
    assert done.headers["Location"] == "/"
    nora = Person.objects.get(email=NEW)
    assert _role(cast, nora) == []
    assert DirectoryEntry.objects.within(cast.it).get(person=nora).came == "invited"
    assert cast.client("arno").get(PAGE).status_code == 403
    assert cast.client("hanna").get(PAGE).status_code == 404


def test_who_may_not_give_the_role_any_more_has_promised_nothing(cast: Cast):
    give_role(actor=SYSTEM, desk=cast.it, person=cast.ben, role="admin")
    path = _invited(cast, by="ben")
    take_role(actor=SYSTEM, desk=cast.it, person=cast.ben, role="admin")
    assert Client().post(path, {"name": "Nora"}).status_code == 404
    assert not Person.objects.filter(email=NEW).exists()


def test_an_existing_person_accepts_by_signing_in(cast: Cast):
    path = _invited(cast, to="oliver@nordwind.example")
    page = Client().get(path).content.decode()
    assert "Sign in to accept" in page and "Your name" not in page
    assert Client().post(path, {"name": "Oliver"}).status_code == 403
    oliver = cast.client("oliver")
    assert oliver.post(path).status_code == 302
    assert _role(cast, cast.oliver) == ["agent"]
    assert oliver.get("/agent/it/tickets/").status_code == 200


def test_somebody_else_signed_in_is_told_for_whom_it_is(cast: Cast):
    path = _invited(cast)
    answer = cast.client("mara").get(path)
    assert "You are signed in as somebody else: Mara Lindqvist" in answer.content.decode()
    assert cast.client("mara").post(path, {"name": "Mara"}).status_code == 403
    assert _role(cast, cast.mara) == []
    assert Client().get(path).status_code == 200


def test_inviting_tells_nothing_of_people_whom_the_desk_does_not_know(cast: Cast):
    cast.ticket("Parental leave", by="oliver", desk="hr")
    known = cast.client("jana").post(PAGE, {"addresses": "oliver@nordwind.example", "role": "requester"})
    fresh = cast.client("jana").post(PAGE, {"addresses": NEW, "role": "requester"})
    assert known.status_code == fresh.status_code == 302
    assert "Oliver Brandt" not in cast.client("jana").get(PAGE).content.decode()


def test_a_link_that_nobody_made_opens_nothing(cast: Cast):
    assert Client().get("/invitation/bogus/").status_code == 404
    assert Client().post("/invitation/bogus/", {"name": "N"}).status_code == 404
