"""Plans to begin with: offered where there is none, and sound on any desk."""

import pytest
from django.utils import translation

from deskhand.modules.fulfilment import actions, checks
from deskhand.modules.fulfilment.beginnings import BEGINNINGS
from deskhand.modules.fulfilment.models import Plan

PAGE = "/agent/settings/it/plans/"


def test_the_empty_page_offers_plans_to_begin_with(on):
    lena = on.client("lena")
    assert "Begin with “A colleague leaves”" in lena.get(PAGE).content.decode()
    assert 'value="A colleague leaves"' in lena.get(f"{PAGE}new/?beginning=leaver").content.decode()
    lena.post(f"{PAGE}new/", {"name": "Leaver", "beginning": "leaver"})
    row = Plan.objects.within(on.it).get()
    assert row.name == "Leaver" and row.published is None
    assert "Close accounts and sessions" in lena.get(f"{PAGE}{row.pk}/").content.decode()
    actions.publish(actor=on.actor("lena"), plan=row)
    assert lena.post(f"{PAGE}new/", {"name": " ", "beginning": "laptop"}).status_code == 422
    lena.post(f"{PAGE}new/", {"name": "Own", "beginning": "no-such"})
    assert Plan.objects.within(on.it).get(name="Own").draft["steps"] == []


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("code", sorted(BEGINNINGS))
def test_each_can_be_published_as_it_is_even_where_nothing_gets_approvals(on, code, language):
    with translation.override(language):
        for desk in (on.it, on.hr):
            found = checks.problems(BEGINNINGS[code].draw(desk), desk.pk)
            assert not [one for one in found if not one.is_warning]
