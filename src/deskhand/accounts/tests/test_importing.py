"""A list of people comes into a desk's directory: checked first, then imported, and taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from deskhand.accounts import actions
from deskhand.accounts.actions.importing import UNDO_FOR, acting
from deskhand.accounts.actions.importing import steps as import_steps
from deskhand.accounts.actions.importing.forgetting import forget_what_cannot_be_undone
from deskhand.accounts.addresses import owner_of
from deskhand.accounts.models import (
    DirectoryEntry,
    ImportBatch,
    Organization,
    OrganizationContact,
    OrganizationEntry,
    Person,
)
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.kernel.models import Event
from tests.cast import Cast

HEAD = "name,email,phone,organization,manager,addresses,department"


def sheet(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


def checked(cast: Cast, content: bytes, *, by: str = "lena", existing: str = "fill", **more: Any) -> ImportBatch:
    """A list on the desk IT whose rows are judged."""
    given: dict[str, Any] = {"what": "people", "desk": cast.it, "filename": "list.csv"} | more
    batch = actions.begin_import(actor=cast.actor(by), content=content, **given)
    actions.check_import(actor=cast.actor(by), batch=batch, columns=batch.columns, existing=existing)
    cast.work()
    batch.refresh_from_db()
    return batch


def imported(cast: Cast, content: bytes, **more: Any) -> ImportBatch:
    batch = checked(cast, content, **more)
    actions.start_import(actor=cast.actor(more.get("by", "lena")), batch=batch)
    cast.work()
    batch.refresh_from_db()
    assert batch.stage == "done"
    return batch


def undone(cast: Cast, batch: ImportBatch) -> dict[int, Any]:
    actions.undo_import(actor=cast.actor("lena"), batch=batch)
    cast.work()
    batch.refresh_from_db()
    assert batch.stage == "undone"
    return dict(batch.rows.values_list("number", "fate"))


def verdicts(batch: ImportBatch) -> list[str]:
    return list(batch.rows.order_by("number").values_list("verdict", flat=True))


def who(email: str) -> Person:
    return EmailAddress.objects.get(email=email).user


@pytest.mark.postgres
def test_new_people_come_into_the_directory_with_organization_manager_and_addresses(cast: Cast):
    batch = imported(
        cast,
        sheet(
            "Ada L.,ada@kestrel.example,+49 1,,bo@new.example,ada2@x.example,R&D",
            "Bo,bo@new.example,,New Works,,,",
            ",cleo.day@new.example,,NEW WORKS,ada@kestrel.example,,",
        ),
    )
    assert verdicts(batch) == ["new", "new", "new"]
    ada, bo, cleo = who("ada@kestrel.example"), who("bo@new.example"), who("cleo.day@new.example")
    assert (ada.name, ada.phone, ada.department, ada.organization.name) == ("Ada L.", "+49 1", "R&D", "Kestrel Biotech")
    assert ada.manager == bo and cleo.manager == ada
    assert cleo.name == "Cleo Day" and cleo.organization == bo.organization and bo.organization.name == "New Works"
    assert not EmailAddress.objects.filter(email="ada2@x.example").exists()
    assert not EmailAddress.objects.filter(user=ada, verified=True).exists() and not ada.has_usable_password()
    assert DirectoryEntry.objects.within(cast.it).filter(person__in=[ada, bo, cleo], came="imported").count() == 3
    assert OrganizationEntry.objects.within(cast.it).filter(organization=bo.organization).exists()


def test_the_check_changes_nobody_and_says_what_would_happen(cast: Cast):
    cast.ticket()
    before = Person.objects.count(), Event.objects.count()
    batch = checked(
        cast,
        sheet(
            "Mara L.,mara@kestrel.example,+46 1,Nordwind Logistik,,,",
            "New,new@x.example,,,,,",
            "No Address,,,,,,",
            "Bad,not-an-address,,,,,",
            "Again,NEW@x.example,,,,,",
        ),
        existing="overwrite",
    )
    assert (Person.objects.count(), Event.objects.count()) == before
    rows = list(batch.rows.order_by("number"))
    assert verdicts(batch) == ["changed", "new", "refused", "refused", "refused"]
    assert [row.number for row in rows] == [2, 3, 4, 5, 6]
    assert rows[0].before["phone"] == "" and rows[0].after["phone"] == "+46 1"
    assert rows[0].before["organization"]["name"] == "Kestrel Biotech"
    assert rows[0].after["organization"]["name"] == "Nordwind Logistik"
    assert [row.remarks[0][0] for row in rows[2:]] == ["no_address", "bad_address", "twice"]
    assert rows[4].remarks[0][1] == 3


@pytest.mark.parametrize(
    ("existing", "name", "phone"),
    [("fill", "Mara Lindqvist", "+46 1"), ("overwrite", "M. L.", "+46 1"), ("leave", "Mara Lindqvist", "")],
)
def test_those_who_are_there_are_filled_in_replaced_or_left(cast: Cast, existing: str, name: str, phone: str):
    cast.ticket()
    imported(cast, sheet("M. L.,mara@kestrel.example,+46 1,,,,"), existing=existing)
    cast.mara.refresh_from_db()
    assert (cast.mara.name, cast.mara.phone) == (name, phone)


def test_an_empty_cell_erases_nothing_and_no_address_is_taken_away_or_added(cast: Cast):
    cast.ticket()
    Person.objects.filter(pk=cast.mara.pk).update(phone="+46 9")
    imported(cast, sheet("Mara Lindqvist,mara@kestrel.example,,,,more@kestrel.example,"), existing="overwrite")
    cast.mara.refresh_from_db()
    assert cast.mara.phone == "+46 9" and cast.mara.email == "mara@kestrel.example"
    assert set(EmailAddress.objects.filter(user=cast.mara).values_list("email", "verified")) == {
        ("mara@kestrel.example", True),
    }


def test_a_list_cannot_catch_the_mail_of_somebody_who_has_no_account_yet(cast: Cast):
    batch = imported(cast, sheet("Puppet,puppet@x.example,,,,boss@corp.example,"))
    assert batch.rows.get().remarks == [["further_address", "boss@corp.example"]]
    assert owner_of("boss@corp.example") is None


def test_somebody_of_another_desk_is_neither_changed_nor_told_of(cast: Cast):
    cast.ticket("Parental leave", by="oliver", desk="hr")
    content = sheet(
        "Some O.,oliver@nordwind.example,+1,New Works,mara@kestrel.example,,Sales",
        "Nobody,nobody@x.example,+1,New Works,,,Sales",
    )
    batch = checked(cast, content, existing="overwrite")
    theirs, nobodys = batch.rows.order_by("number")
    assert (theirs.verdict, theirs.before) == (nobodys.verdict, nobodys.before) == ("new", {})
    assert {n: v for n, v in theirs.after.items() if n not in ("name", "manager")} == {
        n: v for n, v in nobodys.after.items() if n != "name"
    }
    imported(cast, content, existing="overwrite")
    cast.oliver.refresh_from_db()
    assert (cast.oliver.name, cast.oliver.phone, cast.oliver.manager) == ("Oliver Brandt", "", None)
    assert DirectoryEntry.objects.within(cast.it).filter(person=cast.oliver).exists()


def test_the_check_does_not_tell_which_organizations_and_domains_others_have(cast: Cast):
    """HR alone has entered Secret Works; nobody has entered Nobodys Works."""
    secret = actions.save_organization(
        actor=cast.actor("hanna"), desk_id=cast.hr.pk, name="Secret Works", domains=["secret.example"]
    )
    people = sheet("A,a@x.example,,SECRET works,,,", "B,b@x.example,,Nobodys works,,,")
    theirs, nobodys = checked(cast, people).rows.order_by("number")
    assert theirs.remarks == [["new_organization", "SECRET works"]]
    assert theirs.after["organization"] == {"id": None, "name": "SECRET works"}
    assert nobodys.remarks == [["new_organization", "Nobodys works"]]
    rows = sheet("One,secret.example", "Two,nobodys.example", "Secret Works,", "Nobodys Works,", head="Name,Domains")
    batch = checked(cast, rows, what="organizations")
    assert verdicts(batch) == ["new"] * 4 and not any(row.remarks for row in batch.rows.all())
    assert [row.after["domains"] for row in batch.rows.order_by("number")][:2] == [
        ["secret.example"],
        ["nobodys.example"],
    ]
    assert set(batch.rows.values_list("subject_id", flat=True)) == {None}
    done = imported(cast, rows, what="organizations")
    assert done.rows.get(number=2).remarks == [["domain_taken", "secret.example"]]
    imported(cast, people)
    assert who("a@x.example").organization == secret
    assert set(secret.domains.values_list("domain", flat=True)) == {"secret.example"}


def test_a_list_does_not_change_what_another_desk_relies_on(cast: Cast):
    cast.ticket()
    actions.name_contact(
        actor=cast.actor("hanna"),
        desk=cast.hr,
        organization=Organization.objects.get(name="Kestrel Biotech"),
        person=cast.mara,
    )
    content = sheet("Eve,mara@kestrel.example,+46 1,Nordwind Logistik,jana@eberfeld.example,,")
    batch = checked(cast, content, existing="overwrite")
    assert batch.rows.get().remarks == [["held"]] and set(batch.rows.get().after) == {"phone"}
    imported(cast, content, existing="overwrite")
    cast.mara.refresh_from_db()
    assert (cast.mara.name, cast.mara.organization.name) == ("Mara Lindqvist", "Kestrel Biotech")
    assert (cast.mara.phone, cast.mara.manager) == ("+46 1", None)


def test_whom_a_list_moves_to_another_organization_is_its_contact_no_more_also_when_they_come_back(cast: Cast):
    cast.ticket()
    kestrel = Organization.objects.get(name="Kestrel Biotech")
    actions.name_contact(actor=cast.actor("lena"), desk=cast.it, organization=kestrel, person=cast.mara)
    away = imported(cast, sheet("Mara,mara@kestrel.example,,Nordwind Logistik,,,"), existing="overwrite")
    assert not OrganizationContact.objects.within(cast.it).exists()
    nordwind = Organization.objects.get(name="Nordwind Logistik")
    cast.mara.refresh_from_db()
    actions.name_contact(actor=cast.actor("lena"), desk=cast.it, organization=nordwind, person=cast.mara)
    assert undone(cast, away) == {2: ["restored"]}
    cast.mara.refresh_from_db()
    assert cast.mara.organization == kestrel
    assert not OrganizationContact.objects.within(cast.it).exists()
    assert Event.objects.filter(code="organization.contact_ended", desk_id=cast.it.pk).count() == 2


def test_an_address_of_somebody_whom_the_desk_does_not_know_stays_theirs(cast: Cast):
    cast.ticket("Parental leave", by="oliver", desk="hr")
    imported(cast, sheet("Eve,eve@x.example,,,,oliver@nordwind.example,"))
    from deskhand.accounts.addresses import owner_of

    assert owner_of("oliver@nordwind.example") == cast.oliver


def test_a_colleague_gets_no_address_from_a_list(cast: Cast):
    batch = imported(cast, sheet("Jana Vogt,jana@eberfeld.example,,,,evil@x.example,"))
    row = batch.rows.get()
    assert row.is_warned and row.remarks == [["further_address", "evil@x.example"]]
    assert not EmailAddress.objects.filter(email="evil@x.example").exists()


def test_addresses_of_two_people_of_the_desk_refuse_the_row(cast: Cast):
    cast.ticket()
    cast.ticket(by="huimin")
    batch = checked(cast, sheet("X,x@x.example,,,,mara@kestrel.example huimin@kestrel.example,"))
    assert batch.rows.get().remarks == [["two_people"]]


def test_importing_the_same_list_again_changes_nothing(cast: Cast):
    content = sheet("Ada,ada@x.example,+49 1,New Works,bo@x.example,,R&D", "Bo,bo@x.example,,,,,")
    imported(cast, content)
    people = Person.objects.count()
    assert verdicts(imported(cast, content, existing="overwrite")) == ["unchanged", "unchanged"]
    assert Person.objects.count() == people


def test_the_facts_are_those_of_the_actions_and_one_of_the_whole(cast: Cast):
    batch = imported(cast, sheet("Ada,ada@x.example,,,,,", "Jana,jana@eberfeld.example,+49 5,,,,"))
    ada = who("ada@x.example")
    facts = Event.objects.filter(channel="import", actor_id=cast.lena.pk, desk_id=cast.it.pk)
    assert set(facts.filter(subject_id=ada.pk, subject_kind="person").values_list("code", flat=True)) == {
        "person.created",
        "person.known",
    }
    changed = facts.get(code="person.changed", subject_id=cast.jana.pk)
    assert (changed.values["old"], changed.values["new"]) == ({"phone": ""}, {"phone": "+49 5"})
    whole = facts.get(code="import.applied")
    assert whole.subject_id == batch.pk
    assert (whole.values["new"], whole.values["changed"], whole.values["refused"]) == (1, 1, 0)


def test_a_worker_that_dies_in_the_middle_does_nothing_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    from deskhand.accounts.actions.importing import people_rows

    monkeypatch.setattr(people_rows, "CHUNK", 2)
    batch = checked(cast, sheet(*(f"P {n},p{n}@x.example,,,,," for n in range(5))))
    actions.start_import(actor=cast.actor("lena"), batch=batch)
    insert, calls = acting.rewrite, []

    def dies(rows: Any) -> None:
        calls.append(rows)
        insert(rows)
        if len(calls) == 2:
            raise SystemExit

    monkeypatch.setattr(acting, "rewrite", dies)
    with pytest.raises(SystemExit):
        import_steps.work_off(batch.pk, lambda _batch: None)
    batch.refresh_from_db()
    assert batch.stage == "applying" and Person.objects.filter(email__startswith="p").count() == 2 + 1  # and Priya
    cast.work()
    batch.refresh_from_db()
    assert batch.stage == "done" and verdicts(batch) == ["new"] * 5
    assert Person.objects.filter(email__endswith="@x.example").count() == 5
    assert Event.objects.filter(code="person.created", channel="import").count() == 5


@pytest.mark.postgres
def test_undoing_removes_whom_nothing_refers_to_and_puts_fields_back(cast: Cast):
    cast.ticket()
    batch = imported(
        cast,
        sheet(
            "Ada,ada@x.example,,New Works,bo@x.example,,",
            "Bo,bo@x.example,,,,,",
            "Mara,mara@kestrel.example,+46 1,,bo@x.example,more@kestrel.example,",
        ),
    )
    assert undone(cast, batch) == {2: ["removed"], 3: ["removed"], 4: ["restored"]}
    assert not Person.objects.filter(email__endswith="@x.example").exists()
    assert not Organization.objects.filter(name="New Works").exists()
    cast.mara.refresh_from_db()
    assert (cast.mara.phone, cast.mara.manager) == ("", None)
    assert not EmailAddress.objects.filter(email="more@kestrel.example").exists()
    assert not DirectoryEntry.objects.within(cast.it).filter(person=cast.mara).exists()
    assert Event.objects.get(code="import.undone").values["undone"] == 3


def test_undoing_keeps_what_was_used_or_changed_since_and_says_so(cast: Cast):
    cast.ticket()
    batch = imported(
        cast,
        sheet(
            "Ada,ada@x.example,,,,,",
            "Bo,bo@x.example,,,,,",
            "Cleo,cleo@x.example,,,,,",
            "Mara,mara@kestrel.example,+46 1,,,,Lab",
            "Dan,dan@x.example,,,,,",
        ),
    )
    cast.people["ada"] = who("ada@x.example")
    cast.ticket("Since", by="ada")
    actions.change_person(actor=cast.actor("jana"), person=who("bo@x.example"), desk_id=cast.it.pk, phone="+1")
    actions.change_person(actor=cast.actor("jana"), person=cast.mara, desk_id=cast.it.pk, phone="+2")
    EmailAddress.objects.filter(email="cleo@x.example").update(verified=True)
    assert undone(cast, batch) == {
        2: ["in_use"],
        3: ["edited"],
        4: ["edited"],
        5: ["partly", "phone"],
        6: ["removed"],
    }
    cast.mara.refresh_from_db()
    assert (cast.mara.phone, cast.mara.department) == ("+2", "")
    assert Person.objects.filter(email__in=["ada@x.example", "bo@x.example", "cleo@x.example"]).count() == 3


def test_undoing_does_not_tell_that_another_desk_knows_somebody(cast: Cast):
    batch = imported(cast, sheet("Ada,ada@x.example,,,,,", "Oliver,oliver@nordwind.example,,,,,"))
    cast.people["ada"] = who("ada@x.example")
    cast.ticket("Payslip", by="ada", desk="hr")
    fates = undone(cast, batch)
    assert fates[2] == ["removed"]
    assert Person.objects.filter(email="ada@x.example").exists()
    assert not DirectoryEntry.objects.within(cast.it).filter(person__email="ada@x.example").exists()
    assert Person.objects.filter(pk=cast.oliver.pk).exists()


def test_an_import_is_undone_once_and_for_a_month(cast: Cast):
    batch = imported(cast, sheet("Ada,ada@x.example,,,,,"))
    with clock.frozen(clock.now() + UNDO_FOR + timedelta(hours=1)), pytest.raises(Denied, match="30 days"):
        actions.undo_import(actor=cast.actor("lena"), batch=batch)
    undone(cast, batch)
    with pytest.raises(Denied, match="Undone"):
        actions.undo_import(actor=cast.actor("lena"), batch=batch)


def test_leads_and_administrators_import_on_their_own_desk_and_nobody_else(cast: Cast):
    content = sheet("Ada,ada@x.example,,,,,")
    for name in ("jana", "arno", "hanna", "mara"):
        with pytest.raises(Denied):
            actions.begin_import(actor=cast.actor(name), desk=cast.it, what="people", filename="x.csv", content=content)
    batch = imported(cast, content, by="priya")
    with pytest.raises(NotFound):
        actions.import_for(cast.actor("hanna"), cast.hr, batch.pk)
    with pytest.raises(Denied):
        actions.undo_import(actor=cast.actor("hanna"), batch=batch)


def test_whoever_may_not_import_any_more_stops_in_the_middle_and_another_goes_on(cast: Cast):
    batch = checked(cast, sheet("Ada,ada@x.example,,,,,"), by="priya")
    actions.start_import(actor=cast.actor("priya"), batch=batch)
    actions.take_role(actor=SYSTEM, desk=cast.it, person=cast.priya, role="lead")
    cast.work()
    batch.refresh_from_db()
    assert batch.stage == "applying" and not Person.objects.filter(email="ada@x.example").exists()
    page = f"/agent/it/people/import/{batch.pk}/"
    assert "Nothing is at work on it" in cast.client("lena").get(page).content.decode()
    actions.continue_import(actor=cast.actor("lena"), batch=batch)
    cast.work()
    batch.refresh_from_db()
    assert (batch.stage, batch.by) == ("done", cast.lena)
    assert Event.objects.get(code="person.created", subject_id=who("ada@x.example").pk).actor_id == cast.lena.pk


def test_a_column_of_addresses_is_needed_and_an_unapplied_import_can_be_thrown_away(cast: Cast):
    batch = actions.begin_import(
        actor=cast.actor("lena"), desk=cast.it, what="people", filename="x.csv", content=b"a,b\n1,2\n"
    )
    with pytest.raises(Invalid, match="Mail address"):
        actions.check_import(actor=cast.actor("lena"), batch=batch, columns=["name"], existing="fill")
    actions.discard_import(actor=cast.actor("lena"), batch=batch)
    assert not ImportBatch.objects.within(cast.it).exists()


@pytest.mark.postgres
def test_organizations_come_with_domains_and_notes_and_go_again(cast: Cast):
    head = "Organization,Domains,Notes"
    rows = ("New Works,new.example; works.example,Pays late", "Kestrel Biotech,kestrel.example,", "Bad,x y")
    batch = imported(cast, sheet(*rows, head=head), what="organizations")
    assert verdicts(batch) == ["new", "new", "refused"]
    made = Organization.objects.get(name="New Works")
    assert set(made.domains.values_list("domain", flat=True)) == {"new.example", "works.example"}
    assert OrganizationEntry.objects.within(cast.it).get(organization=made).notes == "Pays late"
    now = sheet("New Works,new.example,Pays now", head=head)
    again = imported(cast, now, what="organizations", existing="overwrite")
    assert verdicts(again) == ["changed"]
    assert undone(cast, again) == {2: ["restored"]}
    assert OrganizationEntry.objects.within(cast.it).get(organization=made).notes == "Pays late"
    assert undone(cast, batch) == {2: ["removed"], 3: ["restored"], 4: []}
    assert not Organization.objects.filter(name="New Works").exists()
    assert Organization.objects.filter(name="Kestrel Biotech").exists()


def test_what_the_rows_held_is_forgotten_when_it_cannot_be_undone_any_more(cast: Cast):
    batch = imported(cast, sheet("Ada,ada@x.example,,,,,"))
    waiting = checked(cast, sheet("Bo,bo@x.example,,,,,"))
    forget_what_cannot_be_undone.run()
    for row in (batch, waiting):
        row.refresh_from_db()
    assert batch.rows.exists() and batch.blob is None, "the rows are enough for an undo"
    assert waiting.blob is not None
    with clock.frozen(clock.now() + UNDO_FOR + timedelta(hours=1)):
        forget_what_cannot_be_undone.run()
    batch.refresh_from_db()
    assert (batch.rows.exists(), batch.blob, batch.stage) == (False, None, "done")
    assert not ImportBatch.objects.within(cast.it).filter(pk=waiting.pk).exists()
    assert Person.objects.filter(email="ada@x.example").exists()
