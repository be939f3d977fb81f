"""The index over the stored words, kept by the database itself.

SQLite: an FTS5 table with external content, and three triggers. Its tokenizer is ``ascii``, to which every character
beyond ASCII belongs to a word: the words are cut and folded already, and nothing may cut them again.
Django makes a table anew when a column is altered on SQLite, and its triggers are gone then: a later migration of
``SearchText`` must make them again (a test watches them).

PostgreSQL: a generated tsvector, built from the words and their places without PostgreSQL's parser, which would cut
words in its own way. Title, public and internal words weigh A, B and C. A tsvector ends at place 16,383: words beyond
place 16,000 all get the last one, so that they are found alone and never as a phrase.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = [
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        title_words, public_words, internal_words,
        content='search_searchtext', content_rowid='document_id', tokenize='ascii', prefix='3 4'
    )
    """,
    """
    CREATE TRIGGER search_words_insert AFTER INSERT ON search_searchtext BEGIN
        INSERT INTO search_words(rowid, title_words, public_words, internal_words)
        VALUES (new.document_id, new.title_words, new.public_words, new.internal_words);
    END
    """,
    """
    CREATE TRIGGER search_words_delete AFTER DELETE ON search_searchtext BEGIN
        INSERT INTO search_words(search_words, rowid, title_words, public_words, internal_words)
        VALUES ('delete', old.document_id, old.title_words, old.public_words, old.internal_words);
    END
    """,
    """
    CREATE TRIGGER search_words_update AFTER UPDATE ON search_searchtext BEGIN
        INSERT INTO search_words(search_words, rowid, title_words, public_words, internal_words)
        VALUES ('delete', old.document_id, old.title_words, old.public_words, old.internal_words);
        INSERT INTO search_words(rowid, title_words, public_words, internal_words)
        VALUES (new.document_id, new.title_words, new.public_words, new.internal_words);
    END
    """,
    "INSERT INTO search_words(search_words) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER search_words_update",
    "DROP TRIGGER search_words_delete",
    "DROP TRIGGER search_words_insert",
    "DROP TABLE search_words",
]

POSTGRES = [
    """
    CREATE FUNCTION search_vector(title text, public_text text, internal_text text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
    DECLARE
        title_words text[] := string_to_array(title, ' ');
        public_words text[] := string_to_array(public_text, ' ');
        title_end integer := cardinality(title_words);
        public_end integer := title_end + cardinality(public_words);
    BEGIN
        RETURN array_to_string(ARRAY(
            SELECT
                word || ':'
                || CASE WHEN place > 16000 THEN 16383 ELSE place END
                || CASE WHEN place <= title_end THEN 'A' WHEN place <= public_end THEN 'B' ELSE 'C' END
            FROM unnest(title_words || public_words || string_to_array(internal_text, ' '))
                WITH ORDINALITY AS cut(word, place)
            WHERE word <> '' AND word <> U&'\\E000'
        ), ' ')::tsvector;
    END
    $function$
    """,
    """
    ALTER TABLE search_searchtext ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (search_vector(title_words, public_words, internal_words)) STORED
    """,
    "CREATE INDEX search_words ON search_searchtext USING gin (vector)",
]
POSTGRES_BACK = [
    "DROP INDEX search_words",
    "ALTER TABLE search_searchtext DROP COLUMN vector",
    "DROP FUNCTION search_vector(text, text, text)",
]


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def unmake(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_documents")]
    operations = [migrations.RunPython(make, unmake)]
