"""A message that arrives while an agent writes: the agent is told before the answer goes out."""

from deskhand.tickets.models import Draft, Message

HTMX = {"HTTP_HX_REQUEST": "true"}


def newest(ticket):
    return Message.objects.within(ticket.desk_id).filter(ticket=ticket).order_by("-pk").first()


def send(client, ticket, seen, **more):
    form = {"kind": "reply", "body": "<p>Please restart.</p>", "body_format": "html", "seen": seen}
    return client.post(f"/agent/tickets/{ticket.number}/send", form, **more)


def said(ticket):
    return [one.author_name for one in Message.objects.within(ticket.desk_id).filter(ticket=ticket).order_by("pk")]


def test_what_was_not_seen_is_told_first_and_the_second_time_it_is_sent(cast):
    ticket, client = cast.ticket(), cast.client("jana")
    seen = newest(ticket).pk
    cast.writes(ticket)
    told = send(client, ticket, seen, **HTMX)
    assert told.status_code == 422
    assert "Mara Lindqvist wrote while you were writing." in told.json()["detail"]
    assert said(ticket) == ["Mara Lindqvist", "Mara Lindqvist"]
    assert send(client, ticket, told.json()["newest"], **HTMX).status_code == 200
    assert said(ticket)[-1] == "Jana Vogt"


def test_ones_own_message_from_another_tab_asks_nothing(cast):
    ticket = cast.ticket()
    seen = newest(ticket).pk
    cast.note(ticket, by="jana")
    assert send(cast.client("jana"), ticket, seen, **HTMX).status_code == 200


def test_a_colleagues_note_counts_as_well(cast):
    ticket = cast.ticket()
    seen = newest(ticket).pk
    cast.note(ticket, by="priya")
    assert "Priya Raman wrote" in send(cast.client("jana"), ticket, seen, **HTMX).json()["detail"]


def test_without_script_the_text_is_kept_as_a_draft(cast):
    ticket, client = cast.ticket(), cast.client("jana")
    seen = newest(ticket).pk
    cast.writes(ticket)
    page = send(client, ticket, seen, follow=True).content.decode()
    assert "Mara Lindqvist wrote while you were writing." in page
    assert "Please restart." in Draft.objects.own_of(cast.actor("jana")).get(ticket=ticket).html
    assert f'name="seen" value="{newest(ticket).pk}"' in page


def test_a_form_without_the_mark_is_sent(cast):
    ticket = cast.ticket()
    cast.writes(ticket)
    for nonsense in ("", "x", "9" * 20):
        assert send(cast.client("jana"), ticket, nonsense, **HTMX).status_code == 200
