import psycopg
import pytest

from tests.services.postgres import PostgresCluster


def test_a_test_gets_an_empty_database_of_its_own(postgres_url):
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE letter (id int)")
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == [("letter",)]


def test_the_server_writes_through_to_the_disk(postgres_cluster):
    with psycopg.connect(postgres_cluster.url()) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)


def test_what_was_committed_survives_a_crash_and_nothing_stays_behind():
    with PostgresCluster() as cluster:
        with psycopg.connect(cluster.url()) as connection:
            connection.execute("CREATE TABLE letter (id int)")
            connection.execute("INSERT INTO letter VALUES (7)")
        cluster.crash()
        cluster.boot()
        with psycopg.connect(cluster.url()) as connection:
            assert connection.execute("SELECT id FROM letter").fetchall() == [(7,)]
        folder = cluster.folder
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(cluster.url(), connect_timeout=2)
