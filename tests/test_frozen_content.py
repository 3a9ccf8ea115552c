"""The database itself keeps published content and Results as they are: raw SQL, past all of our code."""

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assessments.models import CatalogVersion, Prerequisite
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


def copy_of(table: str, condition: str) -> str:
    """An INSERT of one more row like those of the condition."""
    with connection.cursor() as cursor:
        columns = [
            column.name for column in connection.introspection.get_table_description(cursor, f"assessments_{table}")
        ]
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
