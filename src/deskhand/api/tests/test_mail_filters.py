"""Filters and lists of senders by the API."""

from deskhand.mail.tests.post import letter, post


def test_a_sender_is_blocked_listed_and_forgotten(cast, call):
    lena = call("lena")
    made = lena.put("/desks/it/senders", {"sender": "Shop.example", "kind": "block", "why": "Offers"}).json()
    assert (made["sender"], made["made_by"], made["expires_at"]) == ("@shop.example", "lena@eberfeld.example", None)
    assert [one["sender"] for one in lena.get("/desks/it/senders").json()["items"]] == ["@shop.example"]
    assert post(cast.mailbox, letter("Eve <eve@shop.example>")).outcome == "blocked_sender"
    assert lena.delete("/desks/it/senders?sender=shop.example").status_code == 204
    assert lena.delete("/desks/it/senders?sender=shop.example").status_code == 404
    wrong = lena.put("/desks/it/senders", {"sender": "nobody", "kind": "block"})
    assert wrong.status_code == 422
    assert call("jana").put("/desks/it/senders", {"sender": "x.example", "kind": "block"}).status_code == 403


def test_a_list_holds_for_all_desks(cast, call):
    lena, entry = call("lena"), {"sender": "eve@shop.example", "kind": "allow", "expires_at": "2099-01-01T00:00:00Z"}
    assert lena.put("/senders", entry).json()["expires_at"] == "2099-01-01T00:00:00Z"
    assert len(lena.get("/senders").json()["items"]) == 1 and lena.get("/desks/it/senders").json()["items"] == []
    assert call("hanna").get("/senders").status_code == 403
    assert lena.delete("/senders?sender=eve@shop.example").status_code == 204


def test_the_rules_of_a_desk_are_read_and_changed(cast, call):
    lena, path = call("lena"), "/desks/it/filter-rules"
    assert lena.get(path).json() == {
        "spam_goes": "spam",
        "sender_hourly": 60,
        "domain_hourly": 600,
        "checks_signatures": False,
    }
    assert lena.patch(path, {"sender_hourly": 5}).json()["sender_hourly"] == 5
    assert lena.patch(path, {"spam_goes": "quarantine"}).json()["sender_hourly"] == 5
    assert lena.patch(path, {"sender_hourly": -1}).status_code == 422


def test_the_server_that_is_believed_is_named(cast, call):
    lena, path = call("lena"), f"/desks/it/mailboxes/{cast.mailbox.pk}/believed"
    assert lena.get(path).json() == {"mailbox": "it", "server": "", "spam_filter": "any"}
    assert lena.put(path, {"server": "MX.example.org", "spam_filter": "rspamd"}).json()["server"] == "mx.example.org"
    assert lena.get(path).json()["spam_filter"] == "rspamd"
    assert lena.put(path, {"server": "https://x"}).status_code == 422
    assert call("hanna").get(f"/desks/hr/mailboxes/{cast.mailbox.pk}/believed").status_code == 404


def test_a_received_letter_says_what_the_filters_found(cast, call):
    post(cast.mailbox, letter(X_Spam_Flag="YES"))
    (row,) = call("lena").get("/desks/it/received-letters").json()["items"]
    assert row["verdicts"] == [
        {"filter": "spam", "verdict": "spam", "because": "its header says X-Spam-Flag: YES"},
    ]


def test_how_long_letters_are_kept_is_read_and_set(cast, call):
    lena, path = call("lena"), "/desks/it/mail-keeping"
    assert lena.get(path).json() == {"keep_days": 180}
    assert lena.put(path, {"keep_days": 40}).json() == lena.get(path).json() == {"keep_days": 40}
    assert lena.put(path, {"keep_days": 29}).status_code == 422
    assert call("jana").put(path, {"keep_days": 50}).status_code == 403
