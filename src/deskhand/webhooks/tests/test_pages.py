"""The settings pages of webhooks and tokens, and the same by the API."""

import re

import pytest

from deskhand.accounts.actions import make_token
from deskhand.api.tests.conftest import Caller
from deskhand.webhooks import actions
from deskhand.webhooks.models import Delivery, Stopped, Webhook

NEW = {"name": "Pager", "url": "https://tools.example.org/hook", "events": ["ticket.created"], "is_on": "on"}
BODY = {"desk": "it", "name": "Pager", "url": "https://tools.example.org/hook", "events": ["ticket.created"]}


@pytest.fixture
def call(cast):
    return lambda name, scope="write": Caller(cast.bearer(name, scope))


def text(answer):
    return answer.content.decode()


def test_an_administrator_makes_a_webhook_and_sees_its_secret_once(cast):
    client = cast.client("lena")
    assert "No webhook yet" in text(client.get("/agent/settings/it/webhooks/"))
    made = client.post("/agent/settings/it/webhooks/new/", NEW)
    secret = re.findall(r"data-secret>(whsec_[\w+/=]+)<", text(made))[0]
    row = Webhook.objects.within(cast.it).get()
    assert (row.name, row.events, row.stopped) == ("Pager", ["ticket.created"], "")
    page = text(client.get(f"/agent/settings/it/webhooks/{row.pk}/"))
    assert secret not in page and "Pager" in page
    assert "tools.example.org" in text(client.get("/agent/settings/it/webhooks/"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": "https://169.254.169.254/latest/"}, "private network"),
        ({"url": "http://tools.example.org/"}, "https://"),
        ({"url": "nonsense"}, "https://"),
        ({"name": ""}, "required"),
        ({"events": ["ticket.exploded"]}, "ticket.exploded"),
    ],
)
def test_what_cannot_be_a_webhook_is_refused_and_kept_in_the_form(cast, change, words):
    answer = cast.client("lena").post("/agent/settings/it/webhooks/new/", {**NEW, **change})
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Webhook.objects.within(cast.it).exists()


def test_a_webhook_is_switched_off_on_and_deleted(cast, hook):
    client, path = cast.client("lena"), f"/agent/settings/it/webhooks/{hook.pk}/"
    client.post(path, {"name": "Pager", "url": hook.url})
    hook.refresh_from_db()
    assert hook.stopped == Stopped.BY_HAND
    answer = client.post(f"{path}test/", follow=True)
    assert "switch it on first" in text(answer)
    client.post(path, {"name": "Pager", "url": hook.url, "is_on": "on"})
    hook.refresh_from_db()
    assert hook.stopped == ""
    asked = cast.client("lena", fresh=False).post(f"{path}delete/")
    assert asked.headers["Location"].startswith("/me/prove/") and Webhook.objects.within(cast.it).exists()
    client.post(f"{path}delete/")
    assert not Webhook.objects.within(cast.it).exists()


def test_a_test_is_sent_and_its_answer_is_read(cast, hook, receiver):
    client = cast.client("lena")
    receiver.body, receiver.statuses = b"pong", [200]
    client.post(f"/agent/settings/it/webhooks/{hook.pk}/test/")
    cast.work()
    sent = Delivery.objects.within(cast.it).get()
    page = text(client.get(f"/agent/settings/it/webhook-log/{sent.pk}/"))
    assert "webhook.test" in page and "Answer 200" in page and "pong" in page
    client.post(f"/agent/settings/it/webhook-log/{sent.pk}/again/")
    cast.work()
    assert len(receiver.got) == 2


def test_a_new_secret_is_shown_once(cast, hook):
    answer = cast.client("lena").post(f"/agent/settings/it/webhooks/{hook.pk}/secret/")
    assert "data-secret>whsec_" in text(answer) and hook.shown_secret not in text(answer)


def test_only_administrators_of_the_desk_see_its_webhooks(cast, hook):
    for name, status in (("jana", 403), ("priya", 403), ("arno", 403), ("hanna", 404), ("mara", 404)):
        for path in ("/agent/settings/it/webhooks/", f"/agent/settings/it/webhooks/{hook.pk}/"):
            assert cast.client(name).get(path).status_code == status, (name, path)
    assert cast.client("hanna").get(f"/agent/settings/hr/webhooks/{hook.pk}/").status_code == 404


def test_a_program_makes_changes_and_deletes_a_webhook(cast, call):
    lena = call("lena", "full")
    made = lena.post("/webhooks", BODY)
    assert made.status_code == 201 and made.json()["secret"].startswith("whsec_")
    path = f"/webhooks/{made.json()['id']}"
    assert made.headers["Location"] == f"/api/v1{path}"
    assert "secret" not in lena.get(path).json()
    changed = lena.patch(path, {"events": [], "is_on": False}).json()
    assert (changed["events"], changed["is_on"], changed["stopped"]) == ([], False, "by_hand")
    assert lena.post(f"{path}/test").status_code == 409
    assert lena.post(f"{path}/secret").json()["secret"].startswith("whsec_")
    assert [one["id"] for one in lena.get("/webhooks").json()["items"]] == [made.json()["id"]]
    assert lena.delete(path).status_code == 204
    assert lena.get(path).status_code == 404


def test_a_program_reads_what_was_sent_and_sends_it_again(cast, call, hook, receiver):
    lena = call("lena")
    lena.post(f"/webhooks/{hook.pk}/test")
    cast.work()
    (sent,) = lena.get(f"/webhooks/{hook.pk}/deliveries").json()["items"]
    assert (sent["state"], sent["type"], sent["tries"][0]["status"]) == ("sent", "webhook.test", 204)
    assert lena.post(f"/webhooks/{hook.pk}/deliveries/{sent['id']}/replay").json()["state"] == "waiting"
    assert lena.post(f"/webhooks/{hook.pk}/deliveries/{sent['id']}/replay").status_code == 409
    assert lena.post(f"/webhooks/{hook.pk}/deliveries/999999/replay").status_code == 404


def test_webhooks_of_another_desk_are_not_there(cast, call, hook):
    for name in ("hanna", "jana", "mara"):
        for path in (f"/webhooks/{hook.pk}", f"/webhooks/{hook.pk}/deliveries"):
            assert call(name).get(path).status_code == 404
        assert call(name).get("/webhooks").json()["items"] == []
        assert call(name, "full").post("/webhooks", BODY).status_code == 422
    narrowed = make_token(actor=cast.actor("lena"), person=cast.lena, scope="write", desks=[cast.hr])[1]
    assert Caller({"Authorization": f"Bearer {narrowed}"}).get(f"/webhooks/{hook.pk}").status_code == 404


def test_a_reading_token_reads_webhooks_and_changes_none(cast, call, hook):
    lena = call("lena", scope="read")
    assert lena.get(f"/webhooks/{hook.pk}").status_code == 200
    assert lena.delete(f"/webhooks/{hook.pk}").status_code == 403


def test_administrators_see_the_tokens_of_their_desk_and_cut_one_off(cast):
    row, _token = make_token(actor=cast.actor("jana"), person=cast.jana, name="Nightly report")
    client = cast.client("lena")
    page = text(client.get("/agent/settings/it/tokens/"))
    assert "Jana Vogt" in page and "Nightly report" in page and row.prefix in page
    assert "does not reach" in text(client.post(f"/agent/settings/it/tokens/{row.pk}/cut/", follow=True))
    assert "Nightly report" not in text(client.get("/agent/settings/it/tokens/"))
    assert cast.client("hanna").post(f"/agent/settings/hr/tokens/{row.pk}/cut/").status_code == 404
    assert cast.client("jana").get("/agent/settings/it/tokens/").status_code == 403


def test_a_desk_has_so_many_webhooks_and_no_more(cast, monkeypatch):
    monkeypatch.setattr(actions.keep, "PER_DESK", 1)
    lena = cast.actor("lena")
    actions.save_webhook(actor=lena, desk=cast.it, name="One", url="https://tools.example.org/")
    from deskhand.kernel.errors import Invalid

    with pytest.raises(Invalid):
        actions.save_webhook(actor=lena, desk=cast.it, name="Two", url="https://tools.example.org/")
