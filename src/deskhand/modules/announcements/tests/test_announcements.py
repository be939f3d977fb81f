"""Telling many at once: who writes, who reads, and when."""

from datetime import timedelta

import pytest

from deskhand.accounts.actions import edit_desk, switch_module
from deskhand.accounts.models import Organization
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.models import Event
from deskhand.modules.announcements import actions
from deskhand.modules.announcements.models import Announcement
from deskhand.modules.announcements.views import pages

PAGE = "/agent/it/announcements/"
VPN = "VPN drops for everybody"


@pytest.fixture
def on(cast):
    """The module is on for both desks."""
    for desk in (cast.it, cast.hr):
        switch_module(actor=SYSTEM, desk=desk, module="announcements", on=True)
    return cast


def publish(cast, by="jana", desk="it", **other):
    words = actions.Words(other.pop("title", VPN), other.pop("text", "We are on it. See https://status.example"))
    given = {"kind": "outage", "words": words, "starts_at": clock.ago(hours=1), **other}
    return actions.publish(actor=cast.actor(by), desk=getattr(cast, desk), details=actions.Details(**given))


def posted(**other):
    now = clock.now()
    return {
        "kind": "maintenance",
        "title": "ERP is down on Saturday",
        "text": "From six to eleven.",
        "starts_at": (now - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (now + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"),
        "audience": "everybody",
        **other,
    }


def reads(cast, who, path="/"):
    return cast.client(who).get(path).content.decode()


def test_an_agent_publishes_an_outage_and_everybody_reads_it_on_the_portal(on):
    answer = on.client("jana").post(PAGE + "new/", posted())
    assert answer.headers["Location"] == PAGE
    assert "ERP is down on Saturday" in reads(on, "jana", PAGE)
    for who in ("mara", "oliver", "hanna"):
        assert "ERP is down on Saturday" in reads(on, who)
    assert "ERP is down on Saturday" in reads(on, "", "/new/")
    assert Event.objects.filter(code="announcement.published", actor_id=on.jana.pk).count() == 1


def test_it_stands_above_the_workspace_of_its_desk_alone(on):
    publish(on)
    assert VPN in reads(on, "jana", "/agent/it/tickets/")
    assert VPN not in reads(on, "hanna", "/agent/hr/tickets/")


def test_an_announcement_for_an_organization_is_read_by_its_people_alone(on):
    kestrel = Organization.objects.get(name="Kestrel Biotech")
    publish(on, audience="organizations", organizations=[kestrel])
    assert VPN in reads(on, "mara") and VPN in reads(on, "jana", "/agent/it/tickets/")
    assert VPN not in reads(on, "oliver") and VPN not in reads(on, "", "/new/")


def test_an_announcement_for_the_desks_own_people_reaches_no_requester(on):
    publish(on, audience="agents")
    assert VPN in reads(on, "ben", "/agent/it/tickets/")
    assert VPN not in reads(on, "mara") and VPN not in reads(on, "ben", "/")


def test_a_desk_that_does_not_take_strangers_tells_strangers_nothing(on):
    edit_desk(actor=SYSTEM, desk=on.hr, who_may_open="invited")
    publish(on, by="hanna", desk="hr", title="Payroll closes early")
    assert "Payroll closes early" in reads(on, "hanna")
    for who in ("mara", ""):
        assert "Payroll closes early" not in reads(on, who, "/new/")


@pytest.mark.parametrize(
    ("starts", "ends", "shown"), [(1, None, False), (-2, -1, False), (-1, 1, True), (-1, None, True)]
)
def test_it_is_shown_within_its_window_alone(on, starts, ends, shown):
    now = clock.now()
    ends_at = now + timedelta(hours=ends) if ends is not None else None
    publish(on, starts_at=now + timedelta(hours=starts), ends_at=ends_at)
    assert (VPN in reads(on, "mara")) is shown
    assert VPN in reads(on, "jana", PAGE)


def test_readers_get_it_in_their_language(on):
    publish(on, others={"de": actions.Words("VPN bricht ab", "Wir sind dran.")})
    page = on.client("mara").get("/", headers={"Accept-Language": "de"}).content.decode()
    assert "VPN bricht ab" in page and "Wir sind dran." in page and VPN not in page


def test_markup_is_text_and_addresses_become_links(on):
    publish(on, title="<script>alert(1)</script>", text="<img src=x onerror=alert(1)> https://status.example/now")
    for who, path in (("mara", "/"), ("jana", PAGE), ("jana", "/agent/it/tickets/")):
        page = reads(on, who, path)
        assert "<script>alert" not in page and "<img src=x" not in page
    assert 'href="https://status.example/now"' in reads(on, "mara")


def test_many_announcements_stay_three_lines_and_outages_come_first(on):
    for number in range(4):
        publish(on, title=f"Notice {number}", kind="notice")
    publish(on, starts_at=clock.ago(days=3))
    page = reads(on, "mara")
    assert VPN in page and "There are more announcements." in page
    assert sum(f"Notice {number}" in page for number in range(4)) == 2


def test_it_is_changed_ended_and_deleted_and_each_is_a_fact(on):
    row = publish(on)
    jana = on.client("jana")
    assert jana.post(f"{PAGE}{row.pk}/", posted(title="VPN works again soon")).status_code == 302
    assert "VPN works again soon" in reads(on, "mara")
    jana.post(f"{PAGE}{row.pk}/end/")
    assert "VPN works again soon" not in reads(on, "mara") and "VPN works again soon" in reads(on, "jana", PAGE)
    jana.post(f"{PAGE}{row.pk}/delete/")
    assert not Announcement.objects.within(on.it).exists()
    codes = Event.objects.filter(subject_kind="announcement", subject_id=row.pk).order_by("pk")
    assert [one.code.partition(".")[2] for one in codes] == ["published", "changed", "ended", "deleted"]
    assert codes[1].values["fields"] == ["ends_at", "kind", "starts_at", "text", "title"]


def test_an_end_is_taken_back_while_nothing_else_happened(on):
    until = clock.now() + timedelta(hours=3)
    row = publish(on, ends_at=until)
    jana = on.client("jana")
    page = jana.post(f"{PAGE}{row.pk}/end/", follow=True).content.decode()
    assert f"{PAGE}{row.pk}/resume/" in page and VPN not in reads(on, "mara")
    jana.post(f"{PAGE}{row.pk}/resume/")
    row.refresh_from_db()
    assert VPN in reads(on, "mara") and row.ends_at == until
    assert jana.post(f"{PAGE}{row.pk}/resume/").status_code == 422
    actions.end(actor=on.actor("jana"), announcement=row)
    with clock.frozen(until), pytest.raises(Invalid):
        actions.resume(actor=on.actor("jana"), announcement=row)


def test_saving_without_a_change_writes_no_fact(on):
    row = publish(on)
    same = actions.Details(kind="outage", words=actions.Words(row.title, row.text), starts_at=row.starts_at)
    actions.change(actor=on.actor("jana"), announcement=row, details=same)
    assert not Event.objects.filter(code="announcement.changed").exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": " "}, "This field is required."),
        ({"ends_at": "2001-01-01T00:00"}, "The end lies before the beginning."),
        ({"audience": "organizations"}, "Choose at least one organization."),
        ({"text_de": "Nur Text"}, "Write a title in this language too"),
        ({"starts_at": "tomorrow"}, "Enter a valid date/time."),
        ({"title": "x" * 161}, "at most 160 characters"),
    ],
)
def test_what_cannot_be_published_is_told_and_the_text_stays(on, wrong, words):
    answer = on.client("jana").post(PAGE + "new/", posted(text="Kept words") | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page and "Kept words" in page
    assert not Announcement.objects.within(on.it).exists()


def test_only_staff_of_the_desk_publish(on):
    row = publish(on)
    assert on.client("arno").get(PAGE).status_code == 200
    assert "new/" not in reads(on, "arno", PAGE)
    for verb in ("new/", f"{row.pk}/", f"{row.pk}/end/", f"{row.pk}/resume/", f"{row.pk}/delete/"):
        assert on.client("arno").post(PAGE + verb, posted()).status_code == 403
        assert on.client("hanna").post(PAGE + verb, posted()).status_code == 404
        assert on.client("mara").post(PAGE + verb, posted()).status_code == 404
    assert on.client("hanna").get(f"/agent/hr/announcements/{row.pk}/").status_code == 404
    with pytest.raises(Denied):
        actions.end(actor=on.actor("arno"), announcement=row)


def test_what_is_not_shown_cannot_be_ended(on):
    row = publish(on, starts_at=clock.now() + timedelta(hours=1))
    with pytest.raises(Invalid):
        actions.end(actor=on.actor("jana"), announcement=row)


def test_an_outage_that_lasts_is_not_pushed_out_of_the_list_by_newer_ones(on, monkeypatch):
    monkeypatch.setattr(pages, "SHOWN", 2)
    publish(on, starts_at=clock.ago(days=30))
    for number in range(3):
        publish(on, title=f"Over {number}", starts_at=clock.ago(hours=3), ends_at=clock.ago(hours=2))
    page = reads(on, "jana", PAGE)
    assert VPN in page and "Of the past ones the newest 2 are shown." in page
    assert sum(f"Over {number}" in page for number in range(3)) == 2


def test_of_the_planned_ones_the_next_stands_first_and_many_organizations_are_cut(on):
    crowd = [Organization.objects.create(name=f"Company {n}", created_at=clock.now()) for n in range(7)]
    for days in (9, 2):
        publish(on, title=f"In {days} days", starts_at=clock.now() + timedelta(days=days))
    publish(on, audience="organizations", organizations=crowd)
    page = reads(on, "jana", PAGE)
    assert page.index("In 2 days") < page.index("In 9 days")
    assert "and 2 more" in page and "Company 6" not in page


def dismissed(cast, who, row, **posted):
    return cast.client(who).post(f"/announcements/{row.pk}/dismiss/", {"edition": row.edition, "next": "/", **posted})


@pytest.mark.postgres
def test_somebody_puts_one_away_for_themselves_on_the_portal_and_above_the_workspace(on):
    row, other = publish(on), publish(on, title="ERP is slow")
    assert dismissed(on, "mara", row).headers["Location"] == "/"
    assert VPN not in reads(on, "mara") and "ERP is slow" in reads(on, "mara")
    assert VPN in reads(on, "oliver") and VPN in reads(on, "jana", "/agent/it/tickets/")
    answer = dismissed(on, "jana", row, next="/agent/it/overview/")
    assert answer.headers["Location"] == "/agent/it/overview/"
    assert VPN not in reads(on, "jana", "/agent/it/overview/") and VPN not in reads(on, "jana", "/")
    assert VPN in reads(on, "jana", PAGE), "the list has it still"
    assert other.dismissals.count() == 0


def test_what_was_put_away_is_taken_back_at_once(on):
    row, mara = publish(on), on.client("mara")
    page = mara.post(f"/announcements/{row.pk}/dismiss/", {"edition": 1, "next": "/"}, follow=True).content.decode()
    assert VPN not in page and f"/announcements/{row.pk}/show-again/?next=%2F" in page
    mara.post(f"/announcements/{row.pk}/show-again/?next=%2F")
    assert VPN in reads(on, "mara")


def test_a_changed_announcement_is_shown_again_and_a_mere_change_of_readers_is_not(on):
    row = publish(on)
    dismissed(on, "mara", row)
    kestrel = Organization.objects.get(name="Kestrel Biotech")
    same = {"kind": row.kind, "starts_at": row.starts_at}
    given = same | {"audience": "organizations", "organizations": [kestrel]}
    details = actions.Details(words=actions.Words(row.title, row.text), **given)
    actions.change(actor=on.actor("jana"), announcement=row, details=details)
    assert VPN not in reads(on, "mara")
    details = actions.Details(words=actions.Words(row.title, "It works again at noon."), **given)
    actions.change(actor=on.actor("jana"), announcement=row, details=details)
    assert "It works again at noon." in reads(on, "mara")


def test_what_changed_while_somebody_read_it_is_not_put_away_unread(on):
    row = publish(on)
    details = actions.Details(kind="outage", words=actions.Words("All is well again"), starts_at=row.starts_at)
    actions.change(actor=on.actor("jana"), announcement=row, details=details)
    mara, address = on.client("mara"), f"/announcements/{row.pk}/dismiss/"
    for edition in (row.edition, "", "x", "²"):
        page = mara.post(address, {"edition": edition, "next": "/"}, follow=True).content.decode()
        assert "All is well again" in page and "was changed: read it again" in page
    answer = mara.post(address, {"edition": 1, "next": "/"}, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/"


def test_with_script_it_goes_from_the_page_and_the_toast_can_undo_it(on):
    row = publish(on)
    given = {"edition": row.edition, "next": "/"}
    answer = on.client("mara").post(f"/announcements/{row.pk}/dismiss/", given, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and not answer.content
    assert f"/announcements/{row.pk}/show-again/?next=%2F" in answer.headers["HX-Trigger"]


def test_nobody_puts_away_what_they_may_not_read_and_strangers_are_offered_nothing(on):
    row = publish(on, audience="agents")
    assert dismissed(on, "mara", row).status_code == 404
    assert dismissed(on, "mara", Announcement(pk=999)).status_code == 404
    assert "/sign-in/" in dismissed(on, "", row).headers["Location"]
    assert not row.dismissals.exists()
    seen = publish(on)
    assert f"/announcements/{seen.pk}/dismiss/" not in reads(on, "", "/new/")
    assert f"/announcements/{seen.pk}/dismiss/" in reads(on, "mara", "/new/")
    answer = dismissed(on, "mara", seen, next="https://elsewhere.example/")
    assert answer.headers["Location"] == "/"


def test_the_demo_desk_announces_something(on):
    from deskhand.demo import cast as casting
    from deskhand.modules.announcements.demo import furnish

    told = casting.load()
    for one in told.organizations:
        Organization.objects.get_or_create(name=one.name, defaults={"created_at": clock.now()})
    furnish(on.it, told)
    found = {one.kind: one.audience for one in Announcement.objects.within(on.it)}
    assert found == {"outage": "everybody", "maintenance": "organizations"}
