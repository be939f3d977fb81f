"""The history on a person's page: what this desk did, and nothing of other desks."""

import pytest

from deskhand.accounts.actions import end_roles, give_role, save_team, take_role


def history(client, desk, who):
    """The words of the page below its heading of changes."""
    page = client.get(f"/agent/{desk}/people/{who.pk}/").content.decode()
    return page.partition('id="their-history"')[2]


@pytest.mark.postgres
def test_roles_and_teams_that_somebody_came_to_and_left_are_told_with_who_did_it(cast):
    lena = cast.actor("lena")
    give_role(actor=lena, desk=cast.it, person=cast.ben, role="lead")
    take_role(actor=lena, desk=cast.it, person=cast.ben, role="lead")
    save_team(actor=lena, desk=cast.it, team=cast.network, name="Network & Access", tier="L3", members=[cast.ben])
    end_roles(actor=lena, desk=cast.it, person=cast.ben)
    give_role(actor=lena, desk=cast.it, person=cast.ben, role="guest")
    told = history(cast.client("jana"), "it", cast.ben)
    steps = [
        "given: Invited requester",
        "Left the team “Network",
        "taken: Agent",
        "Joined the team “Network",
        "taken: Lead",
    ]
    places = [told.index(words) for words in [*steps, "given: Lead"]]
    assert places == sorted(places)
    assert "Lena Hartmann" in told
    assert "Role given: Lead" not in history(cast.client("jana"), "it", cast.mara)


@pytest.mark.postgres
def test_what_somebody_became_on_another_desk_is_not_told(cast):
    hanna = cast.actor("hanna")
    give_role(actor=hanna, desk=cast.hr, person=cast.ben, role="auditor")
    give_role(actor=hanna, desk=cast.hr, person=cast.ben, role="agent")
    save_team(actor=hanna, desk=cast.hr, name="Secret Payroll", members=[cast.ben])
    told = history(cast.client("lena"), "it", cast.ben)
    assert "Auditor" not in told and "Payroll" not in told and "Hanna" not in told
    assert "Joined the team “Secret Payroll”" in history(cast.client("hanna"), "hr", cast.ben)


def test_the_page_of_teams_names_who_came_and_went(cast):
    lena = cast.client("lena")
    save_team(actor=cast.actor("lena"), desk=cast.it, team=cast.network, name="Network & Access", tier="L3", members=[])
    page = lena.get("/agent/settings/it/history/ops-teams/").content.decode()
    assert "member taken out" in page and "Priya Raman" in page
