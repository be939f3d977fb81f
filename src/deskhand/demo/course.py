"""How a story moves a ticket: its status and its assignee after each step, by the desk's own rules.

An agent's public reply opens a new ticket; a requester's answer opens one that waits or is resolved; whoever of the
staff touches an unassigned ticket takes it; a ticket given to another team is unassigned until somebody there takes it.
"""

from dataclasses import dataclass
from functools import cache

from deskhand.demo.library import STAFF, STATUSES, Category, Step, Story


@dataclass(frozen=True, slots=True)
class Point:
    """Where a ticket stands after a step."""

    status: str
    assignee: str
    """The part that has it ("agent", "other_agent"), or empty."""
    is_touched: bool
    """Whether any of the staff has done anything yet."""

    @property
    def category(self) -> Category:
        """The fixed category of the status."""
        return STATUSES[self.status]


def beginning(story: Story) -> Point:
    """How the ticket is opened: new and unassigned, unless an agent writes it up."""
    if story.steps[0].by in STAFF:
        return Point("open", story.steps[0].by, is_touched=True)
    return Point("new", "", is_touched=False)


def after(point: Point, step: Step) -> Point:
    """Where the ticket stands once the step is done."""
    is_staff = step.by in STAFF
    status, assignee = point.status, point.assignee
    asked = dict(step.changes)
    if is_staff and not assignee and "assign" not in asked:
        assignee = step.by
    if "status" in asked:
        status = asked["status"]
    elif step.kind == "reply" and STATUSES[status] in (("new",) if is_staff else ("on_hold", "resolved")):
        status = "open"
    if "team" in asked:
        assignee = ""
    return Point(status, asked.get("assign", assignee), point.is_touched or is_staff)


@cache
def points(story: Story) -> tuple[Point, ...]:
    """Where the ticket stands after its first step, its second, and so on."""
    found = [beginning(story)]
    first = story.steps[0]
    if first.changes:
        found[0] = after(found[0], first)
    for step in story.steps[1:]:
        found.append(after(found[-1], step))
    return tuple(found)
