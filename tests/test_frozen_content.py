"""The database itself keeps published content and Results as they are: raw SQL, past all of our code."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assessments.models import CatalogVersion, Prerequisite, Readiness
from assessments.services.catalogs import start_draft
from tests.factories import Organisation, built_in, person

migration = import_module("assessments.migrations.0002_frozen_content")
CONTENT = tuple(migration.UPWARDS)
IS_IN = {
    "version_id": "SELECT {version}",
    "discipline_id": "SELECT id FROM assessments_discipline WHERE version_id = {version}",
    "dimension_id": "SELECT id FROM assessments_dimension WHERE discipline_id IN ({discipline_id})",
    "practice_id": "SELECT id FROM assessments_practice WHERE dimension_id IN ({dimension_id})",
}


def execute(sql: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.rowcount)


def rows_of(table: str, version: int) -> str:
    """The condition for the rows of a content table that belong to a version."""
    filled = {"version": str(version)}
    for column, text in IS_IN.items():
        filled[column] = text.format(**filled)
    column = migration.UPWARDS[table][0]
    return f"{column} IN ({filled[column]})"


def columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, f"assessments_{table}")
    return [column.name for column in described]


def copy_of(table: str, condition: str) -> str:
    """An INSERT of one more row like those of the condition."""
    columns = columns_of(table)
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns if column != "id")
    return (
        f"INSERT INTO assessments_{table} ({quoted}) SELECT {quoted} FROM assessments_{table} WHERE {condition} LIMIT 1"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("table", CONTENT)
def test_published_content_cannot_be_changed(table: str) -> None:
    condition = rows_of(table, built_in().version_id)
    for sql in (
        f"UPDATE assessments_{table} SET id = id WHERE {condition}",
        f"DELETE FROM assessments_{table} WHERE {condition}",
        copy_of(table, condition),
    ):
        with pytest.raises(IntegrityError, match="published catalog version is frozen"):
            execute(sql)


@pytest.mark.django_db
@pytest.mark.parametrize("table", CONTENT)
def test_a_draft_of_the_same_content_can_be_changed(table: str) -> None:
    built_in()
    draft = start_draft(user_id=person().pk, at=timezone.now())
    condition = rows_of(table, draft)
    assert execute(f"UPDATE assessments_{table} SET id = id WHERE {condition}") > 0
    if table in ("anchor", "prerequisite", "level", "gate", "statement", "source"):
        assert execute(f"DELETE FROM assessments_{table} WHERE {condition}") > 0


@pytest.mark.django_db
@pytest.mark.parametrize("table", CONTENT)
def test_a_row_of_a_draft_cannot_move_into_a_published_version(table: str) -> None:
    version = built_in().version_id
    draft = start_draft(user_id=person().pk, at=timezone.now())
    column = migration.UPWARDS[table][0]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM assessments_{table} WHERE {rows_of(table, version)}")
        (target,) = cursor.fetchone()
    with pytest.raises(IntegrityError, match="frozen"):
        execute(f"UPDATE assessments_{table} SET {column} = {target} WHERE {rows_of(table, draft)}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE assessments_catalogversion SET note = 'x' WHERE id = {version}",
        "UPDATE assessments_catalogversion SET state = 'draft' WHERE id = {version}",
        "DELETE FROM assessments_catalogversion WHERE id = {version}",
    ],
)
def test_a_published_version_cannot_be_changed(sql: str) -> None:
    with pytest.raises(IntegrityError, match="frozen"):
        execute(sql.format(version=built_in().version_id))


@pytest.mark.django_db
def test_a_version_cannot_be_born_published() -> None:
    copy = CatalogVersion.objects.get(id=built_in().version_id)
    copy.pk, copy.number = None, 99
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        copy.save(force_insert=True)


@pytest.mark.parametrize("table", migration.FROZEN_RESULTS)
@pytest.mark.parametrize("sql", ["UPDATE assessments_{table} SET id = id", "DELETE FROM assessments_{table}"])
def test_a_result_cannot_be_changed(organisation: Organisation, table: str, sql: str) -> None:
    with pytest.raises(IntegrityError, match="A result is frozen"):
        execute(sql.format(table=table))


def replacement(table: str, row: int, values: str) -> str:
    """A statement of SQLite's that puts a copy of a row in its own place, some values of it changed."""
    changed = dict(pair.split(" = ") for pair in values.split(", ") if pair)
    taken = ", ".join(changed.get(column, f'"{column}"') for column in columns_of(table))
    return f"REPLACE INTO assessments_{table} SELECT {taken} FROM assessments_{table} WHERE id = {row}"


def first_id(table: str, condition: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min(id) FROM assessments_{table} WHERE {condition}")
        return int(cursor.fetchone()[0])


@pytest.fixture(params=["ON", "OFF"])
def recursive_triggers(request: pytest.FixtureRequest, db: None) -> Iterator[None]:
    """A connection as in the settings, and one as any other tool makes it."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {request.param}")
        yield
        cursor.execute("PRAGMA recursive_triggers = ON")


if connection.vendor == "sqlite":

    @pytest.mark.parametrize("table", CONTENT)
    def test_a_draft_cannot_take_the_place_of_published_content(table: str, recursive_triggers: None) -> None:
        version = built_in().version_id
        draft = start_draft(user_id=person().pk, at=timezone.now())
        row = first_id(table, rows_of(table, version))
        column = migration.UPWARDS[table][0]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT min({column}) FROM assessments_{table} WHERE {rows_of(table, draft)}")
            (elsewhere,) = cursor.fetchone()
        for values in ("", f"{column} = {elsewhere}"):
            with pytest.raises(IntegrityError, match="published catalog version is frozen"):
                execute(replacement(table, row, values))

    @pytest.mark.parametrize("values", ["state = 'draft'", "state = 'draft', id = 999999"])
    def test_a_draft_cannot_take_the_place_of_a_published_version(values: str, recursive_triggers: None) -> None:
        with pytest.raises(IntegrityError, match="published catalog version is frozen"):
            execute(replacement("catalogversion", built_in().version_id, values))

    @pytest.mark.parametrize("table", migration.FROZEN_RESULTS)
    def test_a_result_cannot_be_replaced(organisation: Organisation, table: str, recursive_triggers: None) -> None:
        with pytest.raises(IntegrityError, match="A result is frozen"):
            execute(replacement(table, first_id(table, "1 = 1"), ""))

    def test_nothing_takes_the_place_of_what_it_conflicts_with_otherwise(organisation: Organisation) -> None:
        """The settings' own part: a new id, but the key of a frozen row, so that REPLACE deletes that one."""
        sql = replacement("readiness", first_id("readiness", "1 = 1"), "id = 999999")
        with pytest.raises(IntegrityError, match="A result is frozen"):
            execute(sql)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = OFF")
            cursor.execute(sql)
            assert cursor.rowcount == 1
            cursor.execute("PRAGMA recursive_triggers = ON")

else:

    def empty(table: str) -> None:
        """Empty a table and all that refer to it, once nothing of this transaction is still to be checked."""
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute(f"TRUNCATE assessments_{table} CASCADE")

    @pytest.mark.parametrize("table", [*CONTENT, "catalogversion", *migration.FROZEN_RESULTS])
    def test_a_table_of_frozen_rows_cannot_be_emptied_at_once(organisation: Organisation, table: str) -> None:
        with pytest.raises(IntegrityError, match="is frozen"):
            empty(table)

    def test_without_its_trigger_a_table_could_be_emptied(organisation: Organisation) -> None:
        for statement in migration.thawing(connection.vendor):
            execute(statement)
        empty("readiness")
        assert not Readiness.objects.exists()


@pytest.mark.django_db
def test_without_the_triggers_all_of_it_could_be_changed() -> None:
    """The broken variant: the migration taken back, and so shown to be reversible."""
    version = built_in().version_id
    with connection.cursor() as cursor:
        for statement in migration.thawing(connection.vendor):
            cursor.execute(statement)
    condition = rows_of("anchor", version)
    assert execute(f"UPDATE assessments_anchor SET text = 'Anything.' WHERE {condition}") == 475
    assert execute(f"DELETE FROM assessments_anchor WHERE {condition}") == 475
    assert Prerequisite.objects.exists()
    with connection.cursor() as cursor:
        for statement in migration.freezing(connection.vendor):
            cursor.execute(statement)
    with pytest.raises(IntegrityError, match="frozen"):
        execute(f"DELETE FROM assessments_practice WHERE {rows_of('practice', version)}")
