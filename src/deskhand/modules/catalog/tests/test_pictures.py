"""Pictures of items and categories."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from deskhand.kernel.models import Event
from deskhand.modules.catalog import actions
from deskhand.modules.catalog.actions import Entitled
from deskhand.modules.catalog.models import Item, Shelf

pytestmark = pytest.mark.postgres
SETTINGS = "/agent/settings/it/catalog"


def picture(kind="JPEG", size=(1200, 800)):
    stream = io.BytesIO()
    Image.new("RGB", size, "#336699").save(stream, kind)
    return SimpleUploadedFile("me.jpg", stream.getvalue())


def test_a_picture_is_drawn_anew_shown_with_its_words_and_taken_away(shop):
    item = shop.item()
    lena, mara, there = shop.cast.client("lena"), shop.cast.client("mara"), f"{SETTINGS}/items/{item.pk}/picture/"
    assert shop.cast.client("jana").post(there, {"picture": picture()}).status_code == 403
    assert lena.get(there).status_code == 200
    assert lena.post(there, {"picture": picture(), "words": "A grey laptop"}).status_code == 302
    sent = mara.get("/catalog/items/it/laptop/picture/")
    assert (sent["Content-Type"], sent["Cache-Control"]) == ("image/webp", "private, max-age=86400")
    assert Image.open(io.BytesIO(sent.content)).size == (640, 427)
    for page in ("/catalog/", "/catalog/items/it/laptop/"):
        assert 'alt="A grey laptop"' in mara.get(page).text, page
    assert lena.post(there, {"words": "Another"}).status_code == 302 and "Another" in mara.get("/catalog/").text
    lena.post(there, {"drop": "1"})
    assert mara.get("/catalog/items/it/laptop/picture/").status_code == 404
    assert "<img" not in mara.get("/catalog/items/it/laptop/").text.split("<main", 1)[1]
    assert Event.objects.filter(code="catalog_item.edited", subject_id=item.pk, values__fields=["picture"]).exists()


@pytest.mark.parametrize("what", ["text", "none", "large"])
def test_what_is_no_picture_is_refused_in_words(shop, what):
    item = shop.item()
    given = {
        "text": {"picture": SimpleUploadedFile("me.png", b"<svg onload=alert(1)>")},
        "none": {"words": "A laptop"},
        "large": {"picture": picture("PNG", (4001, 10))},
    }
    answer = shop.cast.client("lena").post(f"{SETTINGS}/items/{item.pk}/picture/", given[what])
    assert answer.status_code == 422 and "picture" in answer.text.lower()
    assert Item.objects.within(shop.cast.it).get().picture is None


def test_a_picture_is_seen_by_those_who_may_order_and_by_the_desk(shop):
    shelf = actions.save_shelf(actor=shop.cast.actor("lena"), desk=shop.cast.it, code="computers", title="Computers")
    item, lena = shop.item(shelf=shelf), shop.cast.client("lena")
    for path in (f"items/{item.pk}", f"catalog-shelves/{shelf.pk}"):
        assert lena.post(f"{SETTINGS}/{path}/picture/", {"picture": picture()}).status_code == 302, path
    addresses = ("/catalog/items/it/laptop/picture/", f"/catalog/catalog-shelves/{shelf.pk}/picture/")
    theirs = Entitled(whom="organization", organization=shop.cast.oliver.organization)
    assert addresses[1] in shop.cast.client("mara").get(f"/catalog/?category={shelf.pk}").text
    actions.entitle(actor=shop.cast.actor("lena"), item=item, lines=[theirs])
    seen = {
        who: [shop.cast.client(who).get(one).status_code for one in addresses] for who in ("mara", "oliver", "jana")
    }
    assert seen == {"mara": [404, 404], "oliver": [200, 200], "jana": [200, 200]}
    assert Shelf.objects.within(shop.cast.it).get().picture_id == Item.objects.within(shop.cast.it).get().picture_id
