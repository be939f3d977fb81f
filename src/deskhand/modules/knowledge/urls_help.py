"""Addresses of the help center: what people outside the desk read."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.knowledge.views import help_answers, help_map, help_pages

URLS: list[URLPattern] = [
    path("sitemap.xml", help_map.sitemap, name="sitemap"),
    path("robots.txt", help_map.robots, name="robots"),
    path("help/", help_pages.index, name="help"),
    path("help/files/<str:key>/<str:filename>", help_pages.file, name="help_file"),
    path("help/<slug:desk>/", help_pages.home, name="help_home"),
    path("help/<slug:desk>/articles/solved/", help_answers.solved, name="help_solved"),
    path("help/<slug:desk>/articles/<int:pk>-<str:slug>/", help_pages.article, name="help_article"),
    path("help/<slug:desk>/articles/<int:pk>/answer/", help_answers.judge, name="help_judge"),
    path("help/<slug:desk>/articles/<int:pk>/missing/", help_answers.missing, name="help_missing"),
    path("help/<slug:desk>/articles/<int:pk>/follow/", help_answers.follow, name="help_follow"),
    path("help/<slug:desk>/<str:slug>/", help_pages.shelf, name="help_shelf"),
]
