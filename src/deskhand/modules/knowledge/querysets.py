"""Who may read which article. Everything that lists, finds, counts, suggests, embeds, feeds or mails articles begins
with :meth:`ArticleQuerySet.readable_by` (or ``served_by`` for the workspace): the audience is decided in the database,
before anything is ranked."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, F, OuterRef, Q

from deskhand.accounts.models import TeamMember
from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledQuerySet
from deskhand.tickets.access import takes_from

if TYPE_CHECKING:
    from deskhand.modules.knowledge.models import Article, Translation, Version  # noqa: F401

MODULE = "knowledge"


def desks_of(actor: Actor, permission: str) -> list[int]:
    """Desks on which the actor has the permission, and which have the module on."""
    return sorted(set(actor.desks_with(permission)) & set(switches.desks_with(MODULE)))


class OwnedQuerySet(WalledQuerySet[Any]):
    """Rows that a desk owns directly."""


class HomeQuerySet(WalledQuerySet[Any]):
    """Homes are of their desk. Every way in leaves out the desks on which the module is off."""

    def standing(self) -> Self:
        """Those that are not deleted."""
        return self.filter(deleted_at=None)

    def met_by(self, actor: Actor, desk_id: int) -> Self:
        """The desk's home that the actor meets: that of their organization first, else the one for everybody. Whoever
        came by a link to one ticket, or is not signed in, meets no organization's: its name would tell of it."""
        mine = Q(is_general=True)
        if actor.organization_id is not None and actor.only_ticket is None:
            mine |= Q(organizations=actor.organization_id)
        on = [desk_id] if switches.is_on(MODULE, desk_id) else []
        return self.scoped(desk_id__in=on).standing().filter(mine).order_by("is_general", "pk")


class OfArticleQuerySet(WalledQuerySet[Any]):
    """Rows that are of the desk of their article."""

    desk_path = "article__desk_id"


class UseQuerySet(OfArticleQuerySet):
    """Uses of articles on tickets."""

    ticket_path = "ticket__"


class AskedQuerySet(OwnedQuerySet):
    """Searches; the words of some are the subject of a ticket."""

    ticket_path = "ticket__"
    may_lack_ticket = True


class OfTranslationQuerySet(WalledQuerySet[Any]):
    """Rows that are of the desk of their translation's article."""

    desk_path = "translation__article__desk_id"


class ArticleQuerySet(WalledQuerySet["Article"]):
    """Every way in leaves out the desks on which the module is off."""

    def readable_by(self, actor: Actor, at: datetime) -> Self:
        """Those of which the actor may read the published words: as anybody on the portal does, or as staff."""
        outward = self.model.objects.outward_to(actor, at).values("pk")
        served = self.model.objects.served_by(actor).values("pk")
        return self.scoped().filter(Q(pk__in=outward) | Q(pk__in=served)).filter(_is_published(self.model))

    def outward_to(self, actor: Actor, at: datetime) -> Self:
        """Those that the actor may read without working for the desk: validated, published in some language, not
        expired, and for an audience that the actor is among. Strangers, and bearers of a link to one ticket, read what
        is public, where the desk lets search engines and strangers in; so does everybody who is signed in."""
        on = sorted(set(switches.desks_with(MODULE)) - actor.closed_desks)
        found = self.scoped(desk_id__in=on, desk__is_active=True, confidence="validated")
        found = found.filter(_is_published(self.model)).exclude(expires_at__lte=at)
        if actor.person_id is None or actor.only_ticket is not None:
            behind = Q(desk__knowledge_rules__is_behind_sign_in=True)
            return found.filter(audience="public", desk__is_listed=True).exclude(behind)
        everybody = Q(audience="public", desk__is_listed=True)
        return found.filter(everybody | (takes_from(actor) & self._is_for(actor)))

    def served_by(self, actor: Actor) -> Self:
        """Those that the actor reads as one of the desk's own people, drafts among them: what is for teams or for
        named people only by these, their owner, and whoever oversees the desk's articles."""
        reads, oversees = desks_of(actor, "knowledge.read"), desks_of(actor, "knowledge.oversee")
        person = actor.person_id or 0
        narrow = Q(audience="teams") & Q(Exists(_teams_of(self.model, person)))
        narrow |= Q(audience="named") & Q(Exists(_named(self.model, person)))
        mine = ~Q(audience__in=["teams", "named"]) | narrow | Q(owner_id=person)
        return self.scoped().filter(Q(desk_id__in=oversees) | (Q(desk_id__in=reads) & mine))

    def _is_for(self, actor: Actor) -> Q:
        audience = Q(audience__in=["public", "requesters"])
        if actor.organization_id is None:
            return audience
        rows = self.model.organizations.through.objects.filter(article_id=OuterRef("pk"))
        return audience | (Q(audience="organizations") & Q(Exists(rows.filter(organization_id=actor.organization_id))))


class TranslationQuerySet(WalledQuerySet["Translation"]):
    """Translations are of the desk of their article."""

    desk_path = "article__desk_id"

    def readable_by(self, actor: Actor, at: datetime) -> Self:
        """The published ones of articles that the actor may read."""
        articles = self._articles().readable_by(actor, at).values("pk")
        return self.scoped(article_id__in=articles, published__isnull=False)

    def outward_to(self, actor: Actor, at: datetime) -> Self:
        """The published ones of articles that the actor may read without working for the desk."""
        articles = self._articles().outward_to(actor, at).values("pk")
        return self.scoped(article_id__in=articles, published__isnull=False)

    def served_by(self, actor: Actor) -> Self:
        """All of the articles that the actor reads as one of the desk's own people."""
        return self.scoped(article_id__in=self._articles().served_by(actor).values("pk"))

    def stale(self) -> Self:
        """Published ones that say the same as a version of their source which is not the published one any more."""
        return (
            self.exclude(language=F("article__language"))
            .exclude(published__made_from__state="published")
            .filter(published__isnull=False, published__made_from__isnull=False)
        )

    def _articles(self) -> Any:
        related: Any = self.model._meta.get_field("article").related_model
        return related.objects


class VersionQuerySet(WalledQuerySet["Version"]):
    """Versions are of the desk of their translation's article."""

    desk_path = "translation__article__desk_id"


def _is_published(model: Any) -> Exists:
    translations = model._meta.get_field("translations").related_model.objects
    why = "whether the article that is asked for has words"
    return Exists(translations.beyond_walls(why).filter(article_id=OuterRef("pk"), published__isnull=False))


def _teams_of(model: Any, person: int) -> Any:
    members = TeamMember.objects.filter(person_id=person).values("team_id")
    return model.teams.through.objects.filter(article_id=OuterRef("pk"), team_id__in=members)


def _named(model: Any, person: int) -> Any:
    return model.people.through.objects.filter(article_id=OuterRef("pk"), person_id=person)
