"""Two accounts of one person become one, and two again, without losing what came between."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from deskhand.accounts import addresses, merging
from deskhand.accounts.actions import (
    create_person,
    give_role,
    make_token,
    merge_people,
    name_contact,
    reactivate_person,
    save_team,
    undo_merge,
)
from deskhand.accounts.actions.importing.forgetting import forget_what_cannot_be_undone
from deskhand.accounts.actions.merge import UNDO_FOR
from deskhand.accounts.models import DeskRole, DirectoryEntry, Organization, OrganizationContact, Person, PersonMerge
from deskhand.accounts.references import keys_to
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Conflict, Denied, DeskhandError, Invalid, NotFound
from deskhand.kernel.models import Event
from deskhand.mail.receive import accept
from deskhand.tickets import actions
from deskhand.tickets.models import AccessLink, Follower, Ticket
from tests.cast import Cast

OWN = {"mfa.Authenticator.user", "usersessions.UserSession.user"}
"""Second factors lie still with the account that goes; its sessions end."""

ABOUT_MERGES = {"accounts.PersonMerge.kept", "accounts.PersonMerge.gone"}
HISTORY = {"tickets.HandOver.person", "tickets.HandOver.to_person"}
"""Who left and who took over is a fact of its day."""


@pytest.fixture
def twins(cast: Cast) -> Cast:
    """Mara stands twice: as herself with a ticket at IT, and as ``m2`` with her private address."""
    cast.people["dora"] = create_person(actor=SYSTEM, name="Dora Adler", email="dora@eberfeld.example")
    give_role(actor=SYSTEM, desk=cast.it, person=cast.dora, role="admin")
    cast.ticket("From work")
    made = create_person(
        actor=cast.actor("jana"), name="M. Lindqvist", email="mara@home.example", desk_id=cast.it.pk, phone="+46 1"
    )
    EmailAddress.objects.filter(user=made).update(verified=True)
    cast.people["m2"] = made
    cast.ticket("From home", by="m2")
    return cast


def merged(cast: Cast, by: str = "dora", **more: Any) -> PersonMerge:
    row = merge_people(actor=cast.actor(by), desk=cast.it, kept=cast.mara, gone=cast.m2, **more)
    _again(cast)
    return row


def undo(cast: Cast, row: PersonMerge, by: str = "dora") -> list[str]:
    left = undo_merge(actor=cast.actor(by), desk=cast.it, merge=row)
    _again(cast)
    return left


def _again(cast: Cast) -> None:
    for name in ("mara", "m2"):
        cast.people[name] = Person.objects.get(pk=cast.people[name].pk)


def asked_by(person: Person) -> set[str]:
    tickets = Ticket.objects.beyond_walls("a test looks at both desks").filter(requester=person)
    return set(tickets.values_list("subject", flat=True))


def letter(sender: str, subject: str) -> bytes:
    head = f"From: {sender}\r\nTo: it@eberfeld.example\r\nMessage-ID: <{abs(hash(subject))}@home.example>\r\n"
    return f"{head}Subject: {subject}\r\n\r\nHello\r\n".encode()


def test_every_key_to_a_person_says_what_becomes_of_it_in_a_merge():
    told = {one.name for one in merging.contributions()} | OWN | ABOUT_MERGES | HISTORY
    keys = {f"{model._meta.label}.{column.name}" for model, column in keys_to(Person)}
    untold = {key for key in keys - told if key.rpartition(".")[2] != "by" and not key.endswith("_by")}
    assert not untold, f"put a PersonRows into the slot person_rows for: {sorted(untold)}"


@pytest.mark.postgres
def test_tickets_messages_addresses_and_directory_go_over_and_come_back(twins: Cast):
    ticket = Ticket.objects.within(twins.it).get(subject="From home")
    actions.follow(actor=twins.actor("jana"), ticket=ticket, person=twins.mara)
    version = ticket.version
    row = merged(twins, take=["phone"])
    assert asked_by(twins.mara) == {"From work", "From home"} and not asked_by(twins.m2)
    assert (twins.mara.name, twins.mara.phone, twins.mara.email) == ("Mara Lindqvist", "+46 1", "mara@kestrel.example")
    assert addresses.owner_of("mara@home.example") == twins.mara
    assert (twins.m2.is_active, twins.m2.email) == (False, None)
    ticket.refresh_from_db()
    assert ticket.version == version + 1 and ticket.messages.get().author == twins.mara
    assert Event.objects.filter(code="ticket.changed", subject_id=ticket.pk, values__field="requester").exists()
    assert undo(twins, row) == []
    assert asked_by(twins.mara) == {"From work"} and asked_by(twins.m2) == {"From home"}
    assert (twins.m2.is_active, twins.m2.email, twins.mara.phone) == (True, "mara@home.example", "")
    assert EmailAddress.objects.get(user=twins.m2).primary
    assert DirectoryEntry.objects.within(twins.it).filter(person=twins.m2).exists()
    codes = ["person.merged", "person.unmerged"]
    assert list(Event.objects.filter(code__in=codes).order_by("pk").values_list("code", "desk_id", "actor_id")) == [
        (code, twins.it.pk, twins.dora.pk) for code in codes
    ]


def test_mail_from_the_others_address_arrives_with_the_one_who_stays_and_stays_there(twins: Cast):
    row = merged(twins)
    accept(twins.mailbox, letter("mara@home.example", "In between"), "pipe")
    twins.work()
    assert "In between" in asked_by(twins.mara)
    with clock.frozen(clock.now() + timedelta(days=9)):
        undo(twins, row)
    assert asked_by(twins.mara) == {"From work", "In between"} and asked_by(twins.m2) == {"From home"}
    accept(twins.mailbox, letter("mara@home.example", "Afterwards"), "pipe")
    twins.work()
    assert "Afterwards" in asked_by(twins.m2)


def test_what_was_changed_since_stays_as_it_is_now(twins: Cast):
    ticket = Ticket.objects.within(twins.it).get(subject="From home")
    row = merged(twins, take=["phone", "email"])
    assert twins.mara.email == "mara@home.example"
    Person.objects.filter(pk=twins.mara.pk).update(phone="+46 9")
    actions.change_requester(actor=twins.actor("jana"), ticket=ticket, to=twins.huimin)
    assert undo(twins, row) == ["phone"]
    assert (twins.mara.phone, twins.mara.email) == ("+46 9", "mara@kestrel.example")
    assert twins.m2.email == "mara@home.example"
    ticket.refresh_from_db()
    assert ticket.requester == twins.huimin


def test_what_both_had_is_there_once_and_twice_again(twins: Cast):
    third = twins.ticket("Third", by="huimin")
    for person in (twins.mara, twins.m2):
        give_role(actor=SYSTEM, desk=twins.it, person=person, role="agent")
    team = save_team(actor=SYSTEM, desk=twins.it, name="Night", tier="L1", members=[twins.mara, twins.m2])
    for person in (twins.mara, twins.m2):
        actions.follow(actor=twins.actor("jana"), ticket=third, person=person)
    row = merged(twins)
    assert Follower.objects.within(twins.it).filter(ticket=third).count() == 1
    assert team.members.get() == twins.mara
    undo(twins, row)
    assert Follower.objects.within(twins.it).filter(ticket=third).count() == 2
    assert set(team.members.all()) == {twins.mara, twins.m2}
    assert DeskRole.objects.filter(person=twins.m2, role="agent").exists()


def test_a_manager_never_becomes_their_own(twins: Cast):
    Person.objects.filter(pk=twins.mara.pk).update(manager=twins.m2)
    Person.objects.filter(pk=twins.huimin.pk).update(manager=twins.m2)
    row = merged(twins)
    assert twins.mara.manager is None and Person.objects.get(pk=twins.huimin.pk).manager == twins.mara
    undo(twins, row)
    assert twins.mara.manager == twins.m2 and Person.objects.get(pk=twins.huimin.pk).manager == twins.m2


def test_ways_in_of_the_one_who_goes_end_and_none_of_the_others_is_weakened(twins: Cast):
    from allauth.mfa.models import Authenticator

    for name in ("mara", "m2"):
        twins.people[name].set_password(f"{name} likes long words")
        twins.people[name].save()
        Authenticator.objects.create(user=twins.people[name], type="totp", data={"secret": name})
    there, here = twins.client("m2"), twins.client("mara")
    row, token = make_token(actor=twins.actor("m2"), person=twins.m2)
    assert there.get("/me/").status_code == 200
    link = AccessLink.objects.within(twins.it).filter(person=twins.m2)
    merged(twins)
    assert there.get("/me/").status_code == 302 and here.get("/me/").status_code == 200
    row.refresh_from_db()
    assert row.revoked_at is not None and not link.filter(revoked_at=None).exists()
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert Authenticator.objects.filter(user=twins.mara).count() == 1
    fields = {"login": "mara@home.example", "password": "m2 likes long words"}
    assert "_auth_user_id" not in _signed_in(fields).session
    own = _signed_in(fields | {"password": "mara likes long words"})
    assert own.session.get("account_login") and "_auth_user_id" not in own.session  # The second factor is asked for.


def _signed_in(fields: dict[str, str]) -> Client:
    client = Client()
    client.post("/sign-in/", fields)
    return client


def test_a_mailed_link_at_the_former_address_signs_in_as_the_one_who_stays(twins: Cast):
    merged(twins)
    twins.work()
    mail.outbox.clear()
    Client().post("/sign-in/link/", {"login": "mara@home.example"})
    twins.work()
    assert [one.to for one in mail.outbox] == [["mara@home.example"]]
    assert "Mara Lindqvist" in str(mail.outbox[0].body)


def unproven(cast: Cast) -> None:
    """The private address is one that an agent wrote down, no more."""
    EmailAddress.objects.filter(user=cast.m2).update(verified=False)


def test_an_address_that_nobody_proved_does_not_go_over_with_its_letters_and_roles(twins: Cast):
    unproven(twins)
    with pytest.raises(Invalid, match="never proven"):
        merged(twins, take=["email"])
    row = merged(twins)
    assert addresses.owner_of("mara@home.example") is None
    assert not EmailAddress.objects.filter(user=twins.mara, email="mara@home.example").exists()
    accept(twins.mailbox, letter("mara@home.example", "In between"), "pipe")
    twins.work()
    assert asked_by(twins.mara) == {"From work", "From home"}
    newcomer = addresses.owner_of("mara@home.example")
    assert newcomer is not None and asked_by(newcomer) == {"In between"}
    assert undo(twins, row) == ["email"]
    assert (twins.m2.email, asked_by(twins.m2)) == (None, {"From home"})


def test_undone_before_anybody_else_wrote_from_it_it_is_the_main_address_again(twins: Cast):
    unproven(twins)
    assert undo(twins, merged(twins)) == []
    assert twins.m2.email == "mara@home.example" and addresses.owner_of("mara@home.example") == twins.m2


def test_who_has_no_address_at_all_takes_over_an_unproven_one(twins: Cast):
    unproven(twins)
    EmailAddress.objects.filter(user=twins.mara).delete()
    Person.objects.filter(pk=twins.mara.pk).update(email=None)
    row = merged(twins, take=["email"])
    assert addresses.owner_of("mara@home.example") == twins.mara and twins.mara.email == "mara@home.example"
    assert undo(twins, row) == []
    emails: list[str | None] = [twins.mara.email, twins.m2.email]
    assert emails == [None, "mara@home.example"]


def test_whoever_is_merged_into_another_organization_is_no_contact_of_the_former(twins: Cast):
    kestrel, nordwind = (Organization.objects.get(name__startswith=name) for name in ("Kestrel", "Nordwind"))
    Person.objects.filter(pk=twins.m2.pk).update(organization=nordwind)
    _again(twins)
    for person, organization in ((twins.mara, kestrel), (twins.m2, nordwind)):
        name_contact(actor=twins.actor("lena"), desk=twins.it, organization=organization, person=person)

    def contacts() -> set[tuple[int, int]]:
        return set(OrganizationContact.objects.within(twins.it).values_list("person_id", "organization_id"))

    row = merged(twins)
    assert contacts() == {(twins.mara.pk, kestrel.pk), (twins.m2.pk, nordwind.pk)}
    undo(twins, row)
    row = merged(twins, take=["organization"])
    assert contacts() == {(twins.mara.pk, nordwind.pk)}
    undo(twins, row)
    assert twins.mara.organization == kestrel and contacts() == {(twins.m2.pk, nordwind.pk)}


def test_the_preview_counts_nobody_of_other_desks(twins: Cast):
    twins.ticket("Payslip", by="oliver", desk="hr")
    twins.ticket("Printer", by="huimin")
    Person.objects.filter(pk__in=[twins.oliver.pk, twins.huimin.pk]).update(manager=twins.m2)
    assert dict(merging.counted(twins.m2, [twins.it.pk]))["People whose manager they are"] == 1


def test_both_are_told_at_every_proven_address(twins: Cast):
    mail.outbox.clear()
    merged(twins)
    twins.work()
    told = {one.to[0] for one in mail.outbox if "one now" in one.subject}
    assert told == {"mara@kestrel.example", "mara@home.example"}


@pytest.mark.parametrize("what", ["ticket", "role", "entry", "message", "follower", "administrator", "oneself"])
def test_nobody_reaches_another_desks_things_by_a_merge(twins: Cast, what: str):
    by = "dora"
    if what == "ticket":
        twins.ticket("Parental leave", by="m2", desk="hr")
    elif what == "role":
        give_role(actor=SYSTEM, desk=twins.hr, person=twins.m2, role="agent")
    elif what == "entry":
        create_person(actor=twins.actor("hanna"), name="X", email="mara@home.example", desk_id=twins.hr.pk)
    elif what in ("message", "follower"):
        other = twins.ticket("Payslip", by="oliver", desk="hr")
        actions.follow(actor=twins.actor("hanna"), ticket=other, person=twins.m2)
    elif what == "administrator":
        Person.objects.filter(pk=twins.m2.pk).update(is_site_admin=True)
    else:
        twins.people["m2"] = twins.dora
    _again(twins)
    with pytest.raises(Denied) as refusal:
        merged(twins, by)
    if what != "oneself":
        assert "beyond your desks, or has more power" in str(refusal.value)
    assert not PersonMerge.objects.within(twins.it).exists()


def test_a_site_administrator_merges_those_who_only_ask_elsewhere_and_the_other_desk_has_the_fact(twins: Cast):
    twins.ticket("Parental leave", by="m2", desk="hr")
    merged(twins, "lena")
    assert asked_by(twins.mara) == {"From work", "From home", "Parental leave"}
    assert Event.objects.get(code="person.merged", desk_id=twins.hr.pk).values["moved"] == {}


def test_not_even_a_site_administrator_merges_a_colleague_of_another_desk(twins: Cast):
    give_role(actor=SYSTEM, desk=twins.hr, person=twins.m2, role="agent")
    with pytest.raises(Denied):
        merged(twins, "lena")


def test_nor_the_contact_of_an_organization_there(twins: Cast):
    kestrel = Organization.objects.get(name__startswith="Kestrel")
    Person.objects.filter(pk=twins.m2.pk).update(organization=kestrel)
    _again(twins)
    name_contact(actor=twins.actor("hanna"), desk=twins.hr, organization=kestrel, person=twins.m2)
    with pytest.raises(Denied):
        merged(twins, "lena")


def test_undoing_a_merge_switches_no_account_on_and_makes_no_site_administrator(twins: Cast):
    Person.objects.filter(pk=twins.m2.pk).update(is_site_admin=True)
    row = merged(twins, "lena")
    Person.objects.filter(pk=twins.mara.pk).update(is_active=False)
    with pytest.raises(Denied, match="switched off"):
        undo(twins, row)
    Person.objects.filter(pk=twins.mara.pk).update(is_active=True)
    assert "is_site_admin" in undo(twins, row)
    again = Person.objects.get(pk=twins.m2.pk)
    assert again.is_active and not again.is_site_admin


def test_undoing_a_merge_gives_no_role_on_a_desk_of_others(twins: Cast):
    give_role(actor=SYSTEM, desk=twins.hr, person=twins.dora, role="admin")
    for one in (twins.mara, twins.m2):
        give_role(actor=SYSTEM, desk=twins.hr, person=one, role="agent")
    row = merged(twins)
    DeskRole.objects.filter(desk=twins.hr).exclude(person=twins.hanna).delete()
    with pytest.raises(Denied, match="desks of others"):
        undo(twins, row)
    assert not DeskRole.objects.filter(desk=twins.hr, person=twins.m2).exists()


def test_agents_and_leads_merge_nobody(twins: Cast):
    for name in ("jana", "priya", "arno", "hanna", "mara"):
        with pytest.raises(DeskhandError):
            merged(twins, name)


def test_a_merge_is_undone_once_in_order_and_for_a_month(twins: Cast):
    row = merged(twins)
    with clock.frozen(clock.now() + UNDO_FOR + timedelta(hours=1)), pytest.raises(Denied, match="30 days"):
        undo(twins, row)
    later = merge_people(actor=twins.actor("dora"), desk=twins.it, kept=twins.huimin, gone=twins.mara)
    with pytest.raises(Denied, match="since"):
        undo(twins, row)
    undo(twins, later)
    undo(twins, row)
    with pytest.raises(NotFound):
        undo(twins, row)


def test_an_address_of_the_one_who_went_cannot_be_entered_for_somebody_else_meanwhile(twins: Cast):
    merged(twins)
    with pytest.raises(Conflict):
        create_person(actor=twins.actor("jana"), name="Y", email="mara@home.example", desk_id=twins.it.pk)


def test_when_a_merge_cannot_be_undone_any_more_the_dormant_ways_in_are_gone(twins: Cast):
    from allauth.mfa.models import Authenticator

    twins.m2.set_password("likes long words")
    twins.m2.save()
    Authenticator.objects.create(user=twins.m2, type="totp", data={"secret": "m2"})
    row = merged(twins)
    forget_what_cannot_be_undone.run()
    assert Authenticator.objects.filter(user=twins.m2).exists()
    with clock.frozen(clock.now() + UNDO_FOR + timedelta(hours=1)):
        forget_what_cannot_be_undone.run()
    _again(twins)
    row.refresh_from_db()
    assert not Authenticator.objects.filter(user=twins.m2).exists() and not twins.m2.has_usable_password()
    assert (row.moved, row.gone_was) == ({}, {}) and asked_by(twins.mara) == {"From work", "From home"}


def test_the_account_that_went_is_not_switched_on_again_by_the_way(twins: Cast):
    merged(twins)
    with pytest.raises(Denied, match="Undo the merge"):
        reactivate_person(actor=SYSTEM, person=twins.m2)
