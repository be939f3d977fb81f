"""Addresses of what is done with many people at once, and with two that are one. Under a desk's key."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.tickets.views import importing, merging, person_records


def paths() -> list[URLPattern]:
    """The addresses; made when the words that they use are registered."""
    return [
        path("<desk:desk>/people/import/", importing.imports, name="imports"),
        path("<desk:desk>/people/import/<int:pk>/", importing.one, name="import"),
        path("<desk:desk>/people/import/<int:pk>/preview", importing.preview, name="import_preview"),
        path("<desk:desk>/people/import/<int:pk>/check", importing.check, name="import_check"),
        path("<desk:desk>/people/import/<int:pk>/progress", importing.progress, name="import_progress"),
        path("<desk:desk>/people/import/<int:pk>/refused.csv", importing.refused, name="import_refused"),
        path("<desk:desk>/people/import/<int:pk>/<slug:verb>", importing.act, name="import_act"),
        path("<desk:desk>/people/<int:pk>/records", person_records.write, name="write_record"),
        path("<desk:desk>/records/<int:pk>/", person_records.edit, name="edit_record"),
        path("<desk:desk>/records/<int:pk>/delete", person_records.delete, name="delete_record"),
        path("<desk:desk>/records/<int:pk>/restore", person_records.restore, name="restore_record"),
        path("<desk:desk>/people/<int:pk>/merge/", merging.merge, name="merge"),
        path("<desk:desk>/people/merges/<int:pk>/undo", merging.unmerge, name="unmerge"),
    ]
