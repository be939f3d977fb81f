"""Agents sign their answers, on each desk as they like."""

from deskhand.accounts.models import DeskRole
from deskhand.mail.models import OutboundMail


def text(answer):
    return answer.content.decode()


def test_an_agents_own_signature_stands_under_their_answers(cast):
    client = cast.client("jana")
    answer = client.post("/me/signature/", {"desk": "it", "signature": "Jana Vogt\r\nroom 2.14  "})
    assert answer.headers["Location"] == "/me/#signatures"
    assert "Jana Vogt\nroom 2.14</textarea>" in text(client.get("/me/"))
    cast.reply(cast.ticket())
    letter = OutboundMail.objects.within(cast.it).get(kind="reply")
    assert "Jana Vogt\nroom 2.14" in letter.text


def test_an_agent_of_two_roles_has_one_signature_on_a_desk(cast):
    from deskhand.accounts.actions import give_role
    from deskhand.kernel.actor import SYSTEM

    give_role(actor=SYSTEM, desk=cast.it, person=cast.jana, role="lead")
    client = cast.client("jana")
    client.post("/me/signature/", {"desk": "it", "signature": "Yours, Jana"})
    assert text(client.get("/me/")).count("Yours, Jana") == 1
    assert set(DeskRole.objects.filter(person=cast.jana).values_list("signature", flat=True)) == {"Yours, Jana"}


def test_only_those_who_answer_on_a_desk_have_a_signature_there(cast):
    assert cast.client("jana").post("/me/signature/", {"desk": "hr", "signature": "x"}).status_code == 404
    assert cast.client("mara").post("/me/signature/", {"desk": "it", "signature": "x"}).status_code == 404
    assert cast.client("arno").post("/me/signature/", {"desk": "it", "signature": "x"}).status_code == 403
    assert "signature" not in text(cast.client("mara").get("/me/"))


def test_a_signature_that_is_too_long_is_refused_in_words(cast):
    answer = cast.client("jana").post("/me/signature/", {"desk": "it", "signature": "x" * 2001})
    assert answer.status_code == 422
    assert "too long" in text(answer)
    assert not DeskRole.objects.exclude(signature="").exists()
