"""`manage.py check_results`, the standing check."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from assessments.management.commands import check_results
from assessments.models import Readiness, Result, Unit
from tests.factories import Organisation


def test_sound_results_are_counted(organisation: Organisation, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_results")
    assert capsys.readouterr().out == "Checked 2 results; none differs.\n"


def test_a_result_that_differs_is_named(organisation: Organisation, capsys: pytest.CaptureFixture[str]) -> None:
    """The broken variant: a result whose rows say what its inputs do not."""
    sound = organisation.result
    wrong = Result.objects.create(
        unit=sound.unit, assessment=sound.assessment, catalog_version=sound.catalog_version, inputs=sound.inputs,
        rules_version=sound.rules_version, decided_at=sound.decided_at - timedelta(microseconds=1),
        decided_by=organisation.lead, respondents=sound.respondents, answered_by=1, gates=sound.gates,
    )  # fmt: skip
    Readiness.objects.bulk_create(
        Readiness(
            result=wrong, discipline=code, position=position,
            state="in_place" if code == "modelops" else row.state,
            **{name: getattr(row, name) for name in ("maturity_level", "index", "index_low", "index_high", "coverage")},
            **{name: getattr(row, name) for name in ("confidence", "shown_until", "failing_foundations", "deciding")},
        )
        for position, row in enumerate(sound.readiness.order_by("position"))
        for code in [row.discipline]
    )  # fmt: skip
    with pytest.raises(CommandError, match="1 of 3 results differ"):
        call_command("check_results")
    expected = f"Result {wrong.pk}: modelops: state is 'in_place', its inputs come to 'not_assessed'.\n"
    assert capsys.readouterr().out == expected


def test_what_other_rules_decided_is_counted_not_passed_over(
    organisation: Organisation, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_results, "RULES_VERSION", 2)
    call_command("check_results")
    assert capsys.readouterr().out == (
        "Not checked: 2 decided by rules version 1; 2 is in force.\nChecked 0 results; none differs.\n"
    )


def test_a_unit_whose_newest_result_is_not_in_force_is_named(
    organisation: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    """The broken variants: nothing is in force, or what another unit was given."""
    own, other = organisation.team, organisation.result_elsewhere
    Unit.objects.filter(pk=own.pk).update(result_in_force=None)
    with pytest.raises(CommandError, match="in 1 units another result"):
        call_command("check_results")
    expected = f"Otters (unit {own.pk}): result none is in force, the newest is {organisation.result.pk}.\n"
    assert capsys.readouterr().out == expected
    Unit.objects.filter(pk=own.pk).update(result_in_force=other)
    with pytest.raises(CommandError, match="in 1 units another result"):
        call_command("check_results")
    assert f"result {other.pk} is in force, the newest is {organisation.result.pk}." in capsys.readouterr().out
