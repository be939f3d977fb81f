"""Following an outage: from the banner, the offer and its page; told when its text changes and when it is over."""

from datetime import timedelta

import pytest
from django.core import mail

from deskhand.kernel import clock, switches
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.announcements import actions
from deskhand.modules.announcements.models import Follow
from deskhand.modules.announcements.querysets import MODULE
from deskhand.notify.models import Notification

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
FOLLOW = "Tell me when it is over"


@pytest.fixture
def on(cast):
    """The module is on for the desk IT."""
    switches.switch(MODULE, cast.it.pk, True)
    return cast


def outage(on, title="VPN drops", text="We look into it.", kind="outage", **more):
    given = {"starts_at": clock.ago(hours=1), **more}
    return actions.publish(
        actor=SYSTEM, desk=on.it, details=actions.Details(kind=kind, words=actions.Words(title, text), **given)
    )


def changed(row, text="It works again for half of you.", **more):
    words = actions.Words(row.title, text)
    given = {"kind": row.kind, "starts_at": row.starts_at, "ends_at": row.ends_at, **more}
    actions.change(actor=SYSTEM, announcement=row, details=actions.Details(words=words, **given))


def letters(on):
    on.work()
    return sorted((one.to[0], one.subject) for one in mail.outbox)


def test_a_requester_follows_from_the_banner_hears_of_news_and_of_the_end_and_stops(on):
    row, mara = outage(on), on.client("mara")
    assert FOLLOW in mara.get("/requests/").content.decode()
    answer = mara.post(f"/announcements/{row.pk}/follow/", {"next": "/requests/"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/requests/" and "You follow this." in page and FOLLOW not in page
    assert "1 person follows it" in on.client("jana").get("/agent/it/announcements/").content.decode()
    changed(row)
    assert letters(on) == [("mara@kestrel.example", "News: VPN drops")]
    assert (
        "It works again for half of you." in mail.outbox[0].body and f"/announcements/{row.pk}/" in mail.outbox[0].body
    )
    actions.end(actor=on.actor("jana"), announcement=row)
    assert letters(on)[0] == ("mara@kestrel.example", "It is over: VPN drops")
    told = mara.get(f"/announcements/{row.pk}/").content.decode()
    assert "It is over" in told and "Follow no more" in told
    mara.post(f"/announcements/{row.pk}/follow/", {"follow": "no"})
    assert mara.get(f"/announcements/{row.pk}/").status_code == 404, "a past one is for those who follow it"
    assert len(letters(on)) == 2


def test_who_has_the_same_problem_follows_it_by_that(on):
    row = outage(on)
    thanks = on.client("mara").post(f"/announcements/{row.pk}/affected/", follow=True).content.decode()
    assert "You hear by mail when its text changes" in thanks and "Follow no more" in thanks
    on.client().post(f"/announcements/{row.pk}/affected/")
    work = outage(on, "Network work", kind="maintenance")
    on.client("mara").post(f"/announcements/{work.pk}/affected/")
    assert list(Follow.objects.values_list("person_id", "announcement_id")) == [(on.mara.pk, row.pk)]


def test_whoever_works_for_the_desk_has_it_at_the_bell_too_and_nobody_hears_of_their_own_deed(on):
    row = outage(on)
    for name in ("jana", "ben"):
        actions.follow(actor=on.actor(name), announcement=row)
    actions.end(actor=on.actor("jana"), announcement=row)
    on.work()
    assert list(Notification.objects.values_list("person_id", "kind")) == [(on.ben.pk, "outage_over")]
    assert "An outage that you follow is over" in on.client("ben").get("/agent/notifications/").content.decode()
    assert [to for to, _subject in letters(on)] == [on.ben.email]


def test_a_follower_hears_of_it_only_while_it_is_meant_for_them(on):
    row = outage(on)
    for name in ("mara", "oliver"):
        actions.follow(actor=on.actor(name), announcement=row)
    changed(row, audience="organizations", organizations=[on.mara.organization])
    assert [to for to, _subject in letters(on)] == ["mara@kestrel.example"]
    assert on.client("oliver").get(f"/announcements/{row.pk}/").status_code == 404
    changed(row, "For staff", audience="agents")
    switches.switch(MODULE, on.it.pk, False)
    assert len(letters(on)) == 1
    assert on.client("mara").get(f"/announcements/{row.pk}/").status_code == 404


def test_another_time_or_readers_alone_are_no_news(on):
    row = outage(on)
    actions.follow(actor=on.actor("mara"), announcement=row)
    changed(row, row.text, ends_at=clock.now() + timedelta(hours=3))
    assert letters(on) == []


def test_the_end_that_was_set_comes_by_itself_and_is_told_once(on):
    row = outage(on, ends_at=clock.now() + timedelta(hours=1))
    actions.follow(actor=on.actor("mara"), announcement=row)
    with clock.frozen(row.ends_at):
        assert actions.note_moments([on.it.pk]) == 1 and actions.note_moments([on.it.pk]) == 0
        assert letters(on) == [("mara@kestrel.example", "It is over: VPN drops")]


@pytest.mark.parametrize("kind", ["maintenance", "notice"])
def test_only_outages_are_followed(on, kind):
    row = outage(on, kind=kind)
    page = on.client("mara").get(f"/announcements/{row.pk}/")
    assert page.status_code == 200 and FOLLOW not in page.content.decode()
    on.client("mara").post(f"/announcements/{row.pk}/follow/")
    assert not Follow.objects.exists()


def test_strangers_are_led_to_the_sign_in_and_nobody_follows_what_they_may_not_read(on):
    row, hidden = outage(on), outage(on, "For staff", audience="agents")
    stranger = on.client()
    assert FOLLOW not in stranger.get("/new/").content.decode()
    assert "Sign in" in stranger.get(f"/announcements/{row.pk}/").content.decode()
    assert "/sign-in/" in stranger.post(f"/announcements/{row.pk}/follow/").headers["Location"]
    for method in ("get", "post"):
        assert getattr(on.client("mara"), method)(f"/announcements/{hidden.pk}/follow/").status_code == 404
    assert on.client("mara").get(f"/announcements/{hidden.pk}/").status_code == 404
    assert on.client("mara").get(f"/announcements/{row.pk}/follow/").headers["Location"] == f"/announcements/{row.pk}/"


def test_programs_follow_and_see_how_many_do(on):
    from deskhand.modules.announcements.tests.test_api import call

    row = outage(on)
    assert call(on, "mara", "put", f"/{row.pk}/follow").status_code == 204
    seen = call(on, "mara", "get", f"/{row.pk}").json()
    assert (seen["follows"], seen["followers"]) == (True, None)
    listed = call(on, "jana", "get").json()["items"][0]
    assert (listed["follows"], listed["followers"]) == (False, 1)
    assert call(on, "mara", "delete", f"/{row.pk}/follow").status_code == 204
    assert call(on, "jana", "get", f"/{row.pk}").json()["followers"] == 0
