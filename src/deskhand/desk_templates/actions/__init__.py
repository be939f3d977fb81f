"""The verbs of templates of desks. Pages, API and command line call these and nothing else."""

from deskhand.desk_templates.actions.apply import Applied, apply_template
from deskhand.desk_templates.actions.begin import begin_desk

__all__ = ["Applied", "apply_template", "begin_desk"]
