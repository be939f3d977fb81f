"""A desk's mailboxes by the API: what is told, what is taken, what is never given."""

from deskhand.kernel import vault
from deskhand.mail.models import Mailbox, OAuthAccess
from deskhand.mail.queries import mailbox_for

NEW = {"name": "help", "address": "help@eberfeld.example", "protocol": "pop3", "fetch_host": "pop.example"}
APP = {"provider": "microsoft", "client_id": "an-app", "client_secret": "s3cret-app"}


def test_a_mailbox_is_made_changed_and_read_without_its_secrets(cast, call):
    lena = call("lena", "full")
    made = lena.post("/desks/it/mailboxes", {**NEW, "fetch_user": "help", "fetch_password": "s3cret-words"})
    assert made.status_code == 201, made.content
    path = f"/desks/it/mailboxes/{made.json()['id']}"
    assert made.headers["Location"].endswith(path)
    changed = lena.patch(path, {"aliases": ["hello@eberfeld.example"], "tags": ["vip"], "team": "Network & Access"})
    assert (changed.json()["tags"], changed.json()["team"]) == (["vip"], "Network & Access")
    box = mailbox_for("hello@eberfeld.example")
    assert box is not None and vault.opened(box.fetch_secret) == "s3cret-words"
    assert lena.patch(path, {"team": None}).json()["team"] is None
    told = call("lena").get(path).content + call("lena").get("/desks/it/mailboxes").content
    assert b"s3cret" not in told and box.fetch_secret.encode() not in told


def test_a_stored_password_is_not_sent_to_another_server(cast, call):
    lena = call("lena", "full")
    made = lena.post("/desks/it/mailboxes", {**NEW, "fetch_user": "help", "fetch_password": "s3cret-words"}).json()
    path = f"/desks/it/mailboxes/{made['id']}"
    refused = lena.patch(path, {"fetch_host": "elsewhere.example"})
    assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == "fetch_password"
    assert lena.patch(path, {"fetch_host": "elsewhere.example", "fetch_password": "again"}).status_code == 200


def test_an_app_is_named_and_its_secret_is_not_sent_to_another_address(cast, call):
    lena = call("lena", "full")
    wanted = {**NEW, "fetch_user": "help", "fetch_sign_in": "oauth", "oauth": APP}
    path = f"/desks/it/mailboxes/{lena.post('/desks/it/mailboxes', wanted).json()['id']}"
    shown = lena.get(path).json()["oauth"]
    assert (shown["provider"], shown["client_id"], shown["connected_at"]) == ("microsoft", "an-app", None)
    assert "s3cret" not in str(shown)
    OAuthAccess.objects.within(cast.it).update(refresh_token=vault.locked("kept"))
    other = {"provider": "other", "client_id": "an-app", "authorize_url": "https://x.example/a"}
    refused = lena.patch(path, {"oauth": {**other, "token_url": "https://x.example/t"}})
    assert refused.json()["errors"][0]["field"] == "oauth_client_secret"
    unsafe = lena.patch(path, {"oauth": {**other, "token_url": "http://x.example/t", "client_secret": "new"}})
    assert unsafe.json()["errors"][0]["field"] == "oauth_token_url"
    taken = lena.patch(path, {"oauth": {**other, "token_url": "https://x.example/t", "client_secret": "new"}})
    assert taken.status_code == 200 and OAuthAccess.objects.within(cast.it).get().refresh_token == ""


def test_what_cannot_be_is_refused_and_others_see_nothing(cast, call):
    lena = call("lena", "full")
    assert lena.post("/desks/it/mailboxes", {**NEW, "name": "it", "protocol": "none"}).status_code == 409
    assert lena.post("/desks/it/mailboxes", NEW).json()["errors"][0]["field"] == "fetch_user"
    assert lena.patch(f"/desks/it/mailboxes/{cast.mailbox.pk}", {"team": "No such"}).status_code == 422
    assert call("jana").get("/desks/it/mailboxes").status_code == 403
    assert call("hanna").get(f"/desks/hr/mailboxes/{cast.mailbox.pk}").status_code == 404
    assert call("mara").get("/desks/it/mailboxes").status_code == 404
    assert Mailbox.objects.within(cast.it).count() == 1
