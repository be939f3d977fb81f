"""Videos that are files of an article: played in parts, by those who may read it and nobody else."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid
from deskhand.modules.knowledge import markdown, rich
from deskhand.modules.knowledge.actions.files import add_file, address_of, remove_file
from deskhand.modules.knowledge.actions.govern import set_audience
from deskhand.modules.knowledge.actions.publish import publish
from deskhand.modules.knowledge.actions.write import save_draft
from deskhand.modules.knowledge.models import ArticleFile
from deskhand.modules.knowledge.tests.test_help_center import address
from deskhand.modules.knowledge.words import Words

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

CLIP = b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 40
WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + bytes(200)
SAID = "WEBVTT\n\n00:00.000 --> 00:02.000\nHold the button – ten seconds.\n".encode()


def parts(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def upload(client, made, name, content, kind):
    file = SimpleUploadedFile(name, content, content_type=kind)
    return client.post(
        reverse("knowledge:upload", args=["it", made.pk]), {"file": file}, headers={"accept": "application/json"}
    )


def test_an_agent_brings_a_video_with_captions_and_readers_play_it_in_parts(on, article):
    made = article("Restart the router")
    agent = on.client("jana")
    clip = upload(agent, made, "restart", CLIP, "text/html").json()
    said = upload(agent, made, "said.vtt", SAID, "text/html").json()
    assert clip["url"].endswith("/restart.mp4") and not clip["is_image"] and not clip["is_captions"]
    assert said["is_captions"]
    text = f'<figure data-video="{clip["url"]}" data-captions="{said["url"]}" title="How to restart"></figure>'
    row = made.translations.get()
    save_draft(actor=SYSTEM, translation=row, said=Words(title="Restart the router", resolution=text))
    publish(actor=SYSTEM, translation=row)
    page = on.client().get(address(made)).content.decode()
    assert f'<video controls preload="none" src="{clip["url"]}" aria-label="How to restart">' in page
    assert f'<track kind="captions" src="{said["url"]}"' in page
    whole = on.client().get(clip["url"])
    assert (whole.status_code, whole.headers["Content-Type"], parts(whole)) == (200, "video/mp4", CLIP)
    assert whole.headers["Accept-Ranges"] == "bytes" and whole.headers["X-Content-Type-Options"] == "nosniff"
    captions = on.client().get(said["url"])
    assert captions.headers["Content-Type"] == "text/vtt" and parts(captions) == SAID


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-", 206, 0, len(CLIP) - 1),
        ("bytes=0-1", 206, 0, 1),
        ("bytes=100-199", 206, 100, 199),
        ("bytes=10000-999999", 206, 10000, len(CLIP) - 1),
        ("bytes=-7", 206, len(CLIP) - 7, len(CLIP) - 1),
        ("bytes=999999-", 416, 0, -1),
        ("bytes=-0", 416, 0, -1),
        ("bytes=5-2", 416, 0, -1),
        ("bytes=0-1,5-6", 200, 0, len(CLIP) - 1),
        ("rows=0-1", 200, 0, len(CLIP) - 1),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(on, article, asked, status, first, last):
    file = add_file(actor=SYSTEM, article=article("Clip"), filename="clip.mp4", content=CLIP)
    answer = on.client().get(address_of(file), headers={"range": asked})
    assert answer.status_code == status
    if status == 416:
        assert answer.headers["Content-Range"] == f"bytes */{len(CLIP)}"
        return
    assert parts(answer) == CLIP[first : last + 1]
    if status == 206:
        assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(CLIP)}"
        assert answer.headers["Content-Length"] == str(last - first + 1)
    stale = on.client().get(address_of(file), headers={"range": asked, "if-range": '"of another"'})
    assert (stale.status_code, len(parts(stale))) == (200, len(CLIP))


def test_nobody_plays_a_video_of_an_article_that_they_may_not_read(on, article):
    made = article("Canary clip", audience="requesters")
    files = [
        add_file(actor=SYSTEM, article=made, filename=name, content=content)
        for name, content in (("a.mp4", CLIP), ("a.vtt", SAID), ("b.webm", WEBM))
    ]
    asked = [{}, {"range": "bytes=0-1"}, {"range": "bytes=999999-"}, {"if-none-match": "*"}]
    for file in files:
        for headers in asked:
            assert on.client().get(address_of(file), headers=headers).status_code == 404
        assert len(parts(on.client("mara").get(address_of(file), headers={"range": "bytes=0-1"}))) == 2
    set_audience(actor=SYSTEM, article=made, audience="agents")
    for headers in asked:
        assert on.client("mara").get(address_of(files[0]), headers=headers).status_code == 404
        assert on.client("hanna").get(address_of(files[0]), headers=headers).status_code == 404
    assert len(parts(on.client("jana").get(address_of(files[0]), headers={"range": "bytes=0-1"}))) == 2
    remove_file(actor=SYSTEM, file=files[0])
    assert on.client("jana").get(address_of(files[0]), headers={"range": "bytes=0-1"}).status_code == 404


def test_what_is_no_video_is_refused_whatever_it_is_called(on, article):
    made = article("Clip")
    for name, content in (
        ("evil.mp4", b"<html><script>alert(1)</script>"),
        ("said.vtt", b"WEBVTT \xff\xfe"),
        ("old.mov", b"\x00\x00\x00\x14ftypqt  "),
    ):
        with pytest.raises(Invalid, match="no picture and no video"):
            add_file(actor=SYSTEM, article=made, filename=name, content=content)
    refused = upload(on.client("jana"), made, "evil.mp4", b"<svg>", "video/mp4")
    assert (refused.status_code, ArticleFile.objects.within(on.it).count()) == (422, 0)
    assert upload(on.client("mara"), made, "clip.mp4", CLIP, "video/mp4").status_code == 404


def test_a_video_and_its_captions_survive_markdown():
    figure = '<figure data-video="/help/files/k/a.mp4" data-captions="/help/files/k/a.vtt" title="Restart"></figure>'
    assert rich.cleaned(figure) == rich.cleaned(markdown.html_from(markdown.markdown_from(figure))).replace("\n", "")
    bad = '<figure data-video="/help/files/k/a.mp4" data-captions="https://x.example/a.vtt"></figure>'
    assert rich.cleaned(bad) == '<figure data-video="/help/files/k/a.mp4"></figure>'
