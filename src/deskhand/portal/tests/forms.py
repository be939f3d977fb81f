"""Filling in the portal's forms as a browser without script does."""

import re
from datetime import timedelta

from deskhand.kernel import clock
from deskhand.portal import stamp


def text(answer):
    return answer.content.decode()


def stamp_on(answer):
    """The mark of the form on a page."""
    found = re.search(r'name="stamp" value="([^"]+)"', text(answer))
    assert found, "no form on this page"
    return found[1]


def old_stamp(**age):
    """The mark of a form that was shown a while ago."""
    with clock.frozen(clock.now() - timedelta(**age)):
        return stamp.fresh()


def filled(**more):
    """A new request, as a person fills it in."""
    return {
        "subject": "Second screen stays black",
        "body": "Since this morning.\nThe cable is in.",
        "stops": "some",
        "stamp": old_stamp(seconds=40),
        **more,
    }


def written_by_stranger(**more):
    return filled(email="vera@elsewhere.example", name="Vera Stern", website="", **more)
