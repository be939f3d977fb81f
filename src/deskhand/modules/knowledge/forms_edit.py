"""The form that an article is written in, and those of what stands around its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, DeskRole, Organization, Person, Team
from deskhand.kernel.permissions import STAFF
from deskhand.modules.knowledge import catalogue, markdown, rich, tongues
from deskhand.modules.knowledge.models import Article, Audience
from deskhand.modules.knowledge.models.article import KEYWORDS_LIMIT, NOTE_LIMIT, SUMMARY_LIMIT, TITLE_LIMIT
from deskhand.modules.knowledge.words import PARTS, Words
from deskhand.tickets.people import organizations_of

MOMENT = "%Y-%m-%dT%H:%M"

LABELS = {
    "issue": _("Issue"),
    "environment": _("Environment"),
    "resolution": _("Resolution"),
    "cause": _("Cause"),
}

HELP = {
    "issue": _("What happens, in the words of those who ask."),
    "environment": _("Where it applies: product, version, place."),
    "resolution": _("What helps. Only this part is needed."),
    "cause": _("Why it happens, if that is known."),
}


@dataclass(frozen=True)
class PartField:
    """One part in the form: as Markdown for the field, as HTML for the editor."""

    name: str
    label: str
    help: str
    text: str
    html: str
    errors: list[str]


def _area() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 2, "dir": "auto"})


class EditForm(forms.Form):
    """``body_format`` says how the parts are written: ``html`` by the editor, ``markdown`` without it. ``known`` is
    number and edition of the version that the author saw, joined by a dot; empty for a new article."""

    title = forms.CharField(
        label=_("Title"),
        max_length=TITLE_LIMIT,
        help_text=_("What people would ask, in their words."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=SUMMARY_LIMIT,
        required=False,
        help_text=_("One or two sentences, shown below the title where the article is offered."),
        widget=_area(),
    )
    issue = forms.CharField(label=LABELS["issue"], required=False, widget=_area())
    environment = forms.CharField(label=LABELS["environment"], required=False, widget=_area())
    resolution = forms.CharField(label=LABELS["resolution"], required=False, widget=_area())
    cause = forms.CharField(label=LABELS["cause"], required=False, widget=_area())
    note = forms.CharField(
        label=_("What is different"),
        max_length=NOTE_LIMIT,
        required=False,
        help_text=_("Stands in the list of versions."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    in_step = forms.BooleanField(
        label=_("It says now what its source says"), required=False, initial=True, widget=forms.CheckboxInput()
    )
    body_format = forms.ChoiceField(
        choices=[("markdown", "markdown"), ("html", "html")], required=False, widget=forms.HiddenInput()
    )
    known = forms.RegexField(regex=r"\d{1,9}\.\d{1,9}", required=False, widget=forms.HiddenInput())

    @classmethod
    def begun(cls, said: Words, known: tuple[int, int] | None = None) -> EditForm:
        """The form with these words."""
        now: dict[str, Any] = {"title": said.title, "summary": said.summary, "in_step": True}
        now |= {part: getattr(said, part) for part in PARTS}
        return cls(initial=now | {"known": "{}.{}".format(*known) if known else ""})

    def words(self) -> Words:
        """What was written, as HTML. The form must be valid."""
        said = self.cleaned_data
        return Words(title=said["title"], summary=said["summary"], **{part: self._html(part) for part in PARTS})

    def seen(self) -> tuple[int, int] | None:
        """Number and edition of what the author saw."""
        number, _dot, edition = self.cleaned_data["known"].partition(".")
        return (int(number), int(edition)) if number else None

    def parts(self) -> Iterator[PartField]:
        """The four parts, for the page."""
        for name in PARTS:
            html = self._html(name) if self.is_bound else rich.cleaned(self.initial.get(name) or "")
            text = str(self[name].value() or "") if self._is_markdown() else markdown.markdown_from(html)
            yield PartField(name, str(LABELS[name]), str(HELP[name]), text, html, [str(e) for e in self[name].errors])

    def _is_markdown(self) -> bool:
        return self.is_bound and self.data.get("body_format") != "html"

    def _html(self, name: str) -> str:
        typed = str(self.data.get(name) or "")[: rich.PART_LIMIT + 1]
        return markdown.html_from(typed) if self._is_markdown() else rich.cleaned(typed)


class NewForm(EditForm):
    """A new article: in which language, and where it stands."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    shelf = forms.ChoiceField(label=_("Category"), required=False)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shelf"].choices = [("", _("None")), *catalogue.shelf_choices(desk)]  # type: ignore[attr-defined]
        self.fields["language"].choices = tongues.offered(desk.pk)  # type: ignore[attr-defined]
        del self.fields["in_step"]
        del self.fields["note"]


class AudienceForm(forms.Form):
    """Who may read it."""

    audience = forms.ChoiceField(label=_("Who may read it"), choices=Audience.choices, widget=forms.RadioSelect)
    organizations = forms.ModelMultipleChoiceField(
        label=_("Organizations"),
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counts only for “People of some organizations”."),
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"),
        queryset=Team.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counts only for “Some teams”."),
    )
    people = forms.ModelMultipleChoiceField(
        label=_("People"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counts only for “Some people”."),
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "organizations": organizations_of([desk.pk]).order_by("name"),
            "teams": Team.objects.within(desk).order_by("name"),
            "people": staff_of(desk),
        }
        for name, found in choices.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]

    @classmethod
    def of(cls, article: Article) -> AudienceForm:
        """The form with what is so now."""
        now: dict[str, Any] = {name: getattr(article, name).all() for name in ("organizations", "teams", "people")}
        return cls(desk=article.desk, initial=now | {"audience": article.audience})

    @property
    def rows(self) -> list[Any]:
        """What narrows the audience. The form must be valid."""
        name = {"organizations": "organizations", "teams": "teams", "named": "people"}.get(
            self.cleaned_data["audience"]
        )
        return list(self.cleaned_data[name]) if name else []


class DetailsForm(forms.Form):
    """What stands around the words of an article."""

    shelf = forms.ChoiceField(label=_("Category"), required=False)
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=Person.objects.none(), required=False, empty_label=_("Nobody")
    )
    keywords = forms.CharField(
        label=_("Further words"),
        max_length=KEYWORDS_LIMIT,
        required=False,
        help_text=_("Other words that people use for it. They are searched, and not shown."),
    )
    review_at = forms.DateTimeField(
        label=_("Look at it again"),
        required=False,
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
        help_text=_("Its owner is asked then whether it is still true. Each use moves it on."),
    )
    expires_at = forms.DateTimeField(
        label=_("Expires"),
        required=False,
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
        help_text=_("From then on only the desk’s own people read it."),
    )
    is_featured = forms.BooleanField(label=_("Named first on the help center’s first page"), required=False)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = staff_of(desk)  # type: ignore[attr-defined]
        self.fields["shelf"].choices = [("", _("None")), *catalogue.shelf_choices(desk)]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, article: Article, posted: Any = None) -> DetailsForm:
        """The form with what is so now, and with what was posted."""
        names = ("owner", "keywords", "review_at", "expires_at", "is_featured")
        now: dict[str, Any] = {name: getattr(article, name) for name in names}
        return cls(posted, desk=article.desk, initial=now | {"shelf": str(article.shelf_id or "")})


def staff_of(desk: Desk) -> Any:
    """People who work for the desk."""
    serves = DeskRole.objects.filter(desk=desk, role__in=STAFF).values("person_id")
    return Person.objects.filter(pk__in=serves, is_active=True).order_by("name")
