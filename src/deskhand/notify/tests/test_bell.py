"""The bell's pages."""

from deskhand.notify import queries
from deskhand.notify.models import Preference

LIST, READ, CHOICES = "/agent/notifications/", "/agent/notifications/read", "/agent/notifications/choices/"


def told(cast, count=1):
    made = [cast.ticket(f"Printer <b>{n}</b> jams", team=cast.service_desk) for n in range(count)]
    cast.work()
    return made


def test_the_bell_shows_what_was_told_and_where_it_is(cast):
    (ticket,) = told(cast)
    page = cast.client("jana").get(LIST).content.decode()
    assert f"#{ticket.number} Printer &lt;b&gt;0&lt;/b&gt; jams" in page
    assert f'href="/agent/tickets/{ticket.number}/"' in page
    assert "Mara Lindqvist opened a ticket in Service Desk" in page


def test_looking_marks_nothing_and_a_press_marks_it(cast):
    told(cast, 2)
    client = cast.client("jana")
    client.get(LIST)
    assert queries.unread_count(cast.jana.pk) == 2
    shown, _onward = queries.newest(cast.actor("jana"))
    client.post(READ, {"id": shown[0].row.pk})
    assert queries.unread_count(cast.jana.pk) == 1
    client.post(READ)
    assert queries.unread_count(cast.jana.pk) == 0
    assert queries.unread_count(cast.ben.pk) == 2


def test_somebody_elses_notification_cannot_be_marked(cast):
    told(cast)
    shown, _onward = queries.newest(cast.actor("ben"))
    cast.client("jana").post(READ, {"id": shown[0].row.pk})
    assert queries.unread_count(cast.ben.pk) == 1


def test_an_empty_bell_says_what_will_stand_there(cast):
    page = cast.client("arno").get(LIST).content.decode()
    assert "Nothing to tell" in page


def test_older_ones_are_a_page_further(cast, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    told(cast, 5)
    client = cast.client("jana")
    first = client.get(LIST).content.decode()
    assert "?before=" in first
    before = first.split("?before=")[1].split('"')[0]
    second = client.get(LIST, {"before": before}).content.decode()
    assert "Printer &lt;b&gt;2&lt;/b&gt;" in second and "Printer &lt;b&gt;4&lt;/b&gt;" not in second


def test_the_choices_are_saved(cast):
    client = cast.client("jana")
    assert "New in my team" in client.get(CHOICES).content.decode()
    client.post(CHOICES, {"new_in_team:app": "on", "assigned_to_me:mail": "on", "assigned_to_me:app": "on"})
    wants = {kind.code: dict(wants) for kind, wants in queries.choices(cast.jana)}
    assert wants["new_in_team"] == {"mail": False, "app": True}
    assert wants["requester_wrote"] == {"mail": False, "app": False}
    client.post(CHOICES, {f"{code}:{channel}": "on" for code in wants for channel in ("mail", "app")})
    assert not Preference.objects.filter(person=cast.jana, wanted=False).exists()


def test_strangers_are_asked_to_sign_in(cast):
    for address in (LIST, CHOICES):
        assert cast.client().get(address).status_code == 302


def test_the_page_asks_the_database_as_often_for_many_as_for_one(cast, django_assert_max_num_queries):
    told(cast, 12)
    client = cast.client("jana")
    with django_assert_max_num_queries(12):
        client.get(LIST)
