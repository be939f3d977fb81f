"""The demo desk as rows: lived in, whole, and told the same way twice."""

import pytest

from deskhand.accounts.models import Desk, DeskRole, Organization, Person, Team
from deskhand.demo import fill
from deskhand.files import blobs
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import STAFF
from deskhand.tickets.models import Attachment, CannedReply, Message, Ticket


@pytest.fixture
def filled(db, settings, tmp_path):
    settings.DESKHAND = settings.DESKHAND.__class__(**{**vars(settings.DESKHAND), "data": tmp_path})
    return fill.fill(tickets=150, seed=5)


def test_the_desk_has_its_people_and_its_furniture(filled):
    staff = DeskRole.objects.filter(desk__key="it", role__in=STAFF).values("person").distinct().count()
    assert staff == 8
    assert Person.objects.exclude(organization=None).count() >= 40
    assert Organization.objects.count() == 4
    assert Team.objects.within(Desk.objects.get(key="it")).count() == 3
    assert CannedReply.objects.within(Desk.objects.get(key="it")).count() >= 10
    assert {filled.administrator, filled.agent, filled.requester} <= set(Person.objects.values_list("email", flat=True))


def test_tickets_stand_in_every_status_and_conversations_have_two_sides(filled):
    found = Ticket.objects.within(Desk.objects.get(key="it"))
    assert found.count() == 150
    assert set(found.values_list("category", flat=True)) == {
        "new", "open", "on_hold", "resolved", "closed", "cancelled",
    }  # fmt: skip
    agents = DeskRole.objects.filter(desk__key="it", role__in=STAFF).values("person")
    written = (
        Message.objects.within(Desk.objects.get(key="it"))
        .filter(author__in=agents)
        .exclude(ticket__requester__in=agents)
    )
    assert not written.exclude(side="agent").exists(), "what agents write for others is the desk's side"
    assert Message.objects.within(Desk.objects.get(key="it")).filter(kind="note").exists()


def test_files_can_be_opened_and_pictures_in_texts_have_addresses(filled):
    files = list(Attachment.objects.within(Desk.objects.get(key="it")).select_related("blob"))
    assert files
    assert all(len(blobs.read(one.blob)) == one.size for one in files)
    assert not Message.objects.within(Desk.objects.get(key="it")).filter(html__contains="cid:").exists()


def test_a_desk_that_somebody_uses_is_never_filled(filled):
    with pytest.raises(Invalid, match="in use"):
        fill.fill(tickets=1)


def test_tickets_are_about_services_and_for_locations(filled):
    found = Ticket.objects.within(Desk.objects.get(key="it"))
    assert found.exclude(service=None).count() > 100
    assert found.exclude(location=None).count() > 100
    assert found.values("service").distinct().count() >= 8
    vpn = found.filter(subject__icontains="vpn").exclude(service=None)
    assert set(vpn.values_list("service__name", flat=True)) == {"Network and VPN"}
    for one in found.filter(affected=None).exclude(location=None).select_related("requester", "location"):
        assert one.requester.location.startswith(one.location.name)


def test_hr_and_facilities_stand_behind_their_walls(filled):
    beside = Desk.objects.exclude(key="it")
    assert set(beside.values_list("key", flat=True)) == {"hr", "facilities"}
    served = DeskRole.objects.filter(role__in=STAFF)
    assert not served.filter(desk__in=beside, person__in=served.filter(desk__key="it").values("person")).exists()
    for desk in beside:
        assert Ticket.objects.within(desk).count() >= 2
        assert (desk.who_may_open, desk.is_listed) == ("invited", False)
