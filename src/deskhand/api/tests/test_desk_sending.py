"""How a desk's letters go out, for programs."""

import pytest

from deskhand.mail import actions
from deskhand.mail.models import Lane
from deskhand.mail.tests.test_signing import PEM

PATH = "/desks/it/sending"


def test_a_program_sees_and_sets_how_much_goes_out(cast, call):
    lena = call("lena")
    (shown,) = lena.get(PATH).json()["items"]
    assert (shown["mailbox"], shown["connections"], shown["rate"], shown["dkim_name"]) == ("it", 2, 120, "")
    changed = lena.patch(f"/desks/it/mailboxes/{cast.mailbox.pk}/sending", {"rate": 30})
    assert changed.status_code == 200 and (changed.json()["rate"], changed.json()["connections"]) == (30, 2)
    assert Lane.objects.within(cast.it).get().rate == 30
    assert lena.patch(f"/desks/it/mailboxes/{cast.mailbox.pk}/sending", {"rate": -1}).status_code == 422


def test_the_record_of_the_key_is_shown_and_the_key_is_not(cast, call):
    actions.make_signing_key(actor=cast.actor("lena"), mailbox=cast.mailbox, selector="desk1", pem=PEM)
    answer = call("lena").get(PATH)
    (shown,) = answer.json()["items"]
    assert shown["dkim_name"] == "desk1._domainkey.eberfeld.example"
    assert shown["dkim_record"].startswith("v=DKIM1; k=rsa; p=") and not shown["is_signed"]
    assert "PRIVATE" not in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("jana", 403), ("hanna", 404), ("mara", 404)])
def test_others_do_not(cast, call, who, status):
    assert call(who).get(PATH).status_code == status
    assert call(who).patch(f"/desks/it/mailboxes/{cast.mailbox.pk}/sending", {"rate": 1}).status_code == status
