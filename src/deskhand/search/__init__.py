"""The word index: FTS5 on SQLite, tsvector with GIN on PostgreSQL, one interface (:mod:`deskhand.search.index`)."""
