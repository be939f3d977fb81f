"""The settings pages of policies, as an administrator uses them."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from deskhand.calendars.actions import choose_calendar, create_calendar
from deskhand.calendars.rules import ALWAYS
from deskhand.kernel import switches
from deskhand.modules.sla.actions import policies
from deskhand.modules.sla.models import Clock, Policy, PolicyVersion
from deskhand.modules.sla.tests.conftest import says, target

HERE = "/agent/settings/it/service-levels/"


@pytest.fixture
def on(cast):
    switches.switch("sla", cast.it.pk, True)


def typed(client, address, **changes):
    """The form of a page as it is handed out, with what somebody changes in it."""
    page = client.get(address).content.decode()
    found = {}
    for tag in re.findall(r"<input[^>]*>", page.partition("novalidate data-dirty>")[2]):
        attrs = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attrs.get("type") == "checkbox" and not re.search(r"\schecked\b", tag):
            continue
        if attrs.get("name") and attrs["name"] != "csrfmiddlewaretoken":
            found.setdefault(attrs["name"], []).append(attrs.get("value", ""))
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = [chosen[1] if chosen else ""]
    found.pop("q", None)
    return found | changes


def kept(cast):
    return Policy.objects.within(cast.it).filter(put_away_at=None).order_by("level", "position")


@pytest.mark.django_db
def test_a_ready_made_policy_is_a_filled_in_form_and_counts_when_it_is_saved(cast, on):
    lena, ticket = cast.client("lena"), cast.ticket()
    assert "Standard help desk" in lena.get(HERE).content.decode()
    form = typed(lena, f"{HERE}policies/new/?start=standard")
    assert form["t0-goal_urgent"] == ["1h"] and form["t0-goal_any"] == ["8h"]
    assert not kept(cast).exists()
    assert lena.post(f"{HERE}policies/new/", form | {"name": "Ours"}).status_code == 302
    row = kept(cast).get()
    cast.work()
    assert Clock.objects.within(cast.it).filter(ticket=ticket).count() == 2
    page = lena.get(HERE).content.decode()
    assert "First response" in page and "8 h, Urgent 1 h, High 4 h" in page
    assert [one["percent"] for one in policies.newest(row).terms["targets"][0]["milestones"]] == [75]


@pytest.mark.django_db
def test_a_policy_that_is_saved_again_unchanged_says_the_same(cast, on):
    lena = cast.client("lena")
    for start in ("standard", "next_day", "hop", "supplier"):
        form = typed(lena, f"{HERE}policies/new/?start={start}")
        assert lena.post(f"{HERE}policies/new/", form | {"name": start}).status_code == 302, start
        row = Policy.objects.within(cast.it).get(name=start)
        first = policies.newest(row)
        lena.post(f"{HERE}policies/{row.pk}/", typed(lena, f"{HERE}policies/{row.pk}/"))
        again = policies.newest(row)
        assert (again.number, again.terms, again.meant) == (first.number + 1, first.terms, first.meant), start


@pytest.mark.django_db
def test_times_are_typed_as_people_write_them(cast, on):
    times = {"any": "1w", "urgent": "30m", "high": "1,5 h", "normal": "4h", "low": "1d 2h"}
    lena = cast.client("lena")
    form = typed(lena, f"{HERE}policies/new/", name="Ours", **{f"t0-goal_{word}": said for word, said in times.items()})
    assert lena.post(f"{HERE}policies/new/", form).status_code == 302
    [target] = policies.newest(kept(cast).get()).terms["targets"]
    seconds = {"any": 604_800, "urgent": 1_800, "high": 5_400, "normal": 14_400, "low": 93_600}
    assert target["goals"] == {word: {"seconds": count} for word, count in seconds.items()}


@pytest.mark.django_db
def test_a_time_of_day_is_promised_for_a_business_day(cast, on):
    lena = cast.client("lena")
    times = {"any": "17:00 next business day", "urgent": "12:00 same day", "low": "9:30 in 3 days"}
    form = typed(lena, f"{HERE}policies/new/", name="Ours", **{f"t0-goal_{word}": said for word, said in times.items()})
    lena.post(f"{HERE}policies/new/", form)
    [target] = policies.newest(kept(cast).get()).terms["targets"]
    assert target["goals"] == {
        "any": {"by": "17:00", "days": 1},
        "urgent": {"by": "12:00", "days": 0},
        "low": {"by": "09:30", "days": 3},
    }
    assert "17:00 on the next business day" in lena.get(HERE).content.decode()


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"t0-goal_any": "0h"}, "A target needs a time above zero"),
    ({"t0-goal_any": "soon"}, "is no time"),
    ({"t0-goal_any": ""}, "Promise at least one thing"),
    ({"query": "assignee:nobodyatall"}, "finds nothing on this desk"),
    ({"query": "printer"}, "printer"),
    ({"name": " "}, "This field is required"),
    ({"t0-start_words": [], "t0-start_query": ""}, "Say what begins it"),
    ({"t0-pause_words": ["on_hold"]}, "Say what lets the time count again"),
    ({"t0-stop_query": "priority:purple"}, "purple"),
]
"""What somebody types, and words of the sentence that refuses it."""


@pytest.mark.django_db
def test_what_cannot_be_promised_is_refused_at_its_field_and_stays_typed(cast, on):
    lena = cast.client("lena")
    form = typed(lena, f"{HERE}policies/new/")
    for changes, words in REFUSED:
        given = {"name": "Ours", "t0-goal_any": "4h", "query": "priority:high"} | changes
        answer = lena.post(f"{HERE}policies/new/", form | given)
        page = answer.content.decode()
        assert answer.status_code == 422 and words in page, changes
        assert f'value="{given["query"]}"' in page and not kept(cast).exists(), changes


@pytest.mark.django_db
def test_warnings_are_added_without_saving_and_say_what_follows(cast, on):
    lena, team = cast.client("lena"), cast.network
    form = typed(lena, f"{HERE}policies/new/", name="Ours", **{"t0-goal_any": "4h", "add": "t0"})
    page = lena.post(f"{HERE}policies/new/", form)
    assert page.status_code == 200 and 'name="t0w0-when"' in page.content.decode() and not kept(cast).exists()
    form.pop("add")
    warning = {"when": "before", "amount": "30m", "notify": ["team", "leads"], "team": team.pk, "note": "Take over"}
    form |= {"t0-warnings": "1"} | {f"t0w0-{name}": value for name, value in warning.items()}
    assert lena.post(f"{HERE}policies/new/", form).status_code == 302
    [said] = policies.newest(kept(cast).get()).terms["targets"][0]["milestones"]
    assert said["before"] == 1_800
    assert [one["step"] for one in said["steps"]] == ["notify", "notify", "hand_over"]
    assert said["steps"][2] == {"step": "hand_over", "team": team.pk, "note": "Take over"}


@pytest.mark.django_db
def test_a_promise_between_two_events_is_made_on_the_same_page(cast, on):
    lena = cast.client("lena")
    form = typed(lena, f"{HERE}policies/new/", name="Ours", add="custom")
    page = lena.post(f"{HERE}policies/new/", form).content.decode()
    assert 'value="custom_1"' in page
    form.pop("add")
    own = {"metric": "custom", "key": "custom_1", "label": "Call back", "goal_any": "2h", "reopens": "leave"}
    own |= {"start_words": "priority_changed", "start_query": "priority:urgent", "stop_words": "agent_replied"}
    form |= {"targets": "6"} | {f"t5-{name}": value for name, value in own.items()}
    assert lena.post(f"{HERE}policies/new/", form).status_code == 302
    [target] = policies.newest(kept(cast).get()).terms["targets"]
    assert (target["label"], target["conditions"]["start"]) == (
        "Call back",
        {"words": ["priority_changed"], "query": "priority:urgent"},
    )
    assert "Call back" in lena.get(HERE).content.decode()


@pytest.mark.django_db
def test_a_new_version_tells_what_changed_who_changed_it_and_since_when(cast, promise):
    row = promise(target("first_response", any=8, urgent=1))
    lena = cast.client("lena")
    form = typed(lena, f"{HERE}policies/{row.pk}/", query="priority:urgent", **{"t0-goal_any": "6h"})
    assert lena.post(f"{HERE}policies/{row.pk}/", form).status_code == 302
    page = lena.get(f"{HERE}policies/{row.pk}/versions/").content.decode()
    assert "<del><bdi>8 h, Urgent 1 h</bdi></del>" in page and "6 h, Urgent 1 h" in page
    assert "priority:urgent" in page and cast.people["lena"].name in page
    history = lena.get(HERE).content.decode()
    assert "Last changed" in history


@pytest.mark.django_db
def test_who_saw_an_older_version_is_told_and_overwrites_nothing(cast, promise):
    row = promise(target("first_response", any=8))
    lena = cast.client("lena")
    form = typed(lena, f"{HERE}policies/{row.pk}/", **{"t0-goal_any": "6h"})
    policies.save_policy(
        actor=cast.actor("lena"), desk_id=cast.it.pk, name="Theirs", said=says(target(any=7)), policy=row
    )
    answer = lena.post(f"{HERE}policies/{row.pk}/", form)
    assert answer.status_code == 422 and "Somebody else has changed this policy" in answer.content.decode()
    assert policies.newest(row).terms["targets"][0]["goals"] == {"any": {"seconds": 7 * 3600}}


@pytest.mark.django_db
def test_the_order_is_changed_by_button_and_by_drag(cast, promise):
    first, second = promise(target(any=8), name="First"), promise(target(any=4), name="Second")
    lena = cast.client("lena")
    lena.post(f"{HERE}policies/{second.pk}/move/", {"way": "up"})
    assert [one.name for one in kept(cast)] == ["Second", "First"]
    lena.post(f"{HERE}order/", {"level": "sla", "order": [first.pk, second.pk]})
    assert [one.name for one in kept(cast)] == ["First", "Second"]
    assert lena.post(f"{HERE}order/", {"level": "sla", "order": [first.pk]}).status_code == 422


@pytest.mark.django_db
def test_a_policy_is_switched_off_put_away_and_put_back(cast, promise):
    row, lena = promise(target(any=8)), cast.client("lena")
    lena.post(f"{HERE}policies/{row.pk}/switch/")
    assert "Switch on “Standard”" in lena.get(HERE).content.decode()
    lena.post(f"{HERE}policies/{row.pk}/put-away/")
    assert "1 policy that was put away" in lena.get(HERE).content.decode()
    lena.post(f"{HERE}policies/{row.pk}/put-back/")
    row.refresh_from_db()
    assert row.put_away_at is None and not row.is_on
    lena.post(f"{HERE}policies/{row.pk}/switch/", {"on": "on"})
    row.refresh_from_db()
    assert row.is_on and PolicyVersion.objects.within(cast.it).filter(policy=row).count() == 5


@pytest.mark.django_db
def test_the_page_shows_how_far_the_open_tickets_are(cast, on):
    cast.ticket()
    cast.work()
    policies.save_policy(actor=cast.actor("lena"), desk_id=cast.it.pk, name="Ours", said=says(target(any=8)))
    lena = cast.client("lena")
    assert "0 of 1" in lena.get(f"{HERE}progress/").content.decode()
    cast.work()
    assert "every 2s" not in lena.get(f"{HERE}progress/").content.decode()


@pytest.mark.django_db
def test_the_query_is_completed_with_what_a_policy_may_ask(cast, on):
    items = cast.client("lena").get(f"{HERE}completions/?q=pri&at=3").json()["items"]
    assert "priority:" in [one["text"] for one in items]
    assert not cast.client("lena").get(f"{HERE}completions/?q=wak&at=3").json()["items"]


@pytest.mark.django_db
def test_only_administrators_change_policies_and_other_desks_learn_nothing(cast, promise):
    row = promise(target(any=8))
    for name, status in (("jana", 403), ("hanna", 404), ("mara", 404)):
        assert cast.client(name).get(f"{HERE}policies/{row.pk}/").status_code == status, name
        assert cast.client(name).post(f"{HERE}policies/{row.pk}/put-away/").status_code == status, name
    switches.switch("sla", cast.it.pk, False)
    assert cast.client("lena").get(HERE).status_code == 404


@pytest.mark.django_db
def test_looking_names_what_can_never_come_of_a_policy(cast, promise):
    cast.ticket()
    promise(target(any=8), name="All")
    promise(target(any=4), name="Never", query="priority:urgent")
    promise(target(any=4), name="Other level", level="ola", query="channel:phone")
    page = cast.client("lena").get(f"{HERE}checks/").content.decode()
    assert "“All” stands above it" in page and "fits none of the 1 ticket" in page


@pytest.mark.django_db
def test_looking_names_a_policy_whose_tickets_all_go_to_another(cast, promise):
    cast.ticket()
    promise(target(any=8), name="Low or normal", query="priority:<=normal")
    promise(target(any=4), name="Normal", query="priority:normal")
    promise(target(any=4), name="Urgent", query="-priority:urgent")
    page = cast.client("lena").get(f"{HERE}checks/").content.decode()
    assert page.count("went to “Low or normal” above it") == 2


@pytest.mark.django_db
def test_looking_names_warnings_and_answers_that_come_too_late(cast, promise):
    early = target("first_response", any=8, urgent=1) | {"milestones": [{"before": 7_200}, {"percent": 120}]}
    promise(early, target("time_to_resolve", any=4))
    page = cast.client("lena").get(f"{HERE}checks/").content.decode()
    assert "2 h before it is due comes as the clock begins" in page
    assert "at 120 % comes after it is due" in page and "may take longer than the solution" in page


def closed(cast):
    """A calendar for which every day of every year is a holiday."""
    days = (date(2024, 1, 1) + timedelta(days=count) for count in range(366))
    given = {**ALWAYS, "holidays": [{"on": f"*-{day:%m-%d}", "name": "Closed"} for day in days]}
    return create_calendar(actor=cast.actor("lena"), desk=cast.it, name="Closed", given=given)


@pytest.mark.django_db
def test_a_calendar_that_never_opens_is_refused_and_named_where_it_counts_later(cast, promise):
    row, lena = closed(cast), cast.client("lena")
    form = typed(lena, f"{HERE}policies/new/", name="Ours", calendar=f"own:{row.pk}", **{"t0-goal_any": "4h"})
    answer = lena.post(f"{HERE}policies/new/", form)
    assert answer.status_code == 422 and "nothing would ever be due" in answer.content.decode()
    promise(target(any=8), calendar={"of": "desk"})
    choose_calendar(actor=cast.actor("lena"), desk=cast.it, calendar=row)
    cast.work()
    ticket = cast.ticket()
    assert Clock.objects.within(cast.it).filter(ticket=ticket).get().due_at is None
    for page in (
        f"/agent/tickets/{ticket.number}/",
        "/agent/it/tickets/",
        f"/api/v1/sla/tickets/{ticket.number}/explain",
    ):
        assert lena.get(page, headers=cast.bearer("lena")).status_code == 200, page
    assert "“Closed” does not open" in lena.get(f"{HERE}checks/").content.decode()
