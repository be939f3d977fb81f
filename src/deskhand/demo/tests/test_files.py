"""The attachments of the demo open in the programs they are meant for."""

import struct
import zlib
from datetime import UTC, datetime

import pytest

from deskhand.demo import attachments, pdf, stories
from deskhand.demo.canvas import Canvas

WORDS = {
    "dialog": ("Title", "Something went wrong äöü", "Retry/Cancel"),
    "window": ("Title", "one", "!two"),
    "chart": ("Rows", "May:3", "Jun:0", "Jul:12"),
    "label": ("NORDWIND", "Gate 4"),
    "photo": ("A screen",),
    "bulge": ("A laptop",),
    "log": ("client 1", "08:35", "ERROR tunnel: gone"),
    "csv": ("a;b", "x;##"),
    "text": ("line", "عقد"),
    "pdf": ("Title (1)", "A line with \\ and ü"),
}


def test_every_maker_is_tried_here() -> None:
    assert set(WORDS) == set(attachments.MAKERS)


@pytest.mark.parametrize("make", sorted(WORDS))
def test_the_same_words_make_the_same_bytes(make: str) -> None:
    first = attachments.content(make, WORDS[make])
    attachments.content.cache_clear()
    assert attachments.content(make, WORDS[make]) == first
    assert first


@pytest.mark.parametrize("make", [make for make in WORDS if attachments.media_type(make) == "image/png"])
def test_pictures_are_whole_png_files(make: str) -> None:
    picture = attachments.content(make, WORDS[make])
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    at, pixels, size = 8, b"", (0, 0)
    while at < len(picture):
        length, name = struct.unpack(">I4s", picture[at : at + 8])
        body = picture[at + 8 : at + 8 + length]
        assert struct.unpack(">I", picture[at + 8 + length : at + 12 + length])[0] == zlib.crc32(name + body)
        size = struct.unpack(">II", body[:8]) if name == b"IHDR" else size
        pixels += body if name == b"IDAT" else b""
        at += 12 + length
    assert len(zlib.decompress(pixels)) == (size[0] * 3 + 1) * size[1]


def test_drawing_over_the_edge_is_cut() -> None:
    picture = Canvas(10, 10)
    picture.box(-5, -5, 8, 8, (0, 0, 0))
    picture.box(8, 8, 50, 50, (0, 0, 0))
    picture.box(40, 40, 5, 5, (0, 0, 0))
    assert {len(row) for row in picture.rows} == {30}
    assert picture.rows[0][:9] == bytes(9)


def test_the_letter_points_at_its_own_objects() -> None:
    file = attachments.content("pdf", WORDS["pdf"])
    table = int(file.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert file[table:].startswith(b"xref\n0 6\n")
    places = [int(line[:10]) for line in file[table:].split(b"\n")[3:8]]
    assert [file[place:].split(b" ", 1)[0] for place in places] == [b"1", b"2", b"3", b"4", b"5"]
    assert b"Title \\(1\\)" in file


def test_a_letter_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="holds 40 lines"):
        pdf.page("Long", ["line"] * 41)


def test_a_log_ends_near_the_hour_it_is_about() -> None:
    lines = attachments.content("log", WORDS["log"]).decode().splitlines()
    assert "ERROR tunnel: gone" in "\n".join(lines[-80:])
    assert lines[-1].startswith("08:")


def test_files_of_one_key_are_equal_and_small() -> None:
    seen: dict[str, bytes] = {}
    for ticket in stories.make(4, 150, datetime(2026, 11, 26, 9, tzinfo=UTC)):
        for message in ticket.messages:
            for file in message.attachments:
                assert seen.setdefault(file.key, file.content()) == file.content()
                assert len(file.content()) < 2_000_000
    assert len(seen) > 10
