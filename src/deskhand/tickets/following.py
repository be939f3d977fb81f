"""Which statuses agents may choose after which: the categories' rules, narrowed by the desk's own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from deskhand.kernel.errors import IllegalTransition, Invalid
from deskhand.tickets import choosing, status
from deskhand.tickets.models import Status


def may_become(old: Status, new: Status) -> bool:
    """True if an agent may choose ``new`` after ``old``."""
    return old.pk == new.pk or status.may_become(old.category, old.next_keys, new.category, new.key)


def after(old: Status) -> list[Status]:
    """What an agent may choose after it, in the order of every list; not itself."""
    return [one for one in choosing.statuses(old.desk_id) if one.pk != old.pk and may_become(old, one)]


def in_category(old: Status, category: str) -> Status | None:
    """The status of a category that follows on a choice of the category alone: its default one, if that may follow,
    else the first that may."""
    fitting = [one for one in after(old) if one.category == category]
    return min(fitting, key=lambda one: not one.is_default, default=None)


def need_may_become(old: Status, new: Status) -> None:
    """Raise Invalid for a status of another desk; IllegalTransition, with the keys of what may follow, if this one may
    not."""
    if new.desk_id != old.desk_id:
        raise Invalid(_("This status belongs to another desk."), {"status": _("Choose a status of this desk.")})
    if may_become(old, new):
        return
    allowed = after(old)
    words = _("A ticket that is “%(old)s” cannot become “%(new)s”.") % {"old": old.label, "new": new.label}
    if allowed:
        names = ", ".join(f"“{one.label}”" for one in allowed)
        words = f"{words} {_('It can become: %(names)s.') % {'names': names}}"
    raise IllegalTransition(words, [one.key for one in allowed])
