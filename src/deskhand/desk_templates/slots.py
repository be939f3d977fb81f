"""The place that templates of desks offer."""

from deskhand.kernel import slots

slots.declare(
    "desk_template",
    "A part of templates of desks: a `desk_templates.section.Section` with the word of its tables in the files, what a "
    "table may say, and `make(work, entry)`, which makes one row through the actions of whoever owns it. What a module "
    "brings is made only where the module is on.",
)
