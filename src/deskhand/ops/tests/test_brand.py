"""How a desk looks: its logo is drawn anew, its colour can be read, and only its own pages show it."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from deskhand.accounts.logo import BYTES_LIMIT
from deskhand.accounts.models import DeskBrand
from deskhand.files import blobs
from deskhand.kernel.models import Event
from deskhand.mail.models import OutboundMail
from deskhand.ops.tests.test_settings_pages import at
from deskhand.web.colour import DAY, NIGHT, READABLE, contrast, ink_on, readable_on


def picture(kind="PNG", size=(900, 300), **more):
    kept = io.BytesIO()
    Image.new("RGB", size, "#0b5c7a").save(kept, kind, **more)
    return kept.getvalue()


def upload(content, name="logo.png"):
    return SimpleUploadedFile(name, content, content_type="image/png")


def logo_of(brand):
    assert brand.logo is not None
    return blobs.read(brand.logo)


def save(cast, **fields):
    return cast.client("lena").post(at("look"), {"accent": "", "words": "", **fields})


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_small_and_shown_on_the_desks_pages_alone(cast, kind):
    assert save(cast, logo=upload(picture(kind))).status_code == 302
    brand = DeskBrand.objects.get(desk=cast.it)
    with Image.open(io.BytesIO(logo_of(brand))) as kept:
        assert (kept.format, kept.size) == ("PNG", (360, 120))
    address = f"/looks/{brand.mark}/logo.png"
    assert address in Client().get("/new/it/").content.decode()
    assert address not in Client().get("/new/hr/").content.decode()
    answer = Client().get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")


def test_what_else_a_picture_holds_is_not_kept(cast):
    exif = Image.Exif()
    exif[0x010E] = "taken in Mara's kitchen"
    save(cast, logo=upload(picture("JPEG", exif=exif) + b"<script>alert(1)</script>"))
    kept = logo_of(DeskBrand.objects.get(desk=cast.it))
    assert b"kitchen" not in kept and b"script" not in kept


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "no picture that can be read"),
        (b"GIF89a" + b"\x00" * 40, "no picture that can be read"),
        (picture()[:80], "no picture that can be read"),
        (b"\x89PNG" + b"\x00" * BYTES_LIMIT, "too large"),
        (picture(size=(5000, 2)), "too large"),
    ],
    ids=["svg", "gif", "torn", "heavy", "wide"],
)
def test_what_is_no_logo_is_refused_in_words(cast, content, words):
    answer = save(cast, logo=upload(content), words="Kept words")
    assert answer.status_code == 422
    assert words in answer.content.decode() and "Kept words" in answer.content.decode()
    assert not DeskBrand.objects.exists()


@pytest.mark.parametrize("colour", ["#ffe100", "#0b5c7a", "#000000", "#ffffff", "#888888", "#ff00ff"])
def test_any_colour_can_be_read_in_both_themes(colour):
    for background in (DAY, NIGHT):
        shade = readable_on(colour, background)
        assert contrast(shade, background) >= READABLE
        assert contrast(ink_on(shade), shade) >= READABLE


def test_a_colour_that_can_be_read_stays_as_it_is():
    assert readable_on("#0b5c7a", DAY) == "#0b5c7a"


def test_the_colour_is_a_stylesheet_of_the_desks_pages(cast):
    save(cast, accent="#FFE100")
    address = re.search(r"/looks/[\w-]+/colours\.css", Client().get("/new/it/").content.decode())[0]
    sheet = Client().get(address).content.decode()
    assert "--color-primary:#" in sheet and "#ffe100" in sheet.partition("dark")[2]
    assert "colours.css" not in Client().get("/new/hr/").content.decode()


@pytest.mark.parametrize("wrong", ["red", "#12", "#12345g", "#000;}a{"])
def test_what_is_no_colour_is_refused(cast, wrong):
    assert save(cast, accent=wrong).status_code == 422
    assert not DeskBrand.objects.exists()


def test_the_desks_words_stand_above_its_form_without_any_markup(cast):
    save(cast, words="Open from 8 to 17.\n<b>Emergencies:</b> 112")
    page = Client().get("/new/it/").content.decode()
    assert "Open from 8 to 17." in page and "&lt;b&gt;Emergencies" in page


def test_letters_carry_logo_and_colour(cast):
    save(cast, accent="#0b5c7a", logo=upload(picture()))
    ticket = cast.ticket()
    cast.reply(ticket)
    html = OutboundMail.objects.within(cast.it).filter(kind="reply").first().html
    assert f"/looks/{DeskBrand.objects.get().mark}/logo.png" in html and "#0b5c7a" in html


def test_another_look_has_another_address_and_the_old_one_is_gone(cast):
    save(cast, accent="#0b5c7a")
    old = DeskBrand.objects.get().mark
    save(cast, accent="#803010")
    assert Client().get(f"/looks/{old}/colours.css").status_code == 404
    assert Client().get(f"/looks/{old}/logo.png").status_code == 404


def test_the_logo_goes_when_it_is_not_wanted_any_more(cast):
    save(cast, logo=upload(picture()))
    save(cast, drop_logo="on")
    assert DeskBrand.objects.get().logo is None
    assert "/logo.png" not in Client().get("/new/it/").content.decode()


def test_the_change_is_a_fact_without_the_words(cast):
    save(cast, accent="#0b5c7a", words="Call 112")
    fact = Event.objects.get(code="desk.brand_changed")
    assert fact.values["new"] == {"accent": "#0b5c7a"} and "112" not in str(fact.values)
    assert "#0b5c7a" in cast.client("lena").get(at("history/ops-brand")).content.decode()


def test_only_the_desks_administrators_change_its_look(cast):
    for name, status in (("jana", 403), ("priya", 403), ("hanna", 404), ("mara", 404)):
        assert cast.client(name).post(at("look"), {"accent": "#0b5c7a"}).status_code == status
    assert not DeskBrand.objects.exists()
