"""Places that accounts offer."""

from deskhand.kernel import slots

slots.declare("desk_made", "A function of a new desk: prepares what the feature needs there, in the same transaction.")
slots.declare(
    "person_search_desks",
    "A function of an actor and a queryset of people; returns those whom the actor may find besides colleagues.",
)
