"""The three fields of an article's state after KCS v6 (confidence, audience, governance), and a version's own state."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Confidence(models.TextChoices):
    """How sure the desk is of an article. People outside the desk read only what is validated."""

    WORK_IN_PROGRESS = "wip", _("Work in progress")
    NOT_VALIDATED = "not_validated", _("Not validated")
    VALIDATED = "validated", _("Validated")
    ARCHIVED = "archived", _("Archived")


class Audience(models.TextChoices):
    """Who may read an article, from everybody to a few. ``WIDTH`` says which is wider."""

    PUBLIC = "public", _("Everybody")
    REQUESTERS = "requesters", _("Everybody who is signed in and may write to the desk")
    ORGANIZATIONS = "organizations", _("People of some organizations")
    AGENTS = "agents", _("The desk's own people")
    TEAMS = "teams", _("Some teams")
    NAMED = "named", _("Some people")


WIDTH = {
    Audience.PUBLIC: 5,
    Audience.REQUESTERS: 4,
    Audience.ORGANIZATIONS: 3,
    Audience.AGENTS: 2,
    Audience.TEAMS: 1,
    Audience.NAMED: 0,
}
"""The higher, the more people may read."""

OUTWARD = (Audience.PUBLIC, Audience.REQUESTERS, Audience.ORGANIZATIONS)
"""Audiences with people who do not work for the desk."""


class State(models.TextChoices):
    """Where a version stands. At most one version of a translation is open (draft, in review, approved), at most one is
    published; ``former`` were published once."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved, to be published later")
    PUBLISHED = "published", _("Published")
    FORMER = "former", _("Former")


OPEN = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
"""States of a version that somebody still works on."""


class Level(models.TextChoices):
    """A licence after KCS: what somebody's word counts for. A candidate's versions are reviewed; a contributor
    publishes for the desk's own people; a publisher validates and publishes for everybody."""

    CANDIDATE = "candidate", _("Candidate: everything is reviewed")
    CONTRIBUTOR = "contributor", _("Contributor: publishes for the desk's own people")
    PUBLISHER = "publisher", _("Publisher: validates and publishes for everybody")
