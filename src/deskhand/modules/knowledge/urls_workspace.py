"""Addresses of the workspace's pages of articles."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.knowledge.views import about, articles, edit, turns

OF_DESK = "agent/<slug:desk>/knowledge"
"""Where the pages stand."""

ONE = f"{OF_DESK}/articles/<int:pk>"
"""Where those of one article stand."""

URLS: list[URLPattern] = [
    path(f"{OF_DESK}/", articles.index, name="list"),
    path(f"{OF_DESK}/new/", edit.new, name="new"),
    path(f"{ONE}/", articles.article, name="article"),
    path(f"{ONE}/audience/", about.audience, name="audience"),
    path(f"{ONE}/details/", about.details, name="details"),
    path(f"{ONE}/preview/", about.preview, name="preview"),
    path(f"{ONE}/pictures/", edit.upload, name="upload"),
    path(f"{ONE}/confidence/", turns.confidence, name="confidence"),
    path(f"{ONE}/still-true/", turns.still_true, name="still_true"),
    path(f"{ONE}/flag/", turns.flag, name="flag"),
    path(f"{ONE}/close-flag/", turns.close_flag, name="close_flag"),
    path(f"{ONE}/delete/", turns.delete, name="delete"),
    path(f"{ONE}/<slug:language>/edit/", edit.edit, name="edit"),
    path(f"{ONE}/<slug:language>/versions/", articles.versions, name="versions"),
    path(f"{ONE}/<slug:language>/review/", turns.review, name="review"),
    path(f"{ONE}/<slug:language>/send-back/", turns.send_back, name="send_back"),
    path(f"{ONE}/<slug:language>/publish/", turns.publish_now, name="publish"),
    path(f"{ONE}/<slug:language>/withdraw/", turns.withdraw, name="withdraw"),
    path(f"{ONE}/<slug:language>/discard/", turns.discard, name="discard"),
    path(f"{ONE}/<slug:language>/roll-back/", turns.roll_back, name="roll_back"),
]
