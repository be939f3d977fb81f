"""Two desks full of words that only some may ever read, each written once and looked for in every answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from deskhand.accounts.actions import (
    ask_for_glass,
    create_person,
    edit_desk,
    give_role,
    invite,
    make_site_admin,
    make_token,
    save_organization,
    save_team,
)
from deskhand.accounts.models import Desk, Person
from deskhand.kernel import clock, modules
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from deskhand.mail.actions import block_sender
from deskhand.mail.models import Mailbox, MailKey, OutboundMail
from deskhand.mail.receive import accept
from deskhand.modules.announcements import actions as announcements
from deskhand.tickets import actions, links
from deskhand.tickets.bodies import composed
from deskhand.tickets.models import DeskRequest, MessageLayout, Ticket
from tests.cast import Cast, make_cast
from tests.isolation.catalog_world import offered
from tests.isolation.designed import design
from tests.isolation.journeys_world import journeyed
from tests.isolation.roles import ROLES, Role

READERS = frozenset({"agent", "lead", "admin", "auditor"})
COMMON = "zulu"
"""A word of every text, to search by without writing a secret into the address."""


SECRET = "canary"
"""With this every secret begins."""


def secret(name: str) -> str:
    """A word that stands in one place alone."""
    return f"{SECRET}{name.replace('_', '')}qx"


@dataclass
class Sample:
    """A desk's ticket, its two files and the rest of what addresses name, by the part of the address before it."""

    desk: str
    ticket: Ticket
    public_file: Any
    note_file: Any
    own_side: frozenset[str]
    by_segment: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    """The seeded database. ``secrets`` maps each secret word to those who may read it, by name or as ``desk:role``."""

    cast: Cast
    samples: dict[str, Sample] = field(default_factory=dict)
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)
    tokens: dict[tuple[str, str], str] = field(default_factory=dict)
    link: str = ""

    def hidden_from(self, role: Role) -> list[str]:
        """The words that somebody must never be shown."""
        hats = {role.person or "nobody", *(f"{desk}:{name}" for desk, name in role.serves)}
        hats |= {"site"} if role.is_site_admin else set()
        return [word for word, readers in self.secrets.items() if not readers & hats]


def make_world() -> World:
    """Furnish both desks. Inside a transaction that is rolled back."""
    cast = make_cast()
    for name, person in (
        ("dora", "Dora Adler"),
        ("henry", "Henry Hale"),
        ("sid", "Sidney Site"),
        ("carla", "Carla Chief"),
    ):
        email = f"{name}@eberfeld.example"
        cast.people[name] = create_person(actor=SYSTEM, name=person, email=email, is_verified=True)
    make_site_admin(actor=SYSTEM, person=cast.people["sid"])
    give_role(actor=SYSTEM, desk=cast.it, person=cast.people["dora"], role="admin")
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.people["henry"], role="agent")
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.people["oliver"], role="guest")
    _wall_off(cast)
    _switch_everything_on(cast)
    world = World(cast)
    _furnish(world, "it", by="mara", staff="jana", followers=("huimin",))
    _furnish(world, "hr", by="oliver", staff="hanna", followers=())
    for role in ROLES:
        if role.person:
            for scope in ("read", "write", "full"):
                bearer = cast.people[role.person]
                _row, world.tokens[role.person, scope] = make_token(actor=SYSTEM, person=bearer, scope=scope)
    world.link = links.portal_path(world.samples["it"].ticket, cast.people["mara"])
    return world


def _wall_off(cast: Cast) -> None:
    name = f"People {secret('hr_desk')}"
    cast.hr = edit_desk(actor=SYSTEM, desk=cast.hr, name=name, who_may_open="invited", is_listed=False)


def _switch_everything_on(cast: Cast) -> None:
    from deskhand.accounts.actions import switch_module

    for desk in (cast.it, cast.hr):
        for one in modules.installed():
            switch_module(actor=SYSTEM, desk=desk, module=one.label, on=True)


def _furnish(world: World, key: str, *, by: str, staff: str, followers: tuple[str, ...]) -> None:
    cast, desk = world.cast, getattr(world.cast, key)
    readers = frozenset(f"{key}:{role}" for role in READERS)
    own_side = frozenset({by, *followers})
    words = {"subject": readers | own_side, "first": readers | own_side, "answer": readers | own_side, "note": readers}
    words |= {
        "tag": readers,
        "file": readers | own_side,
        "notefile": readers,
        "team": readers | own_side,
        "canned": readers,
        "announced": readers,
    }
    words |= {"letter": readers | {by}, "announcement": readers}
    words |= {"bin": readers | {by}, "spam": readers | {by}}
    said = {name: secret(f"{key}_{name}") for name in words}
    world.secrets |= {said[name]: may for name, may in words.items()}
    if key == "hr":
        world.secrets[secret("hr_desk")] = readers | {"oliver", "site"}
    _know(world, desk, readers)
    team = save_team(actor=SYSTEM, desk=desk, name=f"Team {said['team']}", tier="L1", members=[cast.people[staff]])
    ticket = cast.ticket(f"{COMMON} {said['subject']}", by=by, desk=key, text=f"{COMMON} {said['first']}")
    for name in followers:
        actions.follow(actor=cast.actor(staff), ticket=ticket, person=cast.people[name])
    files = [_file(cast, desk, staff, f"{said[name]}.txt") for name in ("file", "notefile")]
    cast.reply(ticket, by=staff, html=f"<p>{COMMON} {said['answer']}</p>", attachments=[files[0]])
    note = composed(f"<p>{COMMON} {said['note']}</p>")
    actions.note(actor=cast.actor(staff), ticket=ticket, body=note, attachments=[files[1]])
    actions.tag(actor=cast.actor(staff), ticket=ticket, add=[said["tag"]])
    actions.give_to_team(actor=cast.actor(staff), ticket=ticket, to=team)
    _put_aside(cast, key, by, staff, said)
    received = accept(_mailbox(cast, desk), _letter(cast.people[by], said["letter"]), "pipe")
    cast.work()
    ticket.refresh_from_db()
    world.samples[key] = Sample(key, ticket, files[0], files[1], own_side)
    world.samples[key].by_segment = {
        **_numbered(world, desk, by, team, said["canned"]),
        "colleagues": cast.people[staff].pk,
        "mailboxes": _mailbox(cast, desk).pk,
        "received": received.inbound_id,
        "sent": OutboundMail.objects.within(desk).first().pk,
        "announcements": _announcement(cast, desk, staff, said["announcement"]),
        "merges": _merge(world, desk),
        **_begun(world, desk, ticket, staff),
        **_linked(world, desk, ticket, by, staff),
        **_asked_of(world, desk, ticket, staff),
        **dict.fromkeys(("history", "events"), _changed(ticket)),
        "bulk": _run(world, desk, ticket, staff),
        **dict.fromkeys(("import", "imports"), _import(world, desk)),
        **_sender(world, desk),
        "received-letters": received.inbound_id,
        "keys": _mail_key(world, desk),
        "messages": _laid_out(ticket, said["first"]),
        "sent-letters": OutboundMail.objects.within(desk).first().pk,
        **_calendars(world, desk),
        **_asked(world, desk, ticket),
        **_designed(world, desk),
        "macros": _macro(world, desk),
        **_lists(world, desk, ticket, staff),
        **_time(world, desk, ticket, staff),
        **_tasks(world, desk, ticket, staff),
        **_approvals(world, desk, ticket, by, staff),
        **_promised(world, desk),
        **_agreed(world, desk, ticket, by, staff),
        **_articles(world, desk),
        **_planned(world, desk, ticket),
        "break-glass": _glass(world, desk),
        **_cases(world, desk, ticket, staff),
        **offered(cast, desk, by, world.secrets, lambda name: secret(f"{key}_{name}")),
        **journeyed(cast, desk, by, COMMON, world.secrets, lambda name: secret(f"{key}_{name}")),
    }


def _cases(world: World, desk: Desk, ticket: Ticket, staff: str) -> dict[str, int]:
    """A class of cases, and the ticket as one of it: what came of it is for those who serve the desk."""
    from deskhand.modules.cases import actions as cases

    word, outcome = secret(f"{desk.key}_case_class"), secret(f"{desk.key}_outcome")
    readers = frozenset(f"{desk.key}:{role}" for role in READERS)
    world.secrets |= {word: readers, outcome: readers}
    said = cases.ClassWords(name=f"{COMMON} {word}", is_confidential=False)
    row = cases.save_class(actor=SYSTEM, desk=desk, said=said)
    cases.keep_file(actor=world.cast.actor(staff), ticket=ticket, case_class=row, outcome=f"{COMMON} {outcome}")
    return {"case-classes": row.pk, "classes": row.pk}


def _glass(world: World, desk: Desk) -> int:
    """A site administrator asks to break the desk's glass: its administrators read why, and site administrators."""
    word = secret(f"{desk.key}_glass")
    world.secrets[word] = frozenset({f"{desk.key}:admin", "site"})
    reason = f"{COMMON} {word}, before noon"
    return int(ask_for_glass(actor=world.cast.actor("sid"), desk=desk, reason=reason).pk)


def _planned(world: World, desk: Desk, ticket: Ticket) -> dict[str, int]:
    """A plan of the desk, and one that runs on its ticket: its steps are for the desk's own people."""
    from deskhand.modules.fulfilment import actions as plans
    from deskhand.modules.fulfilment.definition import Definition, Step

    word = secret(f"{desk.key}_plan")
    world.secrets[word] = frozenset(f"{desk.key}:{role}" for role in READERS)
    step = Step(code="first", kind="task", name=f"{COMMON} {word}")
    row = plans.make_plan(actor=SYSTEM, desk=desk, name=f"{COMMON} {word}", definition=Definition((step,)))
    plans.publish(actor=SYSTEM, plan=row)
    run = plans.start_plan(actor=SYSTEM, ticket=ticket, plan=row)
    world.cast.work()
    return {"plans": row.pk, "runs": run.pk, "plan-runs": run.pk}


def _articles(world: World, desk: Desk) -> dict[str, int]:
    """An article for the desk's own people, and one for those who may write to it."""
    from deskhand.modules.knowledge.actions.govern import set_audience
    from deskhand.modules.knowledge.actions.publish import publish
    from deskhand.modules.knowledge.actions.write import create_article
    from deskhand.modules.knowledge.words import Words

    readers = frozenset(f"{desk.key}:{role}" for role in READERS)
    made = {}
    for audience, more in (("agents", frozenset[str]()), ("requesters", frozenset({"oliver"}))):
        word = secret(f"{desk.key}_{audience}_article")
        said = Words(title=f"{COMMON} {word}", resolution=f"<p>{COMMON} {word}</p>")
        made[audience] = create_article(actor=SYSTEM, desk=desk, language="en", said=said)
        set_audience(actor=SYSTEM, article=made[audience], audience=audience, is_confirmed=True)
        publish(actor=SYSTEM, translation=made[audience].translations.get())
        if audience == "agents" or desk.key == "hr":  # Everybody may write to the other desk.
            world.secrets[word] = readers | more
    numbers = {"articles": made["agents"].pk, **_around(world, desk, made["agents"])}
    numbers |= dict.fromkeys(("shelves", "categories"), _shelf(world, desk))
    numbers |= _gaps(world, desk, made["agents"])

    numbers["homes"] = _home(world, desk)
    return numbers | {"article-templates": _article_template(world, desk)}


def _around(world: World, desk: Desk, article: Any) -> dict[str, int]:
    """A file of an article, something to mend about it, and an import."""
    from deskhand.modules.knowledge.actions.files import add_file
    from deskhand.modules.knowledge.actions.use import flag_article
    from deskhand.modules.knowledge.models import ArticleImport

    words = [secret(f"{desk.key}_article_{name}") for name in ("file", "flag", "import")]
    world.secrets |= dict.fromkeys(words[:2], frozenset(f"{desk.key}:{role}" for role in READERS))
    world.secrets[words[2]] = frozenset({f"{desk.key}:admin"})
    name, content = f"{words[0]}.txt", words[0].encode()
    file = add_file(actor=SYSTEM, article=article, filename=name, content=content, is_inline=False)
    flag = flag_article(actor=SYSTEM, article=article, text=f"{COMMON} {words[1]}")
    row = ArticleImport.objects.create(
        desk=desk, blob=file.blob, filename=f"{words[2]}.zip", stage="read", language="en", begun_at=clock.now()
    )
    return {"article-files": file.pk, "article-flags": flag.pk, "article-imports": row.pk}


def _article_template(world: World, desk: Desk) -> int:
    """What articles can be begun from, of which only the desk's own people know."""
    from deskhand.modules.knowledge.actions.templates import save_template

    word = secret(f"{desk.key}_articletemplate")
    world.secrets[word] = frozenset(f"{desk.key}:{role}" for role in READERS)
    parts = {"resolution": f"<p>{COMMON} {word}</p>"}
    return int(save_template(actor=SYSTEM, desk=desk, called=f"{COMMON} {word}", parts=parts).pk)


def _gaps(world: World, desk: Desk, article: Any) -> dict[str, int]:
    """What was looked for in vain, one of it put away, and something to mend: for the desk's own people."""
    from deskhand.modules.knowledge.actions.asking import note_search
    from deskhand.modules.knowledge.actions.gaps import put_away
    from deskhand.modules.knowledge.actions.use import flag_article

    words = [secret(f"{desk.key}_{name}") for name in ("search", "gap", "remark")]
    world.secrets |= dict.fromkeys(words, frozenset(f"{desk.key}:{role}" for role in READERS))
    note_search(desk=desk, question=f"{COMMON} {words[0]}", language="en", place="portal", found=0)
    gap = put_away(actor=SYSTEM, desk=desk, kind="search", key=f"{COMMON} {words[1]}", reason=words[1])
    flag = flag_article(actor=SYSTEM, article=article, text=f"{COMMON} {words[2]}")
    return {"gaps": gap.pk, "mending": flag.pk}


def _home(world: World, desk: Desk) -> int:
    """A home for people of an organization, of which nobody else learns."""
    from deskhand.modules.knowledge.actions.homes import HomeDetails, create_home

    word = secret(f"{desk.key}_home")
    world.secrets[word] = frozenset({f"{desk.key}:admin"})
    details = HomeDetails(name=f"{COMMON} {word}", heading=word, words=word, word="")
    return create_home(actor=SYSTEM, desk=desk, details=details).pk


def _shelf(world: World, desk: Desk) -> int:
    """A category, of which only the desk's own people know while nothing that others may read stands in it."""
    from deskhand.modules.knowledge.actions.arrange import ShelfDetails, create_shelf

    word = secret(f"{desk.key}_shelf")
    world.secrets[word] = frozenset(f"{desk.key}:{role}" for role in READERS)
    return create_shelf(actor=SYSTEM, desk=desk, details=ShelfDetails(name=f"{COMMON} {word}", text=word)).pk


def _lists(world: World, desk: Desk, ticket: Ticket, staff: str) -> dict[str, int]:
    """A service and a location that the ticket has, of which requesters learn nothing."""
    from deskhand.accounts.actions import save_location
    from deskhand.tickets.actions import save_service

    words = [secret(f"{desk.key}_{name}") for name in ("service", "location")]
    readers = frozenset(f"{desk.key}:{role}" for role in READERS)
    world.secrets |= dict.fromkeys(words, readers)
    service = save_service(actor=SYSTEM, desk=desk, name=f"Service {words[0]}", owner=world.cast.people[staff])
    location = save_location(actor=SYSTEM, desk=desk, name=f"Location {words[1]}")
    changes = {"service": service, "location": location}
    actions.patch(actor=world.cast.actor(staff), ticket=ticket, changes=changes)
    return {"services": service.pk, "locations": location.pk}


def _tasks(world: World, desk: Desk, ticket: Ticket, staff: str) -> dict[str, int]:
    """A step on the ticket, of which requesters learn nothing."""
    from deskhand.calendars.recurrence import Recurrence
    from deskhand.modules.tasks import actions as tasks

    word = secret(f"{desk.key}_task")
    world.secrets[word] = frozenset(f"{desk.key}:{role}" for role in READERS)
    actor, new = world.cast.actor(staff), tasks.NewTask(title=f"{COMMON} {word}", note=word)
    task = tasks.add_task(actor=actor, ticket=ticket, new=new)
    listed, planned = secret(f"{desk.key}_listed_step"), secret(f"{desk.key}_recurring")
    world.secrets[listed] = frozenset(f"{desk.key}:{role}" for role in READERS)
    world.secrets[planned] = frozenset(f"{desk.key}:{role}" for role in ("lead", "admin"))
    steps = [tasks.Step(title=f"{COMMON} {listed}")]
    checklist = tasks.save_checklist(actor=SYSTEM, desk=desk, name=f"{COMMON} {listed}", steps=steps)
    contents = tasks.Contents(subject=f"{COMMON} {planned}", text=planned, requester=ticket.requester)
    tomorrow = clock.now().date() + timedelta(days=1)
    rule = Recurrence(pattern="days", starts_on=tomorrow, at=clock.now().time())
    row = tasks.save_recurring(actor=SYSTEM, desk=desk, contents=contents, rule=rule)
    return {"tasks": task.pk, "checklists": checklist.pk, "recurring": row.pk}


def _approvals(world: World, desk: Desk, ticket: Ticket, by: str, staff: str) -> dict[str, Any]:
    """What was asked of somebody of the desk about the ticket, a policy, and days on which somebody is away."""
    from deskhand.modules.approvals import actions as approvals
    from deskhand.modules.approvals.terms import PERSON, StageTerms, Terms, Who

    word, asked = secret(f"{desk.key}_approval_policy"), secret(f"{desk.key}_approval")
    readers = frozenset(f"{desk.key}:{role}" for role in READERS)
    chief = world.cast.people["carla"]  # Nobody of the grid: who is asked reads what is asked.
    world.secrets |= {word: readers, asked: readers | {by}}
    said = Terms(stages=(StageTerms(who=(Who(PERSON, chief.pk),)),))
    policy = approvals.save_policy(actor=SYSTEM, desk=desk, called=f"{COMMON} {word}", said=said)
    approval = approvals.ask(actor=world.cast.actor(staff), ticket=ticket, policy=policy, why=asked)
    today = clock.now().date()
    away = approvals.declare_absence(
        actor=world.cast.actor(staff), substitute=chief, from_on=today, until_on=today + timedelta(days=1)
    )
    ask = approval.asks.get()
    return {"approval-policies": policy.pk, "approvals": approval.pk, "asks": ask.pk, "away": away.pk} | {
        "absences": away.pk
    }


def _promised(world: World, desk: Desk) -> dict[str, int]:
    """What the desk promises about time, by a name that is for its own people."""
    from deskhand.modules.sla.actions import policies
    from deskhand.modules.sla.actions.simulate import simulate

    word, tried = secret(f"{desk.key}_policy"), secret(f"{desk.key}_tried")
    world.secrets[tried] = frozenset({f"{desk.key}:admin"})
    world.secrets[word] = frozenset(f"{desk.key}:{role}" for role in READERS)
    targets = [{"metric": "time_to_resolve", "label": f"{COMMON} {word}", "goals": {"any": {"seconds": 3600}}}]
    row = policies.save_policy(actor=SYSTEM, desk_id=desk.pk, name=f"{COMMON} {word}", said={"targets": targets})
    run = simulate(actor=SYSTEM, desk_id=desk.pk, name=f"{COMMON} {tried}", said={"targets": targets})
    return {"policies": row.pk, "simulations": run.pk}


def _agreed(world: World, desk: Desk, ticket: Ticket, by: str, staff: str) -> dict[str, int]:
    """A contract with its document, of which agents learn nothing, and a request to excuse a promise."""
    from datetime import date

    from deskhand.modules.sla import months
    from deskhand.modules.sla.actions import agreements
    from deskhand.modules.sla.models import Review, ReviewState, Waiver

    word, excuse = secret(f"{desk.key}_contract"), secret(f"{desk.key}_excuse")
    world.secrets[word] = frozenset(f"{desk.key}:{role}" for role in READERS - {"agent"})
    world.secrets[excuse] = frozenset(f"{desk.key}:{role}" for role in READERS)
    customer = world.cast.people[by].organization
    said = agreements.Contract(level="sla", name=f"{COMMON} {word}", organization=customer, starts_on=date(2026, 1, 1))
    row = agreements.save_agreement(actor=SYSTEM, desk_id=desk.pk, contract=said)
    file = agreements.add_document(actor=SYSTEM, agreement=row, filename=f"{word}.txt", content=word.encode())
    waiver = Waiver.objects.create(
        desk=desk,
        ticket=ticket,
        level="sla",
        key="time_to_resolve",
        cycle=1,
        reason=f"{COMMON} {excuse}",
        asked_by=world.cast.people[staff],
        asked_at=clock.now(),
    )
    this_month = months.today(desk.pk).replace(day=1)
    Review.objects.create(
        desk=desk,
        organization=customer,
        month=this_month,
        language="en",
        state=ReviewState.READY,
        blob=file.blob,
        asked_at=clock.now(),
        written_at=clock.now(),
    )
    numbers = {"agreements": row.pk, "contract-documents": file.pk, "waivers": waiver.pk}
    return numbers | {"reviews": customer.pk if customer else 0}


def _macro(world: World, desk: Desk) -> int:
    """What those who serve the desk can do to a ticket by one choice."""
    word = secret(f"{desk.key}_macro")
    world.secrets[word] = frozenset(f"{desk.key}:{role}" for role in READERS)
    text = f"<p>{COMMON} {word}</p>"
    steps = {"message": "note", "text": text, "tags": [f"{COMMON}-{word}"]}
    row = actions.save_macro(actor=SYSTEM, desk=desk, name=f"{COMMON} {word}", steps=steps)
    return int(row.pk)


def _time(world: World, desk: Desk, ticket: Ticket, staff: str) -> dict[str, int]:
    """Time that was worked on the ticket, of which staff of the desk know; and a timer."""
    from deskhand.modules.time import actions as time

    word = secret(f"{desk.key}_worked")
    world.secrets[word] = frozenset(f"{desk.key}:{role}" for role in READERS)
    kind = time.save_activity(actor=SYSTEM, desk=desk, name=f"{COMMON} {word}")
    work = time.Work(duration=timedelta(minutes=75), day=clock.now().date(), activity=kind, note=f"{COMMON} {word}")
    entry = time.book(actor=world.cast.actor(staff), ticket=ticket, work=work)
    time.start(actor=world.cast.actor(staff), ticket=ticket)
    return {"entries": entry.pk, "activities": kind.pk}


def _calendars(world: World, desk: Desk) -> dict[str, int]:
    """A business calendar of which only the desk's administrators know, and one of the installation."""
    from deskhand.calendars.actions import choose_calendar, create_calendar
    from deskhand.calendars.rules import ALWAYS

    word = secret(f"{desk.key}_calendar")
    world.secrets[word] = frozenset({f"{desk.key}:admin"})
    holidays = [{"on": "*-02-29", "name": word}]
    row = create_calendar(actor=SYSTEM, desk=desk, name=f"{COMMON} {word}", given={**ALWAYS, "holidays": holidays})
    choose_calendar(actor=SYSTEM, desk=desk, calendar=row)
    shared = create_calendar(actor=SYSTEM, desk=None, name=f"{COMMON} {desk.key}", given=ALWAYS)
    return {"calendars": row.pk, "shared-calendars": shared.pk}


def _asked(world: World, desk: Desk, ticket: Ticket) -> dict[str, int]:
    """Fields of the desk and what its ticket holds in them, a choice and a template, for the desk's own people."""
    from deskhand.modules.fields import actions as fields

    field, text, choice, start = (secret(f"{desk.key}_{name}") for name in ("field", "value", "choice", "template"))
    readers = frozenset(f"{desk.key}:{role}" for role in READERS)
    world.secrets |= dict.fromkeys((field, text, choice, start), readers)
    row = fields.save_field(actor=SYSTEM, desk=desk, details=fields.Details(label=f"{COMMON} {field}", in_list=True))
    listed = fields.save_field(actor=SYSTEM, desk=desk, details=fields.Details(label=f"{field} list", kind="choice"))
    option = fields.save_option(actor=SYSTEM, field=listed, label=f"{COMMON} {choice}")
    staff = world.cast.actor("jana" if desk.key == "it" else "hanna")
    fields.set_fields(actor=staff, ticket=ticket, values={row.code: [f"{COMMON} {text}"], listed.code: [option.code]})
    begun = fields.Start(name=f"{COMMON} {start}", body=start)
    template = fields.save_template(actor=SYSTEM, desk=desk, start=begun)
    fields.use_matrix(actor=SYSTEM, desk=desk, on=True)
    named = dict.fromkeys(("choices", "field-choices"), option.pk)
    return named | dict.fromkeys(("fields", "definitions"), listed.pk) | {"ticket-templates": template.pk}


def _designed(world: World, desk: Desk) -> dict[str, int]:
    """A request form and a set of questions, for those who design the desk's catalog."""
    label, title = (secret(f"{desk.key}_{name}") for name in ("question", "set"))
    world.secrets |= dict.fromkeys((label, title), frozenset(f"{desk.key}:{role}" for role in ("lead", "admin")))
    return design(desk, f"{COMMON} {label}", f"{COMMON} {title}")


def _begun(world: World, desk: Desk, ticket: Ticket, staff: str) -> dict[str, int]:
    """An answer that leaves later, and a note that its author shares while writing it."""
    planned, begun = secret(f"{desk.key}_planned"), secret(f"{desk.key}_begun")
    world.secrets |= dict.fromkeys((planned, begun), frozenset(f"{desk.key}:{role}" for role in READERS))
    actor, at = world.cast.actor(staff), clock.now() + timedelta(days=2)
    held = actions.plan_reply(actor=actor, ticket=ticket, body=composed(f"<p>{COMMON} {planned}</p>"), at=at)
    draft = actions.save_draft(actor=actor, ticket=ticket, kind="note", html=f"<p>{COMMON} {begun}</p>", is_shared=True)
    return {"held": held.pk, "planned": held.pk, "drafts": draft.pk if draft else 0}


def _linked(world: World, desk: Desk, ticket: Ticket, by: str, staff: str) -> dict[str, int]:
    """Another ticket of the same person, which staff linked to this one."""
    word = secret(f"{desk.key}_linked")
    world.secrets[word] = frozenset({by, *(f"{desk.key}:{role}" for role in READERS)})
    other = world.cast.ticket(f"{COMMON} {word}", by=by, desk=desk.key)
    actor = world.cast.actor(staff)
    row = actions.link_tickets(actor=actor, ticket=ticket, kind="related", to=other.number)
    return {"links": row.pk}


def _asked_of(world: World, desk: Desk, ticket: Ticket, staff: str) -> dict[str, int]:
    """What staff of the desk asked of the other one: both desks read that, and only the asked one its note."""
    cast = world.cast
    other = cast.hr if desk.pk == cast.it.pk else cast.it
    word, note = secret(f"{desk.key}_asks"), secret(f"{other.key}_asked_note")
    by = "ben" if desk.key == "it" else staff
    theirs = frozenset(f"{other.key}:{role}" for role in READERS)
    world.secrets[word] = theirs | {by, *(f"{desk.key}:{role}" for role in READERS)}
    world.secrets[note] = theirs
    body = composed(f"<p>{COMMON} {word}</p>")
    new = actions.NewTicket(desk=other, subject=f"{COMMON} {word}", body=body, requester=cast.people[by])
    asked = actions.create(actor=SYSTEM, new=new)
    colleague = cast.actor("hanna" if other.pk == cast.hr.pk else "jana")
    actions.note(actor=colleague, ticket=asked, body=composed(f"<p>{COMMON} {note}</p>"))
    row = DeskRequest.objects.create(asking=ticket, asked=asked, desk=desk, asked_at=clock.now())
    return {"asked": row.pk, "desk-requests": row.pk}


def _run(world: World, desk: Desk, ticket: Ticket, staff: str) -> int:
    """A bulk change in the background."""
    word = secret(f"{desk.key}_bulk")
    world.secrets[word] = frozenset(f"{desk.key}:{role}" for role in READERS)
    actor = world.cast.actor(staff)
    return int(actions.begin_run(actor=actor, desk=desk, numbers=[ticket.number], verb="untag", value=[word]).pk)


def _changed(ticket: Ticket) -> int:
    """A change of the ticket that can be taken back."""
    found = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, code="ticket.tagged")
    return int(found.values_list("id", flat=True)[0])


def _laid_out(ticket: Ticket, word: str) -> int:
    """The ticket's first message, which was a mail with a layout of its own."""
    first = ticket.messages.order_by("pk")[0]
    layouts = MessageLayout.objects.beyond_walls("of the sample")
    layouts.create(message=first, html=f'<table width="600"><tbody><tr><td>{COMMON} {word}</td></tr></tbody></table>')
    return int(first.pk)


def _merge(world: World, desk: Desk) -> int:
    """Two people of the desk who are one."""
    from deskhand.accounts.actions import merge_people

    word = secret(f"{desk.key}_merged")
    world.secrets[word] = frozenset({"site", *(f"{desk.key}:{role}" for role in READERS)})
    pair = [create_person(actor=SYSTEM, desk_id=desk.pk, name=f"{COMMON} {word} {one}") for one in ("one", "two")]
    staff = world.cast.actor("lena" if desk.key == "it" else "hanna")
    return merge_people(actor=staff, desk=desk, kept=pair[0], gone=pair[1]).pk


def _import(world: World, desk: Desk) -> int:
    """A list that those who import there are looking at."""
    from deskhand.accounts.actions import begin_import

    word = secret(f"{desk.key}_listed")
    world.secrets[word] = frozenset({f"{desk.key}:lead", f"{desk.key}:admin"})
    content = f"name,email\n{COMMON} {word},{word}@eberfeld.example\n".encode()
    return begin_import(actor=SYSTEM, desk=desk, what="people", filename=f"{word}.csv", content=content).pk


def _know(world: World, desk: Desk, readers: frozenset[str]) -> None:
    """Somebody and an organization of the desk's directory alone."""
    person, organization = secret(f"{desk.key}_person"), secret(f"{desk.key}_organization")
    world.secrets |= {person: readers | {"site"}, organization: readers | {"site"}}
    create_person(actor=SYSTEM, desk_id=desk.pk, name=f"{COMMON} {person}", email=f"{person}@eberfeld.example")
    save_organization(actor=SYSTEM, desk_id=desk.pk, name=f"{COMMON} {organization}", notes=COMMON)


def _mailbox(cast: Cast, desk: Desk) -> Mailbox:
    row, _made = Mailbox.objects.within(desk).get_or_create(
        name=desk.key, defaults={"desk": desk, "address": f"{desk.key}@eberfeld.example", "created_at": clock.now()}
    )
    found: Mailbox = row
    return found


def _mail_key(world: World, desk: Desk) -> int:
    """A key of the desk, of which others do not learn whose it is."""
    word = secret(f"{desk.key}_key")
    world.secrets[word] = frozenset({"site", f"{desk.key}:admin"})
    row = MailKey.objects.create(
        desk=desk, kind="pgp", use="person", name=f"{COMMON} {word}", fingerprint="0" * 40, added_at=clock.now()
    )
    return int(row.pk)


def _sender(world: World, desk: Desk) -> dict[str, int]:
    """Somebody whose letters the desk does not take."""
    word = secret(f"{desk.key}_sender")
    world.secrets[word] = frozenset({"site", f"{desk.key}:admin"})
    row = block_sender(actor=SYSTEM, desk=desk, address_or_domain=f"{word}@nowhere.example", why=word)
    return {"senders": row.pk}


def _letter(sender: Person, word: str) -> bytes:
    head = f"From: {sender.email}\r\nTo: desk@eberfeld.example\r\nMessage-ID: <{word}@kestrel.example>\r\n"
    return f"{head}Subject: {COMMON} {word}\r\n\r\n{COMMON} {word}\r\n".encode()


def _announcement(cast: Cast, desk: Desk, staff: str, word: str) -> int:
    """A notice for the desk's own people alone."""
    details = announcements.Details(
        kind="notice", words=announcements.Words(f"{COMMON} {word}"), starts_at=clock.now(), audience="agents"
    )
    return announcements.publish(actor=cast.actor(staff), desk=desk, details=details).pk


def _put_aside(cast: Cast, key: str, by: str, staff: str, said: dict[str, str]) -> None:
    binned = cast.ticket(f"{COMMON} {said['bin']}", by=by, desk=key)
    actions.delete(actor=cast.actor(staff), ticket=binned)
    spam = cast.ticket(f"{COMMON} {said['spam']}", by=by, desk=key)
    actions.mark_spam(actor=cast.actor(staff), ticket=spam, block=False)


def _file(cast: Cast, desk: Desk, staff: str, name: str) -> Any:
    content = f"{COMMON} {name}".encode()
    return actions.upload(
        actor=cast.actor(staff), desk_id=desk.pk, filename=name, content=content, content_type="text/plain"
    )


def _numbered(world: World, desk: Desk, by: str, team: Any, canned: str) -> dict[str, Any]:
    """What an address names by a row's id, by the part of the address before it."""
    from deskhand.tickets.actions import delete_canned_reply, save_canned_reply, save_status, write_record

    cast = world.cast
    person = cast.people[by]
    word = secret(f"{desk.key}_invited")
    world.secrets[word] = frozenset(f"{desk.key}:{role}" for role in READERS)
    staff = cast.actor("jana" if desk.key == "it" else "hanna")
    asked = invite(actor=staff, desk=desk, role="requester", typed=f"{word}@eberfeld.example").invitations[0]
    reply = save_canned_reply(actor=SYSTEM, desk=desk, title=f"Reply {canned}", body="<p>Hello</p>")
    gone = save_canned_reply(actor=SYSTEM, desk=desk, title=f"Gone {canned}", body="<p>Hello</p>")
    delete_canned_reply(actor=SYSTEM, reply=gone)
    status = save_status(actor=SYSTEM, desk=desk, name=f"Waiting {secret(desk.key + '_status')}", category="on_hold")
    announced = _announced(desk)
    noted = secret(f"{desk.key}_noted")
    world.secrets[noted] = frozenset(f"{desk.key}:{role}" for role in READERS)
    record = write_record(actor=staff, desk=desk, person=person, kind="call", text=f"{COMMON} {noted}")
    numbered = {
        "people": person.pk,
        "records": record.pk,
        "accounts": person.pk,
        "contacts": person.pk,
        "roles": person.pk,
        "organizations": person.organization_id,
    }
    numbered |= {"announcements": announced.pk, "invitations": asked.pk, **_webhook(world, desk)}
    numbered |= dict.fromkeys(("replies", "canned"), reply.pk)
    return numbered | {"teams": team.pk, "canned-replies": reply.pk, "statuses": status.pk}


def _webhook(world: World, desk: Desk) -> dict[str, Any]:
    """A webhook that only administrators of the desk know, and something that it was to send."""
    from deskhand.webhooks.actions import save_webhook
    from deskhand.webhooks.models import Delivery

    word = secret(f"{desk.key}_hook")
    world.secrets[word] = frozenset({f"{desk.key}:admin"})
    url = f"https://tools.example.org/{word}"
    row, _secret = save_webhook(actor=SYSTEM, desk=desk, name=f"Hook {word}", url=url, events=["desk.module_switched"])
    sent = Delivery.objects.create(
        webhook=row, message_id=f"msg_{word}", code="webhook.test", subject="test:1", body="{}", made_at=clock.now()
    )
    return {"webhooks": row.pk, "webhook-log": sent.pk}


def _announced(desk: Desk) -> Any:
    """An announcement for the desk's own people."""
    from deskhand.kernel import clock
    from deskhand.modules.announcements.actions import Details, Words, publish

    words = Words(f"{COMMON} {secret(desk.key + '_announced')}")
    details = Details(kind="notice", words=words, starts_at=clock.now(), audience="agents")
    return publish(actor=SYSTEM, desk=desk, details=details)
