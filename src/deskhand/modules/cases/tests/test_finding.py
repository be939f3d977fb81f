"""Finding cases: by the query language, in the list of tickets, and their classes by program."""

import re

import pytest

from deskhand.accounts.actions import give_role, switch_module
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.cases.actions import ClassWords, NewCase, open_case, save_class
from deskhand.modules.cases.models import CaseClass
from deskhand.tickets import actions
from deskhand.tickets.bodies import plain

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

LIST = "/agent/hr/tickets/"
CLASSES = "/api/v1/cases/desks/hr/classes"


@pytest.fixture
def hr(cast):
    switch_module(actor=SYSTEM, desk=cast.hr, module="cases", on=True)
    for name in ("ben", "priya"):
        give_role(actor=SYSTEM, desk=cast.hr, person=cast.people[name], role="agent")
    return cast.hr


@pytest.fixture
def cases(cast, hr):
    """A confidential case about Priya that Hanna reads, one for everybody, and a ticket that is none."""
    closed = save_class(actor=SYSTEM, desk=hr, said=ClassWords(name="Conduct", people=[cast.hanna]))
    said = ClassWords(name="Reference letter", words={"de": "Zeugnis"}, is_confidential=False)
    shown = save_class(actor=SYSTEM, desk=hr, said=said)
    for kept, subject, about in ((closed, "Secretqx", cast.priya), (shown, "Letterqx", cast.priya)):
        new = NewCase(case_class=kept, subject=subject, body=plain("Words."), requester=cast.mara, about=about)
        open_case(actor=cast.actor("hanna"), desk=hr, new=new)
    return cast.ticket("Plainqx", desk="hr")


def found(cast, name, q):
    page = cast.client(name).get(LIST, {"view": "all", "q": q}).content.decode()
    return {word for word in ("Secretqx", "Letterqx", "Plainqx") if word in page}


@pytest.mark.parametrize(
    ("q", "hers", "his"),
    [
        ("class:conduct", {"Secretqx"}, set()),
        ("class:zeugnis", {"Letterqx"}, {"Letterqx"}),
        ("class:none", {"Plainqx"}, {"Plainqx"}),
        ("about:priya", {"Secretqx", "Letterqx"}, {"Letterqx"}),
        ("-about:priya", {"Plainqx"}, {"Plainqx"}),
    ],
)
def test_a_query_finds_cases_that_one_may_read(cast, cases, q, hers, his):
    assert found(cast, "hanna", q) == hers
    assert found(cast, "ben", q) == his


def test_the_list_of_tickets_shows_the_class(cast, cases):
    assert "Conduct" in cast.client("hanna").get(LIST, {"view": "all"}).content.decode()
    page = cast.client("ben").get(LIST, {"view": "all"}).content.decode()
    assert "Reference letter" in page and "Conduct" not in page


def test_of_two_linked_cases_only_who_reads_both_sees_the_link(cast, hr):
    both = [
        save_class(actor=SYSTEM, desk=hr, said=ClassWords(name=f"Of {one.name}", people=[cast.hanna, one]))
        for one in (cast.ben, cast.priya)
    ]
    one, other = (
        open_case(
            actor=cast.actor("hanna"),
            desk=hr,
            new=NewCase(case_class=kept, subject="Case", body=plain("Words."), requester=cast.mara),
        )
        for kept in both
    )
    actions.link_tickets(actor=cast.actor("hanna"), ticket=one, kind="related", to=other.number)

    def is_told(who, seen, of):
        page = cast.client(who).get(f"/agent/tickets/{seen.number}/").content.decode()
        return re.search(rf"\b{of.number}\b", page) is not None

    assert is_told("hanna", one, of=other)
    assert not is_told("ben", one, of=other) and not is_told("priya", other, of=one)


def test_programs_make_and_change_classes(cast, hr, client):
    headers = cast.bearer("hanna")
    given = {"name": "Complaint", "people": [cast.hanna.email], "endings": ["Settled"], "words": {"de": "Beschwerde"}}
    made = client.post(CLASSES, given, "application/json", headers=headers)
    assert made.status_code == 201, made.content
    assert made.json()["people"][0]["email"] == cast.hanna.email
    address = made.headers["Location"]
    other = given | {"takes_nameless": True, "is_active": False}
    assert client.put(address, other, "application/json", headers=headers).json()["takes_nameless"]
    assert [one["is_active"] for one in client.get(CLASSES, headers=headers).json()["items"]] == [False]
    assert CaseClass.objects.within(hr).get().words == {"de": "Beschwerde"}
    wrong = client.post(CLASSES, given | {"words": {"xx": "?"}}, "application/json", headers=headers)
    assert wrong.status_code == 422
    assert client.get(CLASSES, headers=cast.bearer("ben")).status_code == 403
    for name in ("jana", "mara"):
        assert client.get(CLASSES, headers=cast.bearer(name)).status_code == 404
    switch_module(actor=SYSTEM, desk=hr, module="cases", on=False)
    assert client.get(address, headers=headers).status_code == 404
