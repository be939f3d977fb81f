"""What the API takes and gives about business calendars."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from deskhand.api.answers import Answer, Page
from deskhand.api.schemas import Input, Instant, Text
from deskhand.calendars.models import FEED_URL_LIMIT, NAME_LIMIT
from deskhand.calendars.rules import DAYS_LIMIT, WINDOWS_LIMIT

LONGEST = 366 * 24 * 3600
"""Most working seconds of one question: a year's."""

ClockTime = Annotated[Text, Field(max_length=5, description="HH:MM; 24:00 is the end of the day.", examples=["09:00"])]
Window = Annotated[list[ClockTime], Field(min_length=2, max_length=2)]
Windows = Annotated[list[Window], Field(max_length=WINDOWS_LIMIT)]
Name = Annotated[Text, Field(min_length=1, max_length=NAME_LIMIT, examples=["Berlin"])]


class Week(Input):
    """Windows of each day, by the calendar's clock. An end before its beginning lies on the next day."""

    mon: Windows = []
    tue: Windows = []
    wed: Windows = []
    thu: Windows = []
    fri: Windows = []
    sat: Windows = []
    sun: Windows = []


class CalendarHoliday(Input):
    """A closed day."""

    on: Annotated[Text, Field(max_length=10, description="YYYY-MM-DD, or *-MM-DD for every year.")]
    name: Text = ""


class CalendarException(Input):
    """Other hours on one day; none close it. They count even on a holiday."""

    on: Annotated[Text, Field(max_length=10, description="YYYY-MM-DD.")]
    hours: Windows = []
    name: Text = ""


Holidays = Annotated[list[CalendarHoliday], Field(max_length=DAYS_LIMIT)]
Exceptions = Annotated[list[CalendarException], Field(max_length=DAYS_LIMIT)]
Zone = Annotated[Text, Field(max_length=60, description="Name of a time zone.", examples=["Europe/Berlin"])]
Country = Annotated[Text, Field(max_length=2, description="ISO 3166 code; empty: no public holidays.", examples=["DE"])]
Region = Annotated[Text, Field(max_length=60, description="Code of a region of the country.", examples=["BE"])]


class NewCalendar(Input):
    """A calendar to make."""

    desk: Annotated[Text | None, Field(max_length=20, description="Key of a desk that you administer; null: the "
                                       "installation's, for site administrators.")]  # fmt: skip
    name: Name
    zone: Zone
    hours: Week
    breaks: Windows = []
    country: Country = ""
    region: Region = ""
    holidays: Holidays = []
    exceptions: Exceptions = []

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "desk": "it",
                "name": "Berlin",
                "zone": "Europe/Berlin",
                "hours": {"mon": [["09:00", "17:00"]]},
                "country": "DE",
                "region": "BE",
            }
        }
    )


class CalendarChange(Input):
    """What shall be different. What is left away stays; lists and ``hours`` are all of them."""

    name: Name | None = None
    zone: Zone | None = None
    hours: Week | None = None
    breaks: Windows | None = None
    country: Country | None = None
    region: Region | None = None
    holidays: Holidays | None = None
    exceptions: Exceptions | None = None
    valid_from: Annotated[
        Instant | None, Field(description="From when the rules count: never in the past; now, if left away.")
    ] = None

    model_config = ConfigDict(
        json_schema_extra={"example": {"region": "BY", "valid_from": "2030-01-01T00:00:00+01:00"}}
    )


class ShownCalendar(Answer):
    """A calendar, and the rules that count now. ``is_active`` is false for one that was put away."""

    id: int
    desk: Annotated[str | None, Field(description="Key of the desk; null: the installation's.")]
    name: str
    is_active: bool
    valid_from: Annotated[datetime | None, Field(description="Since when these rules count; null: from the beginning.")]
    planned: Annotated[list[datetime], Field(description="From when rules count that are planned for later.")]
    zone: str
    hours: dict[str, list[list[str]]]
    breaks: list[list[str]]
    country: str
    region: str
    holidays: list[dict[str, Any]]
    exceptions: list[dict[str, Any]]
    public_holidays: Annotated[dict[str, str], Field(description="Dates that are known, with their names in English.")]


class FeedChoice(Input):
    """From where a calendar's holidays are fetched."""

    url: Annotated[
        Text,
        Field(max_length=FEED_URL_LIMIT, description="Address of an iCalendar feed, with https; empty: none."),
    ]

    model_config = ConfigDict(json_schema_extra={"example": {"url": "https://calendars.example.org/holidays.ics"}})


class ShownFeed(Answer):
    """The address from which a calendar's holidays are fetched twice a day, and what came of it last."""

    url: Annotated[str, Field(description="Empty: nothing is fetched.")]
    days: Annotated[list[dict[str, Any]], Field(description="Holidays that stand in the calendar because of it.")]
    tried_at: datetime | None
    fetched_at: Annotated[datetime | None, Field(description="When it last brought something.")]
    error: Annotated[str, Field(description="Why the last try brought nothing; empty if it did. The days stay.")]


class CalendarPage(Page[ShownCalendar]):
    """A page of calendars."""


class DueQuestion(Input):
    """When so much working time will have passed."""

    start: Instant
    seconds: Annotated[int, Field(ge=0, le=LONGEST, examples=[28800])]

    model_config = ConfigDict(json_schema_extra={"example": {"start": "2026-11-23T11:00:00Z", "seconds": 28800}})


class DueAnswer(Answer):
    """``due`` is the first instant by which the time has passed."""

    due: datetime
    is_open: Annotated[bool, Field(description="Whether the calendar is open at the start.")]
    next_open: Annotated[datetime, Field(description="The start, or when the calendar opens after it.")]


class BetweenQuestion(Input):
    """How much working time lies between two instants."""

    start: Instant
    end: Instant

    model_config = ConfigDict(
        json_schema_extra={"example": {"start": "2026-11-23T11:00:00Z", "end": "2026-11-24T11:00:00Z"}}
    )


class BetweenAnswer(Answer):
    """Working time in seconds; 0 if the end is before the start."""

    seconds: float


class CalendarChoice(Input):
    """Which calendar counts from now on, for the desk, or for one of its teams or locations, or for an
    organization there."""

    calendar: Annotated[int | None, Field(description="Id of a calendar; null takes the decision back.")]
    team: Annotated[Text | None, Field(max_length=80, description="Name of a team of the desk.")] = None
    organization: Annotated[Text | None, Field(max_length=200, description="Name of one that the desk knows.")] = None
    location: Annotated[Text | None, Field(max_length=120, description="Name of a location of the desk.")] = None

    model_config = ConfigDict(json_schema_extra={"example": {"calendar": 3}})


class CalendarDecision(Answer):
    """A decision that counts now. Without team, location and organization it is for the whole
    desk."""

    calendar: int
    calendar_name: str
    team: str | None
    organization: str | None
    location: str | None
    since: datetime


class CalendarDecisionPage(Page[CalendarDecision]):
    """What counts on a desk."""
