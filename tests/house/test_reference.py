"""The reference says what the code says."""

from deskhand.kernel import events, permissions, slots
from tools import reference


def test_the_pages_of_the_reference_are_current():
    assert not reference.stale(), "run make reference"


def test_every_event_slot_and_permission_says_what_it_is():
    wordless = [code for code, cls in events.types().items() if not cls.__doc__ or cls.__doc__.startswith(cls.__name__)]
    wordless += [one.name for one in slots.all_slots() if len(one.doc.split()) < 4]
    wordless += [one.code for one in permissions.table() if not str(one.title).strip()]
    assert not wordless, f"say in words what it is: {wordless}"
