"""Search by meaning, on this machine: vectors of passages (``embedding``, ``passages``), kept in the database
(``store``), searched in one memory-mapped file (``nearest``), and fused with the word index (``hybrid``).

It knows neither tickets nor articles. What an app does for a kind of its own:

- index its words as before (:mod:`deskhand.search.index`);
- in a job with ``outside=True``, return ``store.written(kind, object_id, desk_id, language, texts)``: it embeds what
  has changed without a transaction, and gives the function that writes;
- ask ``hybrid.ranked(kind, text, audience, within=...)`` or ``nearest.nearest(text, kind, within=...)``, where
  ``within`` are the ids that the asker may read.
"""
