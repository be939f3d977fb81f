"""Addresses of the pages about promises kept, waivers, service reviews and agreements."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.sla.views import agreements, documents, overview, reviews, waivers

OF_DESK = "agent/<slug:desk>/service-levels"
"""Where these pages stand."""

URLS: list[URLPattern] = [
    path(f"{OF_DESK}/", overview.overview, name="overview"),
    path("agent/tickets/<int:number>/service-levels/waivers/", waivers.on_ticket, name="ticket_waivers"),
    path(f"{OF_DESK}/waivers/", waivers.index, name="waivers"),
    path(f"{OF_DESK}/waivers/<int:pk>/confirm/", waivers.confirm, name="confirm_waiver"),
    path(f"{OF_DESK}/waivers/<int:pk>/refuse/", waivers.refuse, name="refuse_waiver"),
    path(f"{OF_DESK}/waivers/<int:pk>/withdraw/", waivers.withdraw, name="withdraw_waiver"),
    path(f"{OF_DESK}/waivers/<int:pk>/reopen/", waivers.reopen, name="reopen_waiver"),
    path(f"{OF_DESK}/reviews/", reviews.index, name="reviews"),
    path(f"{OF_DESK}/reviews/<int:pk>/", reviews.one, name="review"),
    path(f"{OF_DESK}/reviews/<int:pk>/file/", reviews.file, name="review_file"),
    path(f"{OF_DESK}/reviews/<int:pk>/ask/", reviews.ask, name="ask_review"),
    path(f"{OF_DESK}/reviews/<int:pk>/review.csv", reviews.as_csv, name="review_csv"),
    path(f"{OF_DESK}/reviews/<int:pk>/review.json", reviews.as_json, name="review_json"),
    path(f"{OF_DESK}/reviews/<int:pk>/review.pdf", reviews.as_pdf, name="review_pdf"),
    path(f"{OF_DESK}/agreements/", agreements.index, name="agreements"),
    path(f"{OF_DESK}/agreements/new/", agreements.edit, name="new_agreement"),
    path(f"{OF_DESK}/agreements/<int:pk>/", agreements.one, name="agreement"),
    path(f"{OF_DESK}/agreements/<int:pk>/edit/", agreements.edit, name="edit_agreement"),
    path(f"{OF_DESK}/agreements/<int:pk>/policies/", agreements.policies, name="agreement_policies"),
    path(f"{OF_DESK}/agreements/<int:pk>/put-away/", agreements.put_away, name="put_away_agreement"),
    path(f"{OF_DESK}/agreements/<int:pk>/put-back/", agreements.put_back, name="put_back_agreement"),
    path(f"{OF_DESK}/agreements/<int:pk>/documents/", documents.add, name="add_document"),
    path(f"{OF_DESK}/contract-documents/<int:pk>/", documents.one, name="document"),
    path(f"{OF_DESK}/contract-documents/<int:pk>/remove/", documents.remove, name="remove_document"),
    path(f"{OF_DESK}/contract-documents/<int:pk>/restore/", documents.restore, name="restore_document"),
]
