"""Addresses of the help center: what people outside the desk read."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.knowledge.views import help_answers, help_brand, help_map, help_pages

URLS: list[URLPattern] = [
    path("sitemap.xml", help_map.sitemap, name="sitemap"),
    path("robots.txt", help_map.robots, name="robots"),
    path("help/", help_pages.index, name="help"),
    path("help/files/<str:key>/<str:filename>", help_pages.file, name="help_file"),
    path("help/looks/<str:mark>/logo.png", help_brand.logo, name="home_logo"),
    path("help/looks/<str:mark>/colours.css", help_brand.colours, name="home_colours"),
    path("help/articles/suggest/", help_pages.suggest_all, name="suggest_all"),
    path("help/<slug:desk>/", help_pages.home, name="help_home"),
    path("help/<slug:desk>/articles/suggest/", help_pages.suggest, name="suggest"),
    path("help/<slug:desk>/home/<slug:word>/", help_brand.brand, name="help_brand"),
    path("help/<slug:desk>/articles/solved/", help_answers.solved, name="help_solved"),
    path("help/<slug:desk>/articles/<int:pk>-<str:slug>/", help_pages.article, name="help_article"),
    path("help/<slug:desk>/articles/<int:pk>/answer/", help_answers.judge, name="help_judge"),
    path("help/<slug:desk>/articles/<int:pk>/opened/", help_answers.opened, name="help_opened"),
    path("help/<slug:desk>/articles/<int:pk>/missing/", help_answers.missing, name="help_missing"),
    path("help/<slug:desk>/articles/<int:pk>/follow/", help_answers.follow, name="help_follow"),
    path("help/<slug:desk>/<str:slug>/", help_pages.shelf, name="help_shelf"),
]
