"""Videos. An article holds the address alone (``<figure data-video="...">``). One that is a file of the article plays
in the page. Of one by link readers meet a box with its title, the site that keeps it, and a button that says what it
loads. Nothing is asked of that site before. Without script, and for sites that are not known here, the box is a
link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from deskhand.web.assets import icon

PLAYERS = {"youtube": "https://www.youtube-nocookie.com", "vimeo": "https://player.vimeo.com"}
"""Sites whose videos play in the page, and where their player is: the ones that set no cookies to begin with."""

_YOUTUBE = ("youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com")
_VIMEO = ("vimeo.com", "www.vimeo.com", "player.vimeo.com")
_FIGURE = re.compile(r"<figure(?P<marks>(?:\s[a-z-]+=\"[^\"]*\")*)>(?P<words>.*?)</figure>", re.DOTALL)
_MARK = re.compile(r'\s([a-z-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]+>")
_OWN = re.compile(r"/(?:help/)?files/[\w.-]+/[\w./~%-]+\.(?:mp4|webm|ogv)", re.IGNORECASE)
_PLAYED = re.compile(rf'data-play="({"|".join(map(re.escape, PLAYERS.values()))})/')


@dataclass(frozen=True, slots=True)
class Video:
    """A video by its address. ``player`` is what plays it in the page, empty where nothing does; ``host`` is who is
    asked then, else the site of the address."""

    address: str
    host: str
    player: str = ""


def video_of(address: str) -> Video:
    """What is known of an address."""
    parts = urlsplit(address)
    host, words = (parts.hostname or "").lower(), [one for one in parts.path.split("/") if one]
    if host in _YOUTUBE and (key := _youtube_key(host, words, parts.query)):
        return Video(address, "youtube-nocookie.com", f"{PLAYERS['youtube']}/embed/{key}?autoplay=1")
    if host in _VIMEO and (number := next((one for one in words if one.isascii() and one.isdigit()), "")):
        return Video(address, "vimeo.com", f"{PLAYERS['vimeo']}/video/{number}?autoplay=1&dnt=1")
    return Video(address, host.removeprefix("www."))


def boxed(html: str) -> str:
    """Clean HTML of an article with its videos as readers meet them."""
    return _FIGURE.sub(_box, html)


def on_paper(html: str) -> str:
    """Clean HTML with its videos as words and an address."""
    return _FIGURE.sub(_line, html)


def policy_of(answer: HttpResponse) -> dict[str, list[str]]:
    """What the policy of a page adds for the videos on it: frames of the players that it names, no others."""
    if "data-play" not in (text := answer.content.decode()):
        return {}
    return {"frame-src": ["'self'", *sorted(set(_PLAYED.findall(text)))]}


def let_play(answer: HttpResponse) -> HttpResponse:
    """The same page, which may show the players of its videos."""
    if added := policy_of(answer):
        answer._csp_update = added  # type: ignore[attr-defined]
    return answer


def _youtube_key(host: str, words: list[str], query: str) -> str:
    found = parse_qs(query).get("v", [""])[0]
    if not found and words:
        found = words[0] if host == "youtu.be" else words[-1] if words[0] in ("embed", "shorts", "live", "v") else ""
    return found if re.fullmatch(r"[\w-]{6,20}", found) else ""


def _marks(met: re.Match[str]) -> tuple[str, str, str]:
    """Address, title and captions of a figure; no address for one without a video."""
    marks = {name: unescape(value) for name, value in _MARK.findall(met["marks"])}
    words = " ".join(unescape(_TAG.sub(" ", met["words"])).split())
    return marks.get("data-video", ""), marks.get("title") or words, marks.get("data-captions", "")


def _box(met: re.Match[str]) -> str:
    address, title, captions = _marks(met)
    if not address:
        return met[0]
    if _OWN.fullmatch(address):
        return _player(address, title, captions)
    video = video_of(address)
    name = title or _("Video on %(host)s") % {"host": video.host}
    link = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}{}<span class="sr-only"> {}</span></a>')
    drawn = link.format(address, name, icon("external-link", 13, "ml-1 inline"), _("(opens in a new tab)"))
    return f'<figure class="video"><div class="video-box"><p dir="auto">{drawn}</p>{_play(video, name)}</div></figure>'


def _player(address: str, title: str, captions: str) -> Markup:
    """A video that is a file of the article. Nothing of it is fetched before somebody plays it."""
    told = Markup("<figcaption>{}</figcaption>").format(title) if title else ""
    track = Markup('<track kind="captions" src="{}" label="{}" default>').format(captions, _("Captions"))
    plain = Markup(
        '<figure class="video"><video controls preload="none" src="{}" aria-label="{}">{}</video>{}</figure>'
    )
    return plain.format(address, title or _("Video"), track if captions else "", told)


def _play(video: Video, name: str) -> Markup:
    """What plays it here, and what that means; where nothing does, the site that keeps it."""
    if not video.player:
        return Markup('<p class="video-host">{}</p>').format(video.host)
    words = _("Play: this loads from %(host)s") % {"host": video.host}
    button = Markup(
        '<button type="button" class="btn btn-line needs-script" data-play="{}" data-title="{}">{}{}'
        '<span class="sr-only">: {}</span></button>'
    )
    told = _("Then %(host)s learns your internet address. Nothing is asked of it before.") % {"host": video.host}
    return button.format(video.player, name, icon("play", 15), words, name) + Markup(
        '<p class="video-host">{}</p>'
    ).format(told)


def _line(met: re.Match[str]) -> str:
    address, title, _captions = _marks(met)
    if not address:
        return met[0]
    shown = f"{escape(title)}: " if title else ""
    return f'<p class="video">{escape(_("Video"))}: {shown}<a href="{escape(address)}">{escape(address)}</a></p>'
