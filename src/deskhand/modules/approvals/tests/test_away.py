"""While somebody is away: who decides, who must not, and what the form tells of whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskhand.accounts.actions.leaving import deactivate_person
from deskhand.kernel import clock
from deskhand.kernel.errors import Denied
from deskhand.mail.models import OutboundMail
from deskhand.modules.approvals import actions, terms
from deskhand.modules.approvals.absences import deciders, standing_in, substitute_of
from deskhand.modules.approvals.models import Absence
from deskhand.modules.approvals.terms import StageTerms, Who
from deskhand.modules.approvals.tests.conftest import ask_of, waiting

URL = "/approvals/away/"


def today():
    return clock.now().date()


def away(cast, who, second, *, first=0, last=0):
    days = [today() + timedelta(days=n) for n in (first, last)]
    return actions.declare_absence(
        actor=cast.actor(who), substitute=cast.people[second], from_on=days[0], until_on=days[1]
    )


def typed(email):
    return {"substitute": email, "from_on": today().isoformat(), "until_on": today().isoformat()}


def last_letter(to):
    rows = OutboundMail.objects.beyond_walls("what was written is looked at").filter(to_email=to)
    return rows.order_by("-pk").first()


def test_the_form_tells_nobody_who_may_not_see_people_whether_an_address_is_known(on):
    seen = []
    for email in ("oliver@nordwind.example", "nobody@nowhere.example"):
        client = on.client("huimin")
        assert client.post(URL, typed(email)).status_code == 302
        seen.append(client.get(URL).content.decode().replace(email, "ADDRESS").count("ADDRESS"))
        row = Absence.objects.of_person(on.huimin.pk).get(ended_at=None)
        assert client.post(f"{URL}{row.pk}/end/").status_code == 302
    assert seen[0] == seen[1] > 0
    program, token = on.client(), on.bearer("huimin")
    told = []
    for email in ("lena@eberfeld.example", "nobody@nowhere.example"):
        answer = program.post(
            "/api/v1/approvals/absences", typed(email), content_type="application/json", headers=token
        ).json()
        assert "id" in answer, answer
        told.append({**answer, "id": 0, "address": "ADDRESS"})
    assert told[0] == told[1] and told[0]["substitute"] is None


def test_a_letter_says_who_decides_or_that_nobody_can(on):
    client = on.client("huimin")
    client.post(URL, typed("nobody@nowhere.example"))
    on.work()
    assert last_letter("huimin@kestrel.example").subject == "Nobody decides for you yet"
    client.post(URL, typed("oliver@nordwind.example"))
    on.work()
    assert last_letter("huimin@kestrel.example").subject == "oliver@nordwind.example decides for you"
    assert last_letter("oliver@nordwind.example").subject == "You decide for Hui Min Tan"


def test_who_sees_people_is_told_on_the_page(on):
    lena = on.client("lena")
    wrong = lena.post(URL, typed("nobody@nowhere.example"))
    assert wrong.status_code == 422 and "Choose somebody who is here." in wrong.content.decode()
    lena.post(URL, typed("priya@eberfeld.example"))
    assert "Priya Raman" in lena.get(URL).content.decode()


def test_giving_a_decision_on_is_refused_in_the_same_words_whoever_has_the_address(on, asked):
    row, client = ask_of(asked(), on.huimin), on.client("huimin")
    said = []
    for email in ("nobody@nowhere.example", "mara@kestrel.example"):  # Nobody; whose request it is.
        answer = client.post(f"/approvals/asks/{row.pk}/hand-over/", {"to": email})
        assert answer.status_code == 422
        said.append("Nobody who could decide this has this mail address." in answer.content.decode())
    assert said == [True, True]


def test_of_two_absences_at_once_the_one_written_last_counts(on):
    away(on, "huimin", "priya", last=9)
    away(on, "huimin", "lena", first=0, last=0)
    assert deciders(on.huimin) == [on.huimin.pk, on.lena.pk]
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert deciders(on.huimin) == [on.huimin.pk, on.priya.pk]


def test_a_substitute_who_is_away_has_one_of_their_own_and_a_circle_ends_with_nobody(on):
    away(on, "huimin", "priya")
    away(on, "priya", "lena")
    assert deciders(on.huimin) == [on.huimin.pk, on.lena.pk]
    Absence.objects.create(
        person=on.lena, substitute=on.huimin, from_on=today(), until_on=today(), made_at=clock.now()
    )  # As two that were written at the same moment would stand there.
    assert substitute_of(on.huimin.pk, standing_in()) is None
    assert deciders(on.huimin) == [on.huimin.pk]


def test_days_are_over_when_they_are_over(on, asked):
    away(on, "huimin", "priya", last=1)
    row = ask_of(asked(), on.huimin)
    with clock.frozen(clock.now() + timedelta(days=3)), pytest.raises(Denied):
        actions.decide(actor=on.actor("priya"), ask=row, approves=True, digest=row.content.digest)


def test_a_substitute_who_leaves_decides_no_more_and_who_is_away_gets_a_letter(on, asked):
    away(on, "huimin", "priya", last=5)
    row = ask_of(asked(), on.huimin)
    deactivate_person(actor=on.actor("lena"), person=on.priya)
    on.work()
    assert deciders(on.huimin) == [on.huimin.pk]
    assert last_letter("huimin@kestrel.example").subject == "Nobody decides for you any more"
    assert on.client("huimin").get(f"/approvals/asks/{row.pk}/").status_code == 200


@pytest.mark.parametrize("who", ["mara", "jana"], ids=("whose request it is", "who asked"))
def test_nobody_decides_over_their_own_for_somebody_who_is_away(on, asked, who):
    approval = asked(StageTerms(who=(Who(terms.PERSON, on.huimin.pk),)))
    away(on, "huimin", who)
    row = ask_of(approval, on.huimin)
    with pytest.raises(Denied, match="somebody else must decide"):
        actions.decide(actor=on.actor(who), ask=row, approves=True, digest=row.content.digest)
    assert waiting(approval) == {"Hui"}
