"""An announcement whose text changes at set times."""

from datetime import timedelta

import pytest
from django.core import mail

from deskhand.kernel import clock, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from deskhand.modules.announcements import actions
from deskhand.modules.announcements.models import Announcement
from deskhand.modules.announcements.querysets import MODULE
from deskhand.modules.announcements.tests.test_api import call

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
PAGE = "/agent/it/announcements/"


@pytest.fixture
def on(cast):
    """The module is on for the desk IT, and no minute begins: what is said is told by the minute."""
    with clock.frozen(clock.now()):
        switches.switch(MODULE, cast.it.pk, True)
        yield cast


def hours(number):
    return clock.now().replace(second=0, microsecond=0) + timedelta(hours=number)


def planned(on, **more):
    """Maintenance since an hour ago, with a text for in one and in two hours."""
    step = actions.Step(
        at=hours(1), words=actions.Words("", "It runs."), others={"de": actions.Words("Netz steht", "Es läuft.")}
    )
    done = actions.Step(at=hours(2), words=actions.Words("Network works", "It is done."))
    given = {"kind": "maintenance", "starts_at": hours(-1), "ends_at": hours(3), "steps": [step, done], **more}
    words = actions.Words("Network work", "Tonight at eight.")
    return actions.publish(actor=SYSTEM, desk=on.it, details=actions.Details(words=words, **given))


def posted(**more):
    form = {"kind": "maintenance", "title": "Network work", "text": "Tonight.", "audience": "everybody"}
    form |= {"starts_at": typed(hours(-1)), "ends_at": typed(hours(5))}
    form |= {
        "step_at_0": typed(hours(1)),
        "step_text_0": "It runs.",
        "step_at_1": typed(hours(2)),
        "step_text_1": "Done.",
    }
    return form | more


def typed(moment):
    return moment.strftime("%Y-%m-%dT%H:%M")


def reads(on, who, path="/", **more):
    return on.client(who).get(path, **more).content.decode()


def test_readers_are_told_what_is_said_at_that_time_and_never_what_comes(on):
    planned(on)
    for later, said, unsaid in (
        (0, "Tonight at eight.", ("It runs.", "It is done.", "Network works")),
        (1, "It runs.", ("Tonight at eight.", "It is done.")),
        (2, "It is done.", ("Tonight at eight.", "It runs.")),
    ):
        with clock.frozen(hours(later)):
            for page in (reads(on, "mara"), reads(on, "", "/new/")):
                assert said in page and not [one for one in unsaid if one in page]
            assert said in on.client("mara").post("/new/it/offers/", {"subject": "network"}).content.decode()
    with clock.frozen(hours(1)):
        page = reads(on, "mara", headers={"Accept-Language": "de"})
        assert "Netz steht" in page and "Es läuft." in page
    with clock.frozen(hours(2)):
        assert "Network works" in reads(on, "mara", headers={"Accept-Language": "de"}), "nobody wrote that in German"


def test_its_page_tells_what_it_said_before(on):
    row = planned(on)
    with clock.frozen(hours(2)):
        page = reads(on, "mara", f"/announcements/{row.pk}/")
    assert page.index("It is done.") < page.index("What it said before") < page.index("It runs.")
    assert page.index("It runs.") < page.index("Tonight at eight.")


def test_each_change_is_a_fact_and_comes_back_to_whoever_put_it_away(on):
    row = planned(on)
    on.client("mara").post(f"/announcements/{row.pk}/dismiss/", {"edition": row.edition, "next": "/"})
    assert "Network work" not in reads(on, "mara")
    for later, count in ((0, 0), (1, 1), (1, 0), (2, 1), (3, 1), (9, 0)):
        with clock.frozen(hours(later)):
            assert actions.note_moments([on.it.pk]) == count
            if later == 1:
                assert "It runs." in reads(on, "mara")
    facts = Event.objects.filter(subject_kind="announcement", subject_id=row.pk).order_by("pk")
    assert [(one.code, one.values.get("step")) for one in facts][1:] == [
        ("announcement.advanced", 1),
        ("announcement.advanced", 2),
        ("announcement.expired", None),
    ]


def test_a_follower_hears_each_new_text(on):
    row = planned(on, kind="outage")
    actions.follow(actor=on.actor("mara"), announcement=row)
    with clock.frozen(hours(2)):
        actions.note_moments([on.it.pk])
        on.work()
    assert [one.subject for one in mail.outbox] == ["News: Network works"] and "It is done." in mail.outbox[0].body


def test_an_agent_writes_them_sees_which_is_said_and_takes_one_away(on):
    jana = on.client("jana")
    german = {"step_title_0_de": "Netz steht", "step_text_0_de": "Es läuft."}
    assert jana.post(PAGE + "new/", posted(**german)).headers["Location"] == PAGE
    row = Announcement.objects.within(on.it).get()
    assert [one["text"] for one in row.steps] == ["It runs.", "Done."] and row.due_at == hours(1)
    assert row.steps[0]["others"] == {"de": {"title": "Netz steht", "text": "Es läuft."}}
    assert "2 further texts" in reads(on, "jana", PAGE)
    assert "comes next" in (page := reads(on, "jana", f"{PAGE}{row.pk}/")) and "is said now" not in page
    with clock.frozen(hours(2)):
        page = reads(on, "jana", f"{PAGE}{row.pk}/")
        assert page.index("was said") < page.index("is said now") and "comes next" not in page
    only = posted(step_at_1="", step_text_1="")
    jana.post(f"{PAGE}{row.pk}/", only)
    row.refresh_from_db()
    assert [one["text"] for one in row.steps] == ["It runs."] and row.edition == 1, "what is said now stayed"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"step_at_1": "1"}, "It must come after the text before it."),
        ({"step_at_0": "-2"}, "By then the announcement has not begun."),
        ({"step_at_1": "6"}, "By then the announcement is over."),
        ({"step_at_0": ""}, "Say from when on it says this."),
        ({"step_text_0": " "}, "Write what it says from then on."),
        ({"step_at_0": "soon"}, "Enter a valid date/time."),
        ({"step_text_1_de": "x" * 4001}, "at most 4000 characters"),
    ],
    ids=["order", "early", "late", "no_time", "no_text", "no_date", "long"],
)
def test_what_cannot_come_is_told_at_its_field_and_nothing_is_lost(on, wrong, words):
    given = {name: typed(hours(int(one))) if one.lstrip("-").isdecimal() else one for name, one in wrong.items()}
    answer = on.client("jana").post(PAGE + "new/", posted(**given))
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and "Done." in page
    assert not Announcement.objects.within(on.it).exists()


def test_programs_write_them_and_others_see_those_that_came(on):
    steps = [
        {"at": hours(1).isoformat(), "text": "It runs.", "others": {"de": {"title": "Netz", "text": "Es läuft."}}},
        {"at": hours(2).isoformat(), "title": "Works", "text": "Done."},
    ]
    body = {"desk": "it", "kind": "maintenance", "title": "Network work", "text": "Tonight.", "steps": steps}
    made = call(on, "jana", "post", body=body)
    assert made.status_code == 201 and [one["text"] for one in made.json()["steps"]] == ["It runs.", "Done."]
    pk = made.json()["id"]
    assert call(on, "mara", "get", f"/{pk}").json()["steps"] == []
    with clock.frozen(hours(1)):
        seen = call(on, "mara", "get", f"/{pk}").json()
        assert [one["text"] for one in seen["steps"]] == ["It runs."] and seen["steps"][0]["others"] == {}
        assert seen["says"] == {"title": "Network work", "text": "It runs."}
    kept = call(on, "jana", "patch", f"/{pk}", {"title": "Network"}).json()
    assert [one["text"] for one in kept["steps"]] == ["It runs.", "Done."]
    refused = call(on, "jana", "patch", f"/{pk}", {"steps": list(reversed(steps))})
    assert refused.status_code == 422 and "step_at_1" in refused.content.decode()
    assert call(on, "jana", "patch", f"/{pk}", {"steps": []}).json()["steps"] == []
