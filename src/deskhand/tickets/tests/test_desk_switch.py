"""Going from one desk to another: on every page, remembered, with what waits there."""

from deskhand.accounts.actions import give_role
from deskhand.kernel.actor import SYSTEM
from deskhand.tickets import actions


def serving_both(cast, name="jana"):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.people[name], role="agent")
    return cast.client(name)


def test_whoever_serves_several_desks_finds_the_switch_on_every_page(cast):
    jana, ticket = serving_both(cast), cast.ticket()
    for path in ("/agent/it/tickets/", "/agent/it/overview/", f"/agent/tickets/{ticket.number}/", "/agent/it/new/"):
        page = jana.get(path).content.decode()
        assert 'id="rail-desks"' in page and 'href="/agent/hr/tickets/"' in page


def test_with_one_desk_there_is_no_switch(cast):
    assert "rail-desks" not in cast.client("ben").get("/agent/it/tickets/").content.decode()


def test_the_browser_remembers_the_desk_that_was_open_last(cast):
    jana = serving_both(cast)
    assert jana.get("/agent/").headers["Location"] == "/agent/hr/tickets/"
    jana.get("/agent/it/tickets/")
    assert jana.get("/agent/").headers["Location"] == "/agent/it/tickets/"


def test_a_desk_that_is_served_no_more_is_not_gone_back_to(cast):
    jana = serving_both(cast)
    jana.get("/agent/hr/tickets/")
    cast.jana.desk_roles.filter(desk=cast.hr).delete()
    assert jana.get("/agent/").headers["Location"] == "/agent/it/tickets/"


def test_the_switch_tells_how_much_is_new_on_the_other_desk(cast):
    jana = serving_both(cast)
    ticket = cast.ticket(desk="hr")
    actions.assign(actor=cast.actor("hanna"), ticket=ticket, to=cast.jana)
    cast.work()
    page = jana.get("/agent/it/tickets/").content.decode().partition('id="rail-desks"')[2].partition("</div>")[0]
    assert "new notification" in page


def test_each_desk_opens_with_the_view_that_was_open_there_last(cast):
    jana = serving_both(cast)
    cast.ticket("Nobody has this yet")

    def heading(path):
        return jana.get(path).content.decode().partition("<title>")[2].partition(" ·")[0].strip()

    assert heading("/agent/it/tickets/") == "All open"
    assert heading("/agent/it/tickets/?view=mine") == "My open"
    assert heading("/agent/hr/tickets/") == "All open"
    assert heading("/agent/hr/tickets/?view=unassigned") == "Unassigned"
    jana.get("/agent/it/tickets/?q=printer")
    assert heading("/agent/it/tickets/") == "My open"
    assert heading("/agent/hr/tickets/") == "Unassigned"
    jana.cookies["views"] = "it.nonsense~~hr.~zz.open"
    assert heading("/agent/it/tickets/") == "All open"


def test_with_one_desk_no_view_is_kept(cast):
    ben = cast.client("ben")
    ben.get("/agent/it/tickets/?view=mine")
    assert "views" not in ben.cookies
