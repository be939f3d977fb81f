"""What others compare of the answers: another row of a table is another thing to approve."""

import pytest

from deskhand.modules.catalog.asking import shown
from deskhand.modules.catalog.tests.test_asking import ask, form_of


@pytest.mark.django_db
def test_each_row_of_a_table_is_compared_whatever_its_order_of_cells():
    form = form_of(ask("guests", "table", columns=[ask("who"), ask("room")]), ask("pin", "masked"))

    def compared(*rows):
        return [one.values for one in shown(form, {"guests": list(rows), "pin": ["1234"]}, desk_id=1)]

    ida = compared({"who": ["Ida"], "room": ["4"]})
    assert ida == compared({"room": ["4"], "who": ["Ida"]})
    assert ida != compared({"who": ["Ida"], "room": ["5"]})
    assert ida[1] == ()
