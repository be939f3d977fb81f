"""Mentioning colleagues by the API."""


def test_a_note_names_people_by_address_and_teams_by_name(cast, call):
    ticket = cast.ticket()
    note = {"kind": "note", "body": "<p>See above.</p>", "mentions": ["priya@eberfeld.example", "service desk"]}
    made = call("jana").post(f"/tickets/{ticket.number}/messages", note)
    assert made.status_code == 201
    assert "See above." in made.json()["body"] and f'data-mention="person-{cast.priya.pk}"' in made.json()["body"]
    assert [one.person_id for one in ticket.followers.all()] == [cast.priya.pk]


def test_who_does_not_serve_the_desk_cannot_be_mentioned(cast, call):
    ticket, jana = cast.ticket(), call("jana")
    path = f"/tickets/{ticket.number}/messages"
    for word in ("hanna@eberfeld.example", "nobody@nowhere.example", "People"):
        refused = jana.post(path, {"kind": "note", "body": "<p>x</p>", "mentions": [word]})
        assert refused.status_code == 422, word
    one, other = (
        jana.post(path, {"kind": "note", "body": "<p>x</p>", "mentions": [f"{name}@eberfeld.example"]}).json()
        for name in ("hanna", "nobody")
    )
    assert str(one).replace("hanna", "nobody") == str(other)


def test_replies_mention_nobody(cast, call):
    ticket = cast.ticket()
    new = {"body": "<p>x</p>", "mentions": ["priya@eberfeld.example"]}
    assert call("jana").post(f"/tickets/{ticket.number}/messages", new).status_code == 422
    assert call("mara").post(f"/tickets/{ticket.number}/messages", new).status_code == 403
