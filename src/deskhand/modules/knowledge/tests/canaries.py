"""Articles on two desks for every audience and in every state, each with a word of its own, and who may read which."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection

from deskhand.accounts.actions import create_person, edit_desk, give_role, make_token, switch_module
from deskhand.accounts.models import Desk, Organization
from deskhand.kernel import clock, modules
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.knowledge.actions import govern
from deskhand.modules.knowledge.actions.arrange import ShelfDetails, create_shelf
from deskhand.modules.knowledge.actions.asking import note_search
from deskhand.modules.knowledge.actions.files import add_file
from deskhand.modules.knowledge.actions.import_articles import hand_over
from deskhand.modules.knowledge.actions.publish import publish, send_to_review, withdraw
from deskhand.modules.knowledge.actions.reading import follow
from deskhand.modules.knowledge.actions.settings import change_rules
from deskhand.modules.knowledge.actions.templates import save_template
from deskhand.modules.knowledge.actions.use import flag_article, use_article
from deskhand.modules.knowledge.actions.write import create_article, save_draft
from deskhand.modules.knowledge.models import Article, Shelf
from deskhand.modules.knowledge.words import Words
from deskhand.tickets.models import Ticket
from tests.cast import Cast, make_cast

COMMON = "zulu"
"""A word of every article: whoever looks for it would find them all."""

FAR = 77_000_000
"""Ids of articles begin here, so that one in an answer cannot be another number."""

PEOPLE_OF = {
    "it": {"jana": "agent", "ben": "agent", "priya": "lead", "lena": "admin", "arno": "auditor"},
    "hr": {"hanna": "admin", "henry": "agent"},
}

ADMINISTRATORS = {"it": {"lena"}, "hr": {"hanna"}}
EVERYBODY = {"", "jana", "ben", "priya", "lena", "arno", "hanna", "henry", "mara", "huimin", "oliver"}
READERS = ("", "mara", "oliver", "jana", "priya", "arno", "henry", "hanna")
"""A stranger, requesters of two organizations, an agent and a lead of another team, an auditor, and those who serve and
administer the other desk."""


@dataclass
class Canary:
    """A word, who may meet it, and the article that it stands in, if any."""

    word: str
    readers: set[str]
    desk: Desk
    article: Article | None = None


@dataclass
class Aviary:
    """Everybody, and all canaries."""

    cast: Cast
    canaries: list[Canary] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    files: dict[int, Any] = field(default_factory=dict)
    others: dict[str, list[int]] = field(default_factory=dict)

    def hidden_from(self, reader: str) -> list[Canary]:
        return [one for one in self.canaries if reader not in one.readers]


def make_aviary() -> Aviary:
    """Inside a transaction that is rolled back."""
    cast = make_cast()
    cast.people["henry"] = create_person(actor=SYSTEM, name="Henry Hale", email="henry@eberfeld.example")
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.people["henry"], role="agent")
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.people["oliver"], role="guest")
    cast.hr = edit_desk(actor=SYSTEM, desk=cast.hr, name="People", who_may_open="invited", is_listed=False)
    for desk in (cast.it, cast.hr):
        for one in modules.installed():
            switch_module(actor=SYSTEM, desk=desk, module=one.label, on=True)
    _begin_far()
    made = Aviary(cast)
    for key, staff, by in (("it", "jana", "mara"), ("hr", "henry", "oliver")):
        _Cage(made, getattr(cast, key), staff, by).fill()
    for name in READERS[1:]:
        _row, made.tokens[name] = make_token(actor=SYSTEM, person=cast.people[name], scope="full")
    cast.work()
    return made


@dataclass
class _Cage:
    """The canaries of one desk."""

    made: Aviary
    desk: Desk
    staff: str
    by: str
    shelf: Shelf | None = None

    def fill(self) -> None:
        cast, desk = self.made.cast, self.desk
        serving = set(PEOPLE_OF[desk.key])
        invited = EVERYBODY - {""} if desk.key == "it" else serving | {"oliver"}
        change_rules(actor=SYSTEM, desk=desk, changes={"widget_origins": ["https://www.example.com"]})
        ticket = cast.ticket(f"{COMMON} help", by=self.by, desk=desk.key, text=COMMON)
        self.made.tickets[desk.key] = ticket
        self.shelf = create_shelf(actor=SYSTEM, desk=desk, details=ShelfDetails(name=self._word("shelf", serving)))
        self._audiences(serving, invited)
        self._states(serving)
        self._around(serving)
        for one in [one for one in self.made.canaries if one.desk == desk and one.article is not None]:
            assert one.article is not None
            use_article(actor=SYSTEM, article=one.article, ticket=ticket, how="attached")

    def _audiences(self, serving: set[str], invited: set[str]) -> None:
        cast, chiefs = self.made.cast, ADMINISTRATORS[self.desk.key]
        kestrel = Organization.objects.get(name="Kestrel Biotech")
        theirs = {"mara", "huimin"} if self.desk.key == "it" else set[str]()
        self._article("public", EVERYBODY if self.desk.key == "it" else invited, shelved=False)
        self._article("requesters", invited, audience="requesters", shelved=False)
        of_some = serving | theirs
        self._article("organizations", of_some, audience="organizations", rows=[kestrel], shelved=False)
        agents = self._article("agents", serving, audience="agents")
        if self.desk.key == "it":
            self._article("teams", chiefs | {"priya"}, audience="teams", rows=[cast.network])
        named = cast.people["ben" if self.desk.key == "it" else "hanna"]
        few = chiefs | {"ben"} if self.desk.key == "it" else chiefs
        self._article("named", few, audience="named", rows=[named])
        govern.govern(actor=SYSTEM, article=agents, changes={"keywords": self._word("keyword", serving)})
        for inline in (True, False):
            name = f"{self._word(f'file{inline:d}', serving)}.png"
            content = _picture()
            self.made.files[agents.pk] = add_file(
                actor=SYSTEM, article=agents, filename=name, content=content, is_inline=inline
            )

    def _states(self, serving: set[str]) -> None:
        self._article("draft", serving, is_draft=True)
        withdrawn = self._article("withdrawn", serving)
        withdraw(actor=SYSTEM, translation=withdrawn.translations.get())
        expired = self._article("expired", serving)
        govern.govern(actor=SYSTEM, article=expired, changes={"expires_at": clock.ago(days=1)})
        planned = self._article("planned", serving, is_draft=True)
        publish(actor=SYSTEM, translation=planned.translations.get(), at=clock.now() + timedelta(days=3))
        reviewed = self._article("review", serving, is_draft=True)
        send_to_review(actor=SYSTEM, translation=reviewed.translations.get())
        doubted = self._article("unsure", serving)
        govern.set_confidence(actor=SYSTEM, article=doubted, confidence="not_validated")
        archived, heir = self._article("archived", serving), self._article("heir", serving, audience="agents")
        govern.set_confidence(actor=SYSTEM, article=archived, confidence="archived", replaced_by=heir)
        narrowed = self._article("narrowed", serving)
        if self.desk.key == "it":
            follow(actor=self.made.cast.actor("mara"), article=narrowed)
        govern.set_audience(actor=SYSTEM, article=narrowed, audience="agents")
        self._say(narrowed, self._word("since", serving), is_published=True)
        public = next(one.article for one in self.made.canaries if one.desk == self.desk and one.article is not None)
        self._say(public, self._word("former", serving), is_published=True)
        self._say(public, self._word("now", EVERYBODY), is_published=True)
        self._say(public, self._word("next", serving), is_published=False)

    def _around(self, serving: set[str]) -> None:
        desk = self.desk
        public = next(one.article for one in self.made.canaries if one.desk == desk and one.article is not None)
        flag_article(actor=SYSTEM, article=public, text=self._word("flag", serving))
        word = self._word("template", serving)
        template = save_template(actor=SYSTEM, desk=desk, called=f"{COMMON} {word}", parts={"issue": f"<p>{word}</p>"})
        note_search(
            desk=desk, question=f"{COMMON} {self._word('asked', serving)}", language="en", place="portal", found=0
        )
        word = self._word("archive", ADMINISTRATORS[desk.key])
        batch = hand_over(
            actor=SYSTEM, desk=desk, filename=f"{word}.zip", content=_packed(f"# {word}\n\n{COMMON}"), language="en"
        )
        assert self.shelf is not None
        self.made.others[desk.key] = [template.pk, batch.pk, self.shelf.pk]

    def _article(
        self,
        name: str,
        readers: set[str],
        *,
        audience: str = "public",
        rows: Any = (),
        is_draft: bool = False,
        shelved: bool = True,
    ) -> Article:
        word = self._word(name, readers)
        said = Words(
            title=f"{COMMON} {word}",
            summary=f"{COMMON} {word} in short",
            issue=f"<p>{COMMON} {word}</p>",
            resolution=f"<p>{COMMON} {word} solved</p>",
        )
        shelf = self.shelf if shelved else None
        made = create_article(actor=SYSTEM, desk=self.desk, language="en", said=said, shelf=shelf)
        govern.set_audience(actor=SYSTEM, article=made, audience=audience, rows=rows, is_confirmed=True)
        if not is_draft:
            publish(actor=SYSTEM, translation=made.translations.get())
        made.refresh_from_db()
        self.made.canaries[-1].article = made
        return made

    def _say(self, article: Article | None, word: str, *, is_published: bool) -> None:
        assert article is not None
        spoken = article.translations.get()
        said = Words(title=spoken.title, resolution=f"<p>{COMMON} {word}</p>")
        save_draft(actor=SYSTEM, translation=spoken, said=said, note=word)
        if is_published:
            publish(actor=SYSTEM, translation=spoken)

    def _word(self, name: str, readers: set[str]) -> str:
        word = f"canary{self.desk.key}{name}qx"
        self.made.canaries.append(Canary(word, set(readers), self.desk))
        return word


def _begin_far() -> None:
    """Articles get ids that no other number in a page can be."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence('knowledge_article', 'id'), %s)", [FAR])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = 'knowledge_article'")
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('knowledge_article', %s)", [FAR])


def _picture() -> bytes:
    import io

    from PIL import Image

    kept = io.BytesIO()
    Image.new("1", (2, 2)).save(kept, "PNG")
    return kept.getvalue()


def _packed(text: str) -> bytes:
    import io
    import zipfile

    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("page.md", text)
    return kept.getvalue()
