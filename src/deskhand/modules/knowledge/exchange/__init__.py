"""Articles from elsewhere and to elsewhere: folders of Markdown or HTML, Zendesk Guide, Confluence.

A reader makes a :class:`parcel.Parcel` of an archive; it knows no database. ``planning`` says what it would do to a
desk, ``actions/import_articles.py`` does it, in one transaction. ``writing`` makes the folder form of what a desk has.
"""
