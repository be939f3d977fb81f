"""What search engines and followers are told of articles."""

import pytest
from django.core import mail

from deskhand.kernel import switches
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.knowledge.actions.govern import set_audience
from deskhand.modules.knowledge.actions.publish import publish
from deskhand.modules.knowledge.actions.reading import follow
from deskhand.modules.knowledge.actions.write import save_draft
from deskhand.modules.knowledge.models import Rules
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.modules.knowledge.tests.test_help_center import address, in_german
from deskhand.modules.knowledge.words import Words

pytestmark = pytest.mark.django_db


def rewritten(article):
    translation = article.translations.get(language="en")
    said = Words(title="VPN drops", resolution="<p>Newer words.</p>")
    save_draft(actor=SYSTEM, translation=translation, said=said)
    publish(actor=SYSTEM, translation=translation)


def letters():
    return [(one.to, one.subject) for one in mail.outbox]


def test_the_sitemap_names_what_a_stranger_reads_whoever_asks(article, on):
    made = article("VPN drops")
    in_german(made)
    article("Secret", audience="agents")
    article("Known", audience="requesters")
    for who in ("", "jana"):
        answer = on.client(who).get("/sitemap.xml")
        told = answer.content.decode()
        assert told.count("<url>") == 2 and f"{address(made)}</loc>" in told
        assert "?language=de</loc>" in told and "ecret" not in told and "known" not in told
    assert "Sitemap: http" in on.client().get("/robots.txt").content.decode()
    Rules.objects.create(desk=on.it, is_behind_sign_in=True)
    assert "<url>" not in on.client("jana").get("/sitemap.xml").content.decode()


def test_module_off_there_is_no_sitemap(article, on):
    article("VPN drops")
    switches.switch(MODULE, on.it.pk, False)
    assert on.client().get("/sitemap.xml").status_code == on.client().get("/robots.txt").status_code == 404


def test_a_follower_hears_of_a_new_version_once_and_only_while_they_may_read_it(article, on):
    made = article("VPN drops")
    for name in ("mara", "oliver"):
        follow(actor=on.actor(name), article=made)
    on.work()
    assert letters() == []
    kestrel = on.mara.organization
    set_audience(actor=SYSTEM, article=made, audience="organizations", rows=[kestrel])
    rewritten(made)
    on.work()
    on.work()
    assert letters() == [(["mara@kestrel.example"], "Changed: VPN drops")]
