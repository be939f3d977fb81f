"""The settings pages of business calendars."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deskhand.accounts.actions import save_location
from deskhand.calendars import actions, queries
from deskhand.calendars.models import Calendar
from deskhand.calendars.tests.rules import OFFICE
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM

PAGE = "/agent/settings/it/calendars/"
SHARED = "/agent/settings/installation/shared-calendars/"
TYPED = {
    "name": "Office",
    "zone": "Europe/Berlin",
    "mon": "9-12:30, 13:30–17",
    "fri": "22:00–06:00",
    "breaks": "10:00–10:15",
    "country": "DE",
    "region": "BE",
    "holidays": "*-12-24 Christmas Eve",
    "exceptions": "2026-12-31 09:00–12:00 Stocktaking",
}
FEED = "\r\n".join(
    (
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "DTSTART;VALUE=DATE:20260803",
        "DTEND;VALUE=DATE:20260805",
        "SUMMARY:Works outing",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "DTSTART;VALUE=DATE:20200501",
        "RRULE:FREQ=YEARLY",
        "SUMMARY:Founding day",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "DTSTART:20260806T100000Z",
        "SUMMARY:A meeting",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
).encode()
"""Two whole days, one of every year, and a meeting that is no holiday."""


@pytest.fixture
def office(cast):
    return actions.create_calendar(actor=SYSTEM, desk=cast.it, name="Office", given=OFFICE)


def test_an_administrator_makes_a_calendar_from_what_they_type(cast):
    lena = cast.client("lena")
    assert lena.get(f"{PAGE}new/").status_code == 200
    assert lena.post(f"{PAGE}new/", TYPED).status_code == 302
    rules = queries.version_at(Calendar.objects.within(cast.it).get()).rules
    assert rules["hours"]["mon"] == [["09:00", "12:30"], ["13:30", "17:00"]]
    assert rules["hours"]["fri"] == [["22:00", "06:00"]]
    assert rules["hours"]["tue"] == []
    assert rules["holidays"] == [{"on": "*-12-24", "name": "Christmas Eve"}]
    assert rules["exceptions"] == [{"on": "2026-12-31", "hours": [["09:00", "12:00"]], "name": "Stocktaking"}]
    assert "Mon 09:00–12:30, 13:30–17:00, Fri 22:00–06:00" in lena.get(PAGE).text


def test_what_cannot_be_read_is_said_at_its_field_and_stays_typed(cast):
    answer = cast.client("lena").post(f"{PAGE}new/", {**TYPED, "mon": "nine to five", "exceptions": "tomorrow closed"})
    assert answer.status_code == 422
    assert "“nine to five” is no time; write 09:00–17:00." in answer.text
    assert "“tomorrow closed” begins with no day" in answer.text
    assert 'value="nine to five"' in answer.text
    assert not Calendar.objects.within(cast.it).exists()


def test_a_look_shows_what_it_comes_to_and_saves_nothing(cast):
    with clock.frozen(datetime(2026, 12, 24, 20, 0, tzinfo=UTC)):
        answer = cast.client("lena").post(f"{PAGE}new/", {**TYPED, "look": "1"})
    assert answer.status_code == 200
    assert "Closed. Opens: Mon 28 Dec 09:00" in answer.text
    assert "Christmas Eve" in answer.text
    assert "<bdi>Christmas Day</bdi>" in answer.text
    assert not Calendar.objects.within(cast.it).exists()


def test_a_look_offers_the_regions_of_another_country(cast):
    answer = cast.client("lena").post(f"{PAGE}new/", {**TYPED, "country": "AT", "region": "", "look": "1"})
    assert ">Tirol</option>" in answer.text


def test_around_the_clock_is_one_tick(cast, office):
    lena = cast.client("lena")
    lena.post(f"{PAGE}{office.pk}/", {**TYPED, "is_always_open": "on", "country": "", "region": ""})
    assert "around the clock" in lena.get(PAGE).text


def test_holidays_of_a_file_are_shown_for_a_check_before_they_are_saved(cast, office):
    lena = cast.client("lena")
    upload = SimpleUploadedFile("days.ics", FEED, "text/calendar")
    answer = lena.post(f"{PAGE}{office.pk}/", {**TYPED, "feed": upload})
    assert answer.status_code == 200
    assert "*-05-01 Founding day" in answer.text
    assert "2026-08-03 Works outing\n2026-08-04 Works outing" in answer.text
    assert "A meeting" not in answer.text
    assert queries.version_at(office).rules["holidays"] == []


@pytest.mark.parametrize("content", [b"no calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"x" * 600_000])
def test_a_file_that_is_no_calendar_is_refused_in_words(cast, office, content):
    upload = SimpleUploadedFile("days.ics", content, "text/calendar")
    answer = cast.client("lena").post(f"{PAGE}{office.pk}/", {**TYPED, "feed": upload})
    assert answer.status_code == 422
    assert "file" in answer.text


def test_closed_days_leave_as_a_file_that_is_read_again(cast):
    from deskhand.calendars.feeds import closed_days_of

    with clock.frozen(datetime(2026, 11, 23, 8, tzinfo=UTC)):
        office = actions.create_calendar(actor=SYSTEM, desk=cast.it, name="Office", given=OFFICE)
        answer = cast.client("lena").get(f"{PAGE}{office.pk}/closed-days.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert {"on": "2026-12-25", "name": "Christmas Day"} in closed_days_of(answer.content)


def test_rules_are_planned_for_a_day_to_come_and_never_for_one_that_is_over(cast, office):
    lena = cast.client("lena")
    assert lena.post(f"{PAGE}{office.pk}/", {**TYPED, "valid_from": "2020-01-01"}).status_code == 422
    assert lena.post(f"{PAGE}{office.pk}/", {**TYPED, "valid_from": "2099-01-01"}).status_code == 302
    assert queries.version_at(office).rules["hours"]["tue"] == [["09:00", "17:00"]]
    assert "Other rules are planned" in lena.get(f"{PAGE}{office.pk}/").text
    assert "2099-01-01" in lena.get("/agent/settings/it/history/calendars-list/").text
    lena.post(f"{PAGE}{office.pk}/drop-plans/")
    assert not queries.planned_for(office)
    assert "Other rules are planned" not in lena.get(f"{PAGE}{office.pk}/").text


def test_it_is_decided_what_counts_for_the_desk_a_team_and_an_organization(cast, office):
    lena = cast.client("lena")
    cast.ticket()
    for more in ({}, {"team": cast.network.pk}, {"organization": "Kestrel Biotech"}):
        assert lena.post(f"{PAGE}choose/", {"calendar": office.pk, **more}).status_code == 302
    assert "the whole desk, team Network &amp; Access, organization Kestrel Biotech" in lena.get(PAGE).text
    unknown = lena.post(f"{PAGE}choose/", {"calendar": office.pk, "organization": "Nobody Inc"})
    assert unknown.status_code == 422
    assert "knows no organization “Nobody Inc”" in unknown.text
    lena.post(f"{PAGE}choose/", {"calendar": ""})
    assert queries.chosen_for(queries.Where(cast.it.pk)) is None


def test_it_is_decided_what_counts_for_a_location(cast, office):
    lena = cast.client("lena")
    assert "Location" not in lena.get(PAGE).text
    hamburg = save_location(actor=cast.actor("lena"), desk=cast.it, name="Hamburg")
    assert lena.post(f"{PAGE}choose/", {"calendar": office.pk, "location": hamburg.pk}).status_code == 302
    assert "location Hamburg" in lena.get(PAGE).text
    theirs = save_location(actor=cast.actor("hanna"), desk=cast.hr, name="Kiel")
    assert lena.post(f"{PAGE}choose/", {"calendar": office.pk, "location": theirs.pk}).status_code == 404


def test_one_that_counts_is_not_put_away_and_one_that_does_not_comes_back(cast, office):
    lena = cast.client("lena")
    lena.post(f"{PAGE}choose/", {"calendar": office.pk})
    assert "Choose another there first" in lena.post(f"{PAGE}{office.pk}/put-away/", follow=True).text
    lena.post(f"{PAGE}choose/", {"calendar": ""})
    assert "1 calendar is put away" in lena.post(f"{PAGE}{office.pk}/put-away/", follow=True).text
    assert "can be chosen again" in lena.post(f"{PAGE}{office.pk}/take-out/", follow=True).text


def test_the_page_says_what_changed_and_since_when(cast, office):
    lena = cast.client("lena")
    lena.post(f"{PAGE}{office.pk}/", {**TYPED, "name": "Berlin"})
    lena.post(f"{PAGE}choose/", {"calendar": office.pk})
    told = lena.get("/agent/settings/it/history/calendars-list/").text
    assert "Hours of the week" in told
    assert "mon 09:00–12:30, 13:30–17:00; fri 22:00–06:00" in told
    assert "For the whole desk" in told
    assert "Last changed" in lena.get(PAGE).text


def test_calendars_of_the_installation_are_the_site_administrators(cast, office):
    lena = cast.client("lena")
    assert lena.post(f"{SHARED}new/", {**TYPED, "name": "Everybody"}).status_code == 302
    assert "Everybody" in lena.get(PAGE).text
    shared = lena.get(SHARED).text
    assert "Everybody" in shared
    assert "Office" not in shared
    assert lena.get(f"{SHARED}{office.pk}/").status_code == 404
    assert cast.client("hanna").get(SHARED).status_code in (403, 404)
    told = lena.get("/agent/settings/installation/history/calendars-shared-list/").text
    assert "Everybody" in told
    assert "Office" not in told


def test_agents_do_not_see_the_page(cast, office):
    assert cast.client("jana").get(PAGE).status_code == 403
    assert PAGE not in cast.client("jana").get("/agent/it/").text
