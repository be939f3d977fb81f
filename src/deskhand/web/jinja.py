"""The Jinja2 environment of all our pages, mails and fragments."""

import functools
import json
from collections.abc import Hashable
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup

from deskhand.kernel import own_words
from deskhand.web import assets, compiled, faces, fields, figures, kept, links, moments, numbers, places, words


def environment(**options: Any) -> Environment:
    """Make the environment for Django's Jinja2 backend (``OPTIONS["environment"]``).

    Undefined names are errors. Only ``.html`` (and strings) are escaped: a mail in ``.txt`` stays as written.
    """
    options |= {
        "autoescape": select_autoescape(enabled_extensions=("html",), default_for_string=True, default=False),
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": [*options.get("extensions", ()), "jinja2.ext.i18n", "jinja2.ext.do"],
        "bytecode_cache": compiled.kept_templates(),
        "cache_size": -1,  # All of them stay: there are more than Jinja would keep.
    }
    env = Environment(**options)  # noqa: S701 - escaping is chosen by file name above
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(_globals())
    env.filters.update(_filters())
    return env


def _globals() -> dict[str, Any]:
    return {
        "url": url,
        "static": static,
        "asset": assets.asset,
        "asset_imports": assets.asset_imports,
        "icon": assets.icon,
        "slot": slot,
        "kept_fragment": kept.fragment,
        "kept_part": kept.part,
        "attributes": fields.attributes,
        "widget": fields.widget,
        "page_lang": lambda: get_language() or settings.LANGUAGE_CODE,
        "page_dir": lambda: "rtl" if get_language_bidi() else "ltr",
        "page_zone": timezone.get_current_timezone_name,
        "now": timezone.now,
        "limit": numbers.limit,
        "island_words": island_words,
    }


def _filters() -> dict[str, Any]:
    return {
        "ago": moments.ago,
        "when": moments.when,
        "local_minute": moments.local_minute,
        "day": moments.day,
        "exact": moments.exact,
        "instant": moments.instant,
        "clock": moments.clock,
        "duration": moments.duration,
        "filesize": figures.filesize,
        "number": figures.number,
        "money": figures.money,
        "bounded": figures.bounded,
        "safe_url": links.safe_url,
        "carried": carried,
        "initials": faces.initials,
        "hue": faces.hue,
        "field_kind": fields.field_kind,
    }


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named view."""
    return reverse(name, kwargs=kwargs) if kwargs else links.address(name, *args)


@pass_context
def slot(context: Context, place: str, *args: Any) -> Markup:
    """Return what modules put in this place of the page, for the request that is being answered."""
    return places.render(place, *args, request=context.get("request"))


@pass_context
def carried(context: Context, address: str) -> str:
    """Return an address with what the pages behind this one keep of its query."""
    request = context.get("request")
    return links.carried(request, address) if request is not None else address


def island_words() -> Markup:
    """Return the translated words of the TypeScript islands as JSON that may stand inside a `<script>` data block."""
    return _island_words(get_language(), own_words.mark())


@functools.lru_cache(maxsize=64)
def _island_words(_language: str | None, _own: Hashable) -> Markup:
    text = json.dumps({key: str(value) for key, value in words.WORDS.items()}, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
