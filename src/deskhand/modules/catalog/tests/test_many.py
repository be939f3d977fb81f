"""One item ordered many times from a file: judged row by row like a form, all or nothing, once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deskhand.modules.catalog import actions
from deskhand.modules.catalog.actions import Entitled
from deskhand.modules.catalog.models import OrderLine
from deskhand.tickets.models import Ticket

pytestmark = pytest.mark.postgres

QUESTIONS = [
    {"code": "size", "kind": "integer", "label": "Size", "required": True, "most": "30"},
    {
        "code": "extras",
        "kind": "choices",
        "label": "Extras",
        "options": [{"code": "arm", "label": "Arm"}, {"code": "cable", "label": "Cable"}],
    },
    {"code": "note", "kind": "text", "label": "Note"},
]


@pytest.fixture
def screens(shop):
    shop.item("screen", {"steps": [{"title": "", "questions": QUESTIONS}]}, most=4)
    return shop


def rows_for(screens, *rows):
    email = screens.cast.huimin.email
    return "quantity,for,size,extras,note\n" + "".join(f"{one.format(huimin=email)}\n" for one in rows)


GOOD_ROWS = ("2,,27,,'=1+1", "1,{huimin},24,arm;cable,Ümlaut")


def upload(shop, text, who="mara", encoding="utf-8", **more):
    file = SimpleUploadedFile("screens.csv", text.encode(encoding))
    return shop.cast.client(who).post("/catalog/items/it/screen/many/", {"file": file, "key": "k"} | more)


def count(shop):
    return OrderLine.objects.within(shop.cast.it).count()


def test_a_file_is_looked_through_and_then_every_row_is_an_order_once(screens):
    client = screens.cast.client("mara")
    empty = client.get("/catalog/items/it/screen/many/?empty").content.decode("utf-8-sig")
    assert empty.strip() == "How many,For whom (mail address),Needed by,Begin on,Size,Extras,Note"
    text = rows_for(screens, *GOOD_ROWS)
    shown = upload(screens, text, encoding="cp1252").content.decode()
    assert "Order 2 rows" in shown and "Ümlaut" in shown and count(screens) == 0
    for _press in range(2):
        sent = client.post("/catalog/items/it/screen/many/", {"text": text, "then": "order", "key": "k"})
        assert sent.status_code == 302
    assert not Ticket.objects.within(screens.cast.it).exists()
    screens.cast.work()
    lines = list(OrderLine.objects.within(screens.cast.it).order_by("place"))
    assert [(one.quantity, one.state) for one in lines] == [(2, "work"), (1, "work")]
    assert lines[0].answers == {"size": ["27"], "note": ["=1+1"]}
    assert (lines[1].for_person, lines[1].answers["extras"]) == (screens.cast.huimin, ["arm", "cable"])


def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_ordered(screens):
    wrong = rows_for(screens, GOOD_ROWS[0], "9,nobody@else.example,99,gold,", "x,,,,")
    answer = upload(screens, wrong)
    told = answer.content.decode()
    assert answer.status_code == 422 and "Order 3 rows" not in told
    for words in ("Row 3, <bdi>For whom", "Row 4, <bdi>How many</bdi>: Write a whole number.", "Row 4, <bdi>Size"):
        assert words in told
    body = {"text": wrong, "then": "order", "key": "z"}
    assert screens.cast.client("mara").post("/catalog/items/it/screen/many/", body).status_code == 422
    assert upload(screens, "size,colour\n27,red\n").status_code == 422
    assert upload(screens, "").status_code == 422
    assert upload(screens, "size\n" + "27\n" * 201).status_code == 422
    assert count(screens) == 0


def test_programs_order_many_by_the_same_rule(screens):
    item = screens.line_item("screen")

    def ask(who, verb, text, key=""):
        path, headers = f"/api/v1/catalog/items/{item.pk}/{verb}", screens.cast.bearer(who)
        body = {"csv": text, "key": key}
        return screens.cast.client().post(path, body, content_type="application/json", headers=headers)

    text = rows_for(screens, *GOOD_ROWS)
    problems = ask("mara", "check-many", rows_for(screens, "9,,27,,")).json()["problems"]
    assert [(one["row"], one["column"]) for one in problems] == [(2, "quantity")]
    assert ask("mara", "order-many", rows_for(screens, "9,,27,,")).status_code == 422 and count(screens) == 0
    made = [ask("mara", "order-many", text, "once").json() for _twice in range(2)]
    assert made[0] == made[1] and made[0]["lines"] == count(screens) == 2
    actions.entitle(actor=screens.cast.actor("lena"), item=item, lines=[Entitled(whom="role", word="agent")])
    assert ask("mara", "order-many", text).status_code == 404
    assert upload(screens, text).status_code == 404
