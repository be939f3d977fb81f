"""What a module looks like stands on the page Grow, before it is switched on."""

import html
import re

from deskhand.kernel import modules
from deskhand.ops.pictures import pictures_of

PAGE = "/agent/settings/it/grow/"


def pictures(response):
    return re.findall(
        r'<img src="([^"]*grow/picture[^"]*)" alt="([^"]*)"[^>]*loading="lazy"', response.content.decode()
    )


def test_each_module_has_a_picture_with_words_for_those_who_do_not_see_it(cast):
    lena = cast.client("lena")
    found = pictures(lena.get(PAGE))
    assert len(found) == len(modules.installed())
    for address, words in found:
        answer = lena.get(html.unescape(address))
        assert answer["Content-Type"] == "image/webp" and "max-age" in answer["Cache-Control"]
        assert words and answer.content[8:12] == b"WEBP"


def test_whoever_likes_it_dark_gets_the_dark_ones(cast):
    lena = cast.client("lena")
    page = lena.get(PAGE).content.decode()
    assert page.count("look=dark") == page.count("look=light") == len(modules.installed()), "as the machine has it"
    cast.people["lena"].theme = "night"
    cast.people["lena"].save(update_fields=["theme"])
    page = lena.get(PAGE).content.decode()
    assert page.count("look=dark") == len(modules.installed()) and "look=light" not in page


def test_what_is_no_picture_leads_back_to_the_page(cast):
    lena = cast.client("lena")
    for wrong in ("", "?module=nothing&look=light", "?module=sla", "?module=sla&look=../../apps.py"):
        answer = lena.get(f"{PAGE}picture/{wrong}")
        assert answer.status_code == 302 and answer["Location"] == PAGE


def test_only_who_may_switch_sees_them(cast):
    assert cast.client("jana").get(f"{PAGE}picture/?module=sla&look=light").status_code == 403
    assert cast.client("mara").get(f"{PAGE}picture/?module=sla&look=light").status_code == 404


def test_a_module_without_pictures_shows_none():
    assert pictures_of("nothing", "No words") is None
