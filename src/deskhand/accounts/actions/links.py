"""One-time sign-in links."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts import addresses
from deskhand.accounts.models import Desk, Person, SignInLink
from deskhand.accounts.security_letters import tell_other_desks, tell_person
from deskhand.accounts.sign_in_events import SignInLinkMade, SignInLinkSent
from deskhand.kernel import clock, signing
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.kernel.permissions import ADMIN

LINK_LIFE = timedelta(minutes=30)
"""How long a mailed sign-in link works."""

PRINTED_LINK_LIFE = timedelta(hours=12)
"""How long a link works that a terminal printed."""


def may_see_link(actor: Actor) -> bool:
    """True for whoever administers every desk, and the terminal. A link is a way in to all that its person reads: who
    holds one for somebody from behind another desk's wall stands behind it, too."""
    if actor.is_system:
        return True
    own = [pk for pk in actor.roles if ADMIN in actor.roles_on(pk)]
    return not Desk.objects.filter(is_active=True).exclude(pk__in=own).exists()


@transaction.atomic
def send_sign_in_link(*, actor: Actor, person: Person) -> str:
    """Have a link sent to the person's own address; nobody else sees it. Returns the address. The person is told who
    had it sent, and so are the administrators of the desks that they serve. Raises Invalid where there is none."""
    from deskhand.accounts.jobs import mail_sign_in_link

    actor.need("people.links")
    if not person.is_active:
        raise Denied(_("%(name)s cannot sign in: the account is switched off.") % {"name": person.name})
    if not person.email:
        raise Invalid(_("There is no address to which a letter could go: ask whoever has the machine for a link."))
    emit(SignInLinkSent(person=person.pk), actor=actor, desk_id=None)
    mail_sign_in_link.put(address=person.email, language=person.language)
    _tell(actor, person)
    return person.email


def _tell(actor: Actor, person: Person) -> None:
    if actor.person_id is not None:
        tell_person.put(person_id=person.pk, news="link_made")
        tell_other_desks.put(person_id=person.pk, actor_id=actor.person_id, news="link_made")


@transaction.atomic
def make_sign_in_link(
    *, actor: Actor, person: Person, life: timedelta = LINK_LIFE, base_url: str = "", is_mailed: bool = False
) -> str:
    """A whole address that signs the person in once. The terminal, the person's own mailed request (the system), and
    site administrators where no desk is closed to them (:func:`may_see_link`) may make one. When an administrator
    does, the person is told, and so are the administrators of the desks that they serve. ``base_url`` replaces the
    configured one; ``is_mailed`` says that it is written into a letter to the person and shown to nobody, which proves
    their address."""
    if not actor.is_system:
        actor.need("people.links")
        if not may_see_link(actor):
            raise Denied(_("There are desks here that you do not administer: have the link sent to the person."))
    if not person.is_active:
        raise Denied(_("%(name)s cannot sign in: the account is switched off.") % {"name": person.name})
    token = signing.fresh_token()
    link = SignInLink.objects.create(
        person=person,
        digest=signing.digest(token),
        made_at=clock.now(),
        made_by_id=actor.person_id,
        is_mailed=is_mailed,
        expires_at=clock.now() + life,
    )
    emit(SignInLinkMade(person=person.pk, link=link.pk), actor=actor, desk_id=None)
    _tell(actor, person)
    base = (base_url or settings.DESKHAND.base_url).rstrip("/")
    return f"{base}{reverse('accounts:link', args=[token])}"


def live_link(token: str) -> SignInLink | None:
    """The link of a token, if it still works."""
    found = SignInLink.objects.select_related("person").filter(digest=signing.digest(token)).first()
    if found is None or found.used_at is not None or found.expires_at <= clock.now() or not found.person.is_active:
        return None
    return found


@transaction.atomic
def use_sign_in_link(*, actor: Actor, token: str) -> Person:
    """Use the link up and return its person, who is not signed in by that yet: a second factor may be asked for. Two
    presses at once: one wins. Raises NotFound when it does not work."""
    link = live_link(token)
    if link is None or not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=clock.now()):
        raise NotFound(_("This link does not work any more: each works once and for a short time. Ask for a new one."))
    if link.person.email and link.is_mailed:
        addresses.prove(link.person, link.person.email)
    return link.person
