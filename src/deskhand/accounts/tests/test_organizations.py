"""What is written down of an organization's changes."""

from __future__ import annotations

from deskhand.accounts.models import Organization
from deskhand.kernel.models import Event
from tests.cast import Cast


def test_the_history_of_an_organization_names_what_was_changed_and_nothing_else(cast: Cast):
    cast.ticket()
    kestrel, lena = Organization.objects.get(name="Kestrel Biotech"), cast.client("lena")
    form = {"name": "Kestrel Biotech", "domains": "kestrel.example", "notes": ""}
    for change in ({}, {"notes": "Ask for Mara."}, {"domains": "kestrel.example kestrel-lab.example"}):
        form |= change
        assert lena.post(f"/agent/it/organizations/{kestrel.pk}/edit/", form).status_code == 302
    facts = Event.objects.filter(code="organization.changed", subject_id=kestrel.pk).order_by("pk")
    assert [one["fields"] for one in facts.values_list("values", flat=True)] == [["notes"], ["domains"]]
