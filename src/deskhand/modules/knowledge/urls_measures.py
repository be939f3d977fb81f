"""Addresses of what is to be written and mended, and of measures."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.knowledge.views import gaps, measures

OF_DESK = "agent/<slug:desk>/knowledge"
"""Where the pages stand."""

URLS: list[URLPattern] = [
    path(f"{OF_DESK}/gaps/", gaps.index, name="gaps"),
    path(f"{OF_DESK}/gaps/tickets/", gaps.tickets, name="gaps_tickets"),
    path(f"{OF_DESK}/gaps/decided/", gaps.decided, name="gaps_decided"),
    path(f"{OF_DESK}/gaps/put-away/", gaps.put_away, name="gap_put_away"),
    path(f"{OF_DESK}/gaps/<int:pk>/take-out/", gaps.take_out, name="gap_take_out"),
    path(f"{OF_DESK}/mending/", gaps.mending, name="mending"),
    path(f"{OF_DESK}/mending/<int:pk>/done/", gaps.mended, name="mended"),
    path(f"{OF_DESK}/mending/<int:pk>/reopen/", gaps.reopen, name="mending_reopen"),
    path(f"{OF_DESK}/measures/", measures.index, name="measures"),
    path(f"{OF_DESK}/measures.csv", measures.as_csv, name="measures_csv"),
    path(f"{OF_DESK}/measures/over-time/", measures.over_time, name="measures_over_time"),
    path(f"{OF_DESK}/measures/over-time.csv", measures.over_time_csv, name="measures_over_time_csv"),
    path(f"{OF_DESK}/measures/<slug:figure>/", measures.records, name="measures_records"),
]
