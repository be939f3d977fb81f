"""How often a ticket came back and went on, counted from its facts."""

from deskhand.tickets import actions


def test_the_history_says_how_often_a_ticket_was_reopened_and_given_on(cast):
    ticket = cast.ticket(team=cast.network)
    jana = cast.actor("jana")
    actions.assign(actor=jana, ticket=ticket, to=cast.jana)
    for _time in range(2):
        actions.set_status(actor=jana, ticket=ticket, to=cast.status("resolved"))
        cast.writes(ticket)
    actions.assign(actor=jana, ticket=ticket, to=cast.ben)
    page = cast.client("jana").get(f"/agent/tickets/{ticket.number}/").content.decode()
    assert "reopened 2 times" in page
    assert "given on once" in page


def test_the_history_of_a_quiet_ticket_counts_nothing(cast):
    page = cast.client("jana").get(f"/agent/tickets/{cast.ticket().number}/").content.decode()
    assert "reopened" not in page
    assert "given on" not in page
