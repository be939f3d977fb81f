"""Canned replies of a desk, of teams and of one's own: who finds and edits them, their words and their files."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deskhand.kernel import clock
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.kernel.models import Event
from deskhand.tickets import actions
from deskhand.tickets.models import Attachment, CannedReply

pytestmark = pytest.mark.django_db


def save(cast, by="lena", **more):
    given = {"title": "Restart", "body": "<p>Please restart.</p>", **more}
    return actions.save_canned_reply(actor=cast.actor(by), desk=cast.it, **given)


def offered(cast, name, ticket, **asked):
    answer = cast.client(name).get(f"/agent/tickets/{ticket.number}/canned", asked)
    return [one["title"] for one in answer.json()["items"]]


def test_everybody_finds_what_is_of_the_desk_of_their_teams_and_their_own(cast):
    save(cast, title="Desk")
    save(cast, title="Team", team=cast.service_desk)
    save(cast, "jana", title="Mine", is_own=True)
    ticket = cast.ticket()
    assert offered(cast, "jana", ticket) == ["Desk", "Mine", "Team"]
    assert offered(cast, "ben", ticket) == ["Desk", "Team"]
    assert offered(cast, "lena", ticket) == ["Desk"]


def test_ones_own_are_seen_by_nobody_else_not_even_by_administrators(cast):
    row = save(cast, "jana", title="Secret words", is_own=True)
    for address in (f"/agent/settings/it/canned-replies/{row.pk}/", f"/agent/it/replies/{row.pk}/"):
        assert cast.client("lena").get(address).status_code == 404
    assert "Secret words" not in cast.client("lena").get("/agent/settings/it/canned-replies/").text
    assert "Secret words" not in cast.client("lena").get("/agent/settings/it/history/ops-canned/").text
    assert "Secret words" in cast.client("jana").get("/agent/it/replies/").text
    with pytest.raises(NotFound):
        actions.save_canned_reply(actor=cast.actor("lena"), desk=cast.it, reply=row, title="x", body="<p>x</p>")
    assert Event.objects.filter(code="canned_reply.own_edited").count() == 1


def test_members_edit_their_teams_replies_and_only_leads_the_desks(cast):
    team, desk = save(cast, team=cast.service_desk), save(cast, title="All")
    ben = cast.client("ben")
    assert ben.post(f"/agent/it/replies/{team.pk}/", posted("Better", scope=f"team-{team.team_id}")).status_code == 302
    team.refresh_from_db()
    assert (team.title, team.team) == ("Better", cast.service_desk)
    assert ben.get(f"/agent/it/replies/{desk.pk}/").status_code == 404
    for row in (desk, save(cast, title="Theirs", team=cast.network)):
        with pytest.raises(Denied):
            actions.delete_canned_reply(actor=cast.actor("ben"), reply=row)
    assert ben.post("/agent/it/replies/new/", posted("For all", scope="desk")).status_code == 422
    actions.delete_canned_reply(actor=cast.actor("ben"), reply=team)
    assert cast.client("arno").get("/agent/it/replies/").status_code == 403
    assert cast.client("hanna").get("/agent/it/replies/").status_code == 404


def posted(title, scope="own", body="<p>Please restart.</p>", **more):
    return {"title": title, "scope": scope, "body": body, "body_format": "html", **more}


def test_one_keeps_changes_and_deletes_ones_own_on_a_page(cast):
    jana = cast.client("jana")
    file = SimpleUploadedFile("steps.txt", b"one two")
    assert jana.post("/agent/it/replies/new/", posted("Mine", shortcut=";;Mine", files=[file])).status_code == 302
    row = CannedReply.objects.within(cast.it).get()
    assert (row.person, row.shortcut, row.attachments.get().filename) == (cast.jana, "mine", "steps.txt")
    page = jana.get(f"/agent/it/replies/{row.pk}/").text
    assert "steps.txt" in page and 'value="mine"' in page
    kept = posted("Mine again", attachment=row.attachments.get().pk)
    assert jana.post(f"/agent/it/replies/{row.pk}/", kept).status_code == 302
    assert row.attachments.count() == 1
    jana.post(f"/agent/it/replies/{row.pk}/", posted("Mine again"))
    assert row.attachments.count() == 0
    assert jana.post(f"/agent/it/replies/{row.pk}/put-away/").status_code == 302
    assert "Mine again" not in jana.get("/agent/it/replies/").text.partition("is put away")[0]


def test_a_deleted_reply_comes_back_from_the_toast_and_from_the_list_below(cast):
    jana, row = cast.client("jana"), save(cast, "jana", title="Mine", shortcut="mine", is_own=True)
    back = f"/agent/it/replies/{row.pk}/restore/"
    gone = jana.post(f"/agent/it/replies/{row.pk}/put-away/", follow=True).text
    assert gone.count(f'action="{back}"') == 2 and "1 canned reply is put away" in gone
    assert cast.client("ben").post(back).status_code == cast.client("lena").post(back).status_code == 404
    page = jana.post(back, follow=True).text
    assert "The canned reply is back." in page and "put away" not in page
    row.refresh_from_db()
    assert row.is_active and row.shortcut == "mine"
    assert Event.objects.filter(code="canned_reply.own_restored").count() == 1
    jana.post(back)
    assert Event.objects.filter(code="canned_reply.own_restored").count() == 1


def test_only_who_may_delete_a_reply_of_the_desk_may_take_it_out_again(cast):
    row = save(cast, title="Of all")
    page, lena = "/agent/settings/it/canned-replies/", cast.client("lena")
    answer = lena.post(f"{page}{row.pk}/put-away/", follow=True)
    assert f'action="{page}{row.pk}/restore/"' in answer.text
    with pytest.raises(Denied):
        actions.restore_canned_reply(actor=cast.actor("ben"), reply=row)
    assert cast.client("jana").post(f"{page}{row.pk}/restore/").status_code == 403
    assert "Of all" in lena.post(f"{page}{row.pk}/restore/", follow=True).text
    row.refresh_from_db()
    assert row.is_active
    assert "taken out again" in lena.get("/agent/settings/it/history/ops-canned/").text


def test_a_shortcut_that_was_taken_meanwhile_stays_with_the_other_one(cast):
    row = save(cast, shortcut="hi")
    actions.delete_canned_reply(actor=cast.actor("lena"), reply=row)
    other = save(cast, title="Other", shortcut="hi")
    page = cast.client("lena").post(f"/agent/settings/it/canned-replies/{row.pk}/restore/", follow=True).text
    assert "another one has it by now" in page
    row.refresh_from_db(), other.refresh_from_db()
    assert (row.is_active, row.shortcut, other.shortcut) == (True, "", "hi")


def test_words_that_nobody_fills_in_are_named_when_saving(cast):
    with pytest.raises(Invalid) as refused:
        save(cast, body="<p>Hi {requester.nam}, {name} of {desk.name}</p><pre>{id} {a.b}</pre>")
    assert "{requester.nam}, {name}" in refused.value.fields["body"]
    assert "{id}" not in refused.value.fields["body"] and "desk.name" not in refused.value.fields["body"]
    page = cast.client("priya").post("/agent/settings/it/canned-replies/new/", posted("Kept", "desk", "<p>{name}</p>"))
    assert page.status_code == 422 and "{name}" in page.text and 'value="Kept"' in page.text


def test_the_preview_fills_in_examples_and_saves_nothing(cast):
    written = posted("Greet", body="<p>Hi {requester.first_name}, {wrong.word}</p><script>x</script>", preview="1")
    page = cast.client("jana").post("/agent/it/replies/new/", written)
    assert page.status_code == 200 and "Hi Mara, {wrong.word}" in page.text
    assert "There is no such word to fill in: {wrong.word}." in page.text
    assert not CannedReply.objects.within(cast.it).exists()


def test_a_shortcut_finds_by_its_beginning_the_nearest_first(cast):
    save(cast, title="Thanks of the desk", shortcut="thanks")
    save(cast, title="Thanks of the team", shortcut="thanks", team=cast.service_desk)
    save(cast, "jana", title="My thanks", shortcut="thanks", is_own=True)
    save(cast, title="Time", shortcut="time")
    save(cast, title="None")
    ticket = cast.ticket()
    assert offered(cast, "jana", ticket, shortcut="Than") == ["My thanks", "Thanks of the team", "Thanks of the desk"]
    assert offered(cast, "jana", ticket, shortcut="t")[-1] == "Time"
    assert offered(cast, "jana", ticket, shortcut="x") == []


@pytest.mark.parametrize("shortcut", ["two words", "a/b", "x" * 31])
def test_a_shortcut_is_one_short_word(cast, shortcut):
    with pytest.raises(Invalid) as refused:
        save(cast, shortcut=shortcut)
    assert "shortcut" in refused.value.fields


def test_a_shortcut_is_taken_once_in_each_scope(cast):
    row = save(cast, shortcut="hi")
    with pytest.raises(Invalid, match="not complete"):
        save(cast, title="Other", shortcut="Hi")
    actions.delete_canned_reply(actor=cast.actor("lena"), reply=row)
    save(cast, title="Other", shortcut="hi")


def test_putting_one_in_copies_its_files_counts_and_brings_it_forward(cast):
    file = actions.upload(actor=cast.actor("lena"), desk_id=cast.it.pk, filename="form.pdf", content=b"%PDF")
    row, ticket = save(cast, title="Z with file", attachments=[file]), cast.ticket()
    save(cast, title="A")
    assert offered(cast, "jana", ticket) == ["A", "Z with file"]
    use = f"/agent/tickets/{ticket.number}/canned/{row.pk}/use"
    for _once in range(2):
        came = cast.client("jana").post(use).json()["files"]
    assert offered(cast, "jana", ticket) == ["Z with file", "A"]
    sent = {"kind": "reply", "body": "<p>See the form.</p>", "body_format": "html", "attachment": came[0]["id"]}
    cast.client("jana").post(f"/agent/tickets/{ticket.number}/send", sent)
    assert ticket.attachments.get().filename == "form.pdf"
    assert row.attachments.get().pk == file.pk
    assert cast.client("mara").get(came[0]["url"]).status_code == 200


def test_its_files_stay_and_are_read_by_those_who_read_it(cast):
    file = actions.upload(actor=cast.actor("jana"), desk_id=cast.it.pk, filename="form.pdf", content=b"%PDF")
    row = save(cast, "jana", is_own=True, attachments=[file])
    address = f"/files/{file.key}/form.pdf"
    assert [cast.client(name).get(address).status_code for name in ("jana", "ben", "lena")] == [200, 404, 404]
    assert cast.client("jana").delete(address).status_code == 403
    actions.discard_forgotten_uploads(older_than=clock.now() - clock.now())
    assert Attachment.objects.within(cast.it).filter(pk=file.pk).exists()
    stolen = {"kind": "reply", "body": "<p>x</p>", "body_format": "html", "attachment": file.pk}
    ticket = cast.ticket()
    cast.client("jana").post(f"/agent/tickets/{ticket.number}/send", stolen)
    assert row.attachments.get().message is None


def test_what_one_does_not_find_cannot_be_put_in(cast):
    row, ticket = save(cast, "jana", is_own=True), cast.ticket()
    use = f"/agent/tickets/{ticket.number}/canned/{row.pk}/use"
    assert cast.client("jana").post(use).status_code == 200
    assert [cast.client(name).post(use).status_code for name in ("ben", "hanna", "mara")] == [404, 404, 404]
    assert cast.client("arno").post(use).status_code == 403


def test_two_who_change_one_at_once_keep_each_others_words_and_nobody_changes_what_was_put_away(cast):
    row = save(cast)
    stale = CannedReply.objects.within(cast.it).get(pk=row.pk)
    actions.use_canned_reply(actor=cast.actor("jana"), ticket=cast.ticket(), reply=row.pk)
    save(cast, reply=stale, title="Better")
    row.refresh_from_db()
    assert (row.title, row.used) == ("Better", 1)
    actions.delete_canned_reply(actor=cast.actor("lena"), reply=row)
    with pytest.raises(NotFound):
        save(cast, reply=stale, title="Back again")
    row.refresh_from_db()
    assert (row.title, row.is_active) == ("Better", False)


@pytest.mark.postgres
@pytest.mark.parametrize("typed", ["\0", "re\0s", "x" * 5000], ids=["nul", "within", "long"])
def test_a_shortcut_that_nobody_can_type_finds_nothing_or_what_is_left_of_it(cast, typed):
    save(cast, shortcut="restart")
    assert offered(cast, "jana", cast.ticket(), shortcut=typed) == ([] if "x" in typed else ["Restart"])
