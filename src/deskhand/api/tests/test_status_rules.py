"""Rules of statuses by the API."""


def test_rules_of_a_status_are_read_and_written(cast, call):
    lena = call("lena")
    made = lena.post(
        "/statuses", {"desk": "it", "name": "Testing", "category": "open", "next_keys": ["resolved"], "needs": ["note"]}
    ).json()
    assert (made["next_keys"], made["needs"], made["pauses"]) == (["resolved"], ["note"], False)
    path = f"/statuses/{made['id']}"
    changed = lena.patch(path, {"next_keys": [], "pauses": True, "place": 0}).json()
    assert (changed["next_keys"], changed["needs"], changed["pauses"]) == ([], ["note"], True)
    keys = [one["key"] for one in call("jana").get("/statuses", desk="it", limit=100).json()["items"]]
    assert keys.index("testing") < keys.index("open")
    refused = lena.patch(path, {"next_keys": ["closed"]})
    assert refused.status_code == 422 and "cannot follow" in refused.text
    assert call("jana").patch(path, {"pauses": False}).status_code == 403


def test_what_may_follow_is_named_in_the_refusal(cast, call):
    lena, jana = call("lena"), call("jana")
    made = lena.post(
        "/statuses", {"desk": "it", "name": "Testing", "category": "open", "next_keys": ["on_hold"]}
    ).json()
    ticket = f"/tickets/{cast.ticket().number}"
    assert jana.patch(ticket, {"status": made["key"]}).status_code == 200
    refused = jana.patch(ticket, {"status": "resolved"})
    assert refused.status_code == 409 and refused.json()["allowed"] == ["on_hold"]


def test_a_status_is_put_away_with_what_tickets_get_instead(cast, call):
    lena = call("lena")
    old, new = (
        lena.post("/statuses", {"desk": "it", "name": name, "category": "on_hold"}).json()
        for name in ("Parts", "Vendor")
    )
    ticket = f"/tickets/{cast.ticket().number}"
    call("jana").patch(ticket, {"status": "parts"})
    assert lena.patch(f"/statuses/{old['id']}", {"is_active": False}).status_code == 422
    away = lena.patch(f"/statuses/{old['id']}", {"is_active": False, "replaced_by": new["key"]})
    assert away.json()["replaced_by"] == "vendor"
    cast.work()
    assert call("jana").get(ticket).json()["status"] == "vendor"


def test_a_status_that_was_put_away_gets_another_name_though_its_replacement_was_put_away_too(cast, call):
    lena = call("lena")
    first, second, third = (
        lena.post("/statuses", {"desk": "it", "name": name, "category": "on_hold"}).json()
        for name in ("Parts", "Vendor", "Supplier")
    )
    for old, new in ((first, second), (second, third)):
        path = f"/statuses/{old['id']}"
        assert lena.patch(path, {"is_active": False, "replaced_by": new["key"]}).status_code == 200
    renamed = lena.patch(f"/statuses/{first['id']}", {"name": "Spare parts"})
    assert (renamed.status_code, renamed.json()["name"]) == (200, "Spare parts")
    assert renamed.json()["replaced_by"] == "vendor"
    assert lena.patch(f"/statuses/{third['id']}", {"is_active": False, "replaced_by": "vendor"}).status_code == 422
