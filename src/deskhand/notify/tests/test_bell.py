"""The bell's pages."""

from deskhand.accounts.actions import give_role, take_role
from deskhand.kernel.actor import SYSTEM
from deskhand.notify import queries
from deskhand.notify.models import Preference
from deskhand.tickets import actions
from deskhand.tickets import told as bell
from deskhand.tickets.models import Message

LIST, READ, CHOICES = "/agent/notifications/", "/agent/notifications/read", "/me/notifications/"


def tell(cast, count=1):
    made = [cast.ticket(f"Printer <b>{n}</b> jams", team=cast.service_desk) for n in range(count)]
    cast.work()
    return made


def test_the_bell_shows_what_was_told_and_where_it_is(cast):
    (ticket,) = tell(cast)
    page = cast.client("jana").get(LIST).content.decode()
    assert f"<span>#{ticket.number}</span> <bdi" in page and ">Printer &lt;b&gt;0&lt;/b&gt; jams</bdi>" in page
    message = Message.objects.within(cast.it).get(ticket=ticket)
    assert f'href="/agent/tickets/{ticket.number}/#m-{message.pk}"' in page
    assert "Mara Lindqvist opened a ticket in Service Desk" in page


def test_looking_marks_nothing_and_a_press_marks_it(cast):
    tell(cast, 2)
    client = cast.client("jana")
    client.get(LIST)
    assert bell.unread(cast.actor("jana")) == 2
    abouts, _onward = bell.page(cast.actor("jana"))
    client.post(READ, {"id": abouts[0].shown[0].row.pk})
    assert bell.unread(cast.actor("jana")) == 1
    client.post(READ)
    assert bell.unread(cast.actor("jana")) == 0
    assert bell.unread(cast.actor("ben")) == 2


def test_somebody_elses_notification_cannot_be_marked(cast):
    tell(cast)
    abouts, _onward = bell.page(cast.actor("ben"))
    cast.client("jana").post(READ, {"id": abouts[0].shown[0].row.pk})
    assert bell.unread(cast.actor("ben")) == 1


def test_an_empty_bell_says_what_will_stand_there(cast):
    page = cast.client("arno").get(LIST).content.decode()
    assert "Nothing to tell" in page


def test_older_ones_are_a_page_further(cast, monkeypatch):
    monkeypatch.setattr(bell, "PAGE", 2)
    tell(cast, 5)
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
    assert wants["new_in_team"] == {"app": True, "mail": False, "digest": False}
    assert wants["requester_wrote"] == {"app": False, "mail": False, "digest": False}
    client.post(CHOICES, {f"{code}:{channel}": "on" for code in wants for channel in ("mail", "app", "digest")})
    assert not Preference.objects.filter(person=cast.jana, wanted=False).exists()


def test_strangers_are_asked_to_sign_in(cast):
    for address in (LIST, CHOICES):
        assert cast.client().get(address).status_code == 302


def test_the_page_asks_the_database_as_often_for_many_as_for_one(cast, django_assert_max_num_queries):
    tell(cast, 12)
    client = cast.client("jana")
    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_what_is_about_one_ticket_stands_together(cast):
    (ticket,) = tell(cast)
    cast.ticket("Another one", team=cast.service_desk)
    cast.writes(ticket)
    cast.work()
    abouts, _onward = bell.page(cast.actor("jana"))
    assert [(one.number, one.count, one.unread) for one in abouts[:1]] == [(ticket.number, 2, 2)]
    assert len(abouts) == 2
    cast.client("jana").post(READ, {"ticket": ticket.number})
    assert bell.unread(cast.actor("jana")) == 1


def test_what_was_read_can_be_made_unread_again(cast):
    tell(cast)
    client = cast.client("jana")
    client.post(READ)
    abouts, _onward = bell.page(cast.actor("jana"))
    client.post("/agent/notifications/unread", {"id": abouts[0].shown[0].row.pk})
    assert bell.unread(cast.actor("jana")) == 1
    cast.client("ben").post("/agent/notifications/unread", {"id": abouts[0].shown[0].row.pk})
    assert bell.unread(cast.actor("ben")) == 1


def test_the_list_is_narrowed_to_what_is_unread_or_given(cast):
    (ticket,) = tell(cast)
    other = cast.ticket("Screen flickers")
    cast.work()
    client = cast.client("jana")
    given = client.get(LIST, {"only": "assigned"}).content.decode()
    assert f"#{ticket.number}" in given and f"#{other.number}" not in given
    client.post(READ, {"ticket": other.number})
    unread = client.get(LIST, {"only": "unread"}).content.decode()
    assert f"#{ticket.number}" in unread and f"#{other.number}" not in unread
    client.post(READ)
    assert "All read" in client.get(LIST, {"only": "unread"}).content.decode()


def test_behind_a_wall_nothing_is_listed_and_nothing_counted(cast):
    tell(cast, 2)
    take_role(actor=SYSTEM, desk=cast.it, person=cast.jana, role="agent")
    give_role(actor=SYSTEM, desk=cast.it, person=cast.jana, role="guest")
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="agent")
    client = cast.client("jana")
    page = client.get(LIST).content.decode()
    assert "jams" not in page and "data-unread=" not in page
    assert bell.unread(cast.actor("jana")) == 0
    assert client.get("/agent/hr/live").json()["unread"] == 0
    assert client.get("/agent/notifications/news", {"after": 0}).json() == {"newest": 0, "items": []}


def test_what_lies_in_the_bin_is_not_counted(cast):
    first, _second = tell(cast, 2)
    actions.delete(actor=cast.actor("lena"), ticket=first)
    assert bell.unread(cast.actor("jana")) == 1
    assert 'data-unread="1"' in cast.client("jana").get(LIST).content.decode()


def test_the_count_of_unread_ones_is_live(cast):
    client = cast.client("jana")
    first = client.get("/agent/it/live", {"also": ""}).json()
    tell(cast)
    ask = {"since": client.get("/agent/it/live").json()["version"], "also": first["also"]}
    assert client.get("/agent/it/live", ask).json()["unread"] == 1


def test_the_desktop_hears_only_of_what_is_new(cast):
    tell(cast)
    client = cast.client("jana")
    begun = client.get("/agent/notifications/news").json()
    assert begun["items"] == []
    tell(cast)
    news = client.get("/agent/notifications/news", {"after": begun["newest"]}).json()["items"]
    assert [one["text"] for one in news] == ["Mara Lindqvist opened a ticket in Service Desk"]
