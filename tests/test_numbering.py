import pytest

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("numbering")]

SEEN = set()


@pytest.mark.parametrize("_run", range(3))
def test_a_ticket_has_the_same_key_whichever_tests_made_tickets_before(cast, _run):
    for _ in range(_run):
        cast.ticket()
    SEEN.add(cast.ticket().pk - _run)
    assert len(SEEN) == 1


@pytest.mark.parametrize("_run", range(2))
@pytest.mark.django_db(transaction=True)
def test_the_same_where_rows_are_really_committed(cast, _run):
    SEEN.add(cast.ticket().pk)
    assert len(SEEN) == 1
