"""Histories begin with what is stored: the migration that fills them, forwards and backwards."""

from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from assessments.core.agreement import Kind
from assessments.models import AgreedLevel, AgreedLevelChange, Assessment, Response, ResponseRevision
from tests.factories import answer, built_in, open_assessment, person, team
from tests.services.acts import AT

migration = import_module("assessments.migrations.0005_first_histories")
BEFORE, AFTER = ("assessments", "0004_answering_together"), ("assessments", "0005_first_histories")
COLUMNS = ("assessment_id", "practice_id", "respondent_id", "revision", "kind", "level", "reason", "remark")


def answered() -> Assessment:
    """Five answers, one of them changed twice and one not applicable, and an agreed level, all without histories."""
    lead = person()
    assessment = open_assessment(team(), by=lead, at=AT)
    answer(assessment, ["DAT-PIP-01", "DAT-PIP-02", "DAT-STO-01"], lead, level=3, remark="As it is.", at=AT)
    answer(assessment, "DAT-STO-02", lead, kind=Kind.NOT_APPLICABLE, reason="All is small.", at=AT)
    answer(assessment, "DAT-PIP-01", person(), kind=Kind.DONT_KNOW, at=AT)
    Response.objects.filter(respondent=lead, practice__code="DAT-PIP-01").update(revision=3)
    AgreedLevel.objects.create(
        assessment=assessment, practice_id=built_in().practice_ids["DAT-PIP-01"], level=2, reason="We looked.",
        answers_revision=2, agreed_by=lead, agreed_at=AT,
    )  # fmt: skip
    ResponseRevision.objects.all().delete()
    return assessment


def check_histories() -> None:
    """Each answer has one revision, the stored one with its number and moment, and so has the agreed level."""
    stored = Response.objects.order_by("id").values_list(*COLUMNS, "answered_at")
    kept = ResponseRevision.objects.order_by("id").values_list(*COLUMNS, "saved_at")
    assert list(kept) == list(stored)
    assert sorted(one[3] for one in kept) == [1, 1, 1, 1, 3]
    (change,) = AgreedLevelChange.objects.all()
    agreed = AgreedLevel.objects.get()
    assert (change.level, change.reason, change.dissent, change.answers_revision) == (2, "We looked.", "", 2)
    assert (change.changed_by, change.changed_at) == (agreed.agreed_by, agreed.agreed_at)


@pytest.mark.django_db
@pytest.mark.parametrize("batch", [2, 5, 2000])
def test_batches_leave_nothing_out(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration, "BATCH", batch)
    answered()
    then: Any = MigrationExecutor(connection).loader.project_state(BEFORE).apps
    migration.begin(then, None)
    check_histories()
    migration.forget(then, None)
    assert not ResponseRevision.objects.exists()
    assert not AgreedLevelChange.objects.exists()
    assert Response.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_backwards_and_forwards_on_a_database_in_use() -> None:
    answered()
    try:
        MigrationExecutor(connection).migrate([BEFORE])
        assert not ResponseRevision.objects.exists()
        assert not AgreedLevelChange.objects.exists()
        MigrationExecutor(connection).migrate([AFTER])
        check_histories()
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db
def test_a_site_without_answers_has_nothing_to_begin_with() -> None:
    migration.begin(MigrationExecutor(connection).loader.project_state(BEFORE).apps, None)
    assert not ResponseRevision.objects.exists()
