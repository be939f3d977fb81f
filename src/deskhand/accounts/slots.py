"""Places that accounts offer."""

from deskhand.kernel import slots

slots.declare("desk_made", "A function of a new desk: prepares what the feature needs there, in the same transaction.")
slots.declare(
    "desks_of_people",
    "A function of a list of ids of people; returns a set of pairs (person's id, desk's id): the desks on which the "
    "app keeps something of theirs. By it an import knows who is of a desk, and a merge whether both are of one's own.",
)
slots.declare(
    "organizations_of_desk",
    "A function of a desk's id and ids of organizations; returns the set of those that the desk knows through what the "
    "app keeps there. By it an import tells nothing of the organizations of other desks.",
)
slots.declare(
    "person_rows",
    "A PersonRows: rows of the app that name a person, which go to the other when two people are merged and back when "
    "that is undone.",
)
