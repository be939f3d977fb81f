"""Who reads which article."""

import pytest

from deskhand.kernel import clock, switches
from deskhand.kernel.actor import Actor, Channel
from deskhand.modules.knowledge.finding import find
from deskhand.modules.knowledge.models import Article, Rules
from deskhand.modules.knowledge.querysets import MODULE

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
STRANGER = Actor(person_id=None, name="", channel=Channel.PORTAL)


def found(actor, words="vpn drops", **more):
    return [one.translation.title for one in find(actor, words, language="en", **more)]


def test_a_stranger_finds_what_is_public_and_nothing_else(article, on):
    article("VPN drops in trains")
    article("VPN drops for staff", audience="agents")
    article("VPN drops for those we know", audience="requesters")
    article("VPN drops, not yet written", is_draft=True)
    assert found(STRANGER) == ["VPN drops in trains"]
    Rules.objects.create(desk=on.it, is_behind_sign_in=True)
    assert found(STRANGER) == []


def test_an_article_leaves_no_trace_where_the_module_is_off(article, on):
    made = article("VPN drops in trains")
    switches.switch(MODULE, on.it.pk, False)
    assert found(STRANGER) == [] == found(on.actor("jana"))
    assert not Article.objects.readable_by(on.actor("jana"), clock.now()).filter(pk=made.pk).exists()
