"""`manage.py score_answers FILE [--catalog DIR]`: answers in, readiness, gates and roadmap out, without a database."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.core.agreement import Answer, EvidenceKind, Kind, Settled, settle
from assessments.core.catalog import Catalog
from assessments.core.faults import absent_gates, problems
from assessments.core.gates import GateOutcome, Outcome, Readiness, TeamReadiness, assess
from assessments.core.planning.reasons import numbered
from assessments.core.roadmap import Forecast, PlannedStep, Roadmap, Stage, plan
from assessments.core.scenario import standard
from assessments.core.unlocking import Step, Unlock, Work, unlock
from assessments.files import BUILT_IN, AnswerFile, FileFaults, read_answers, read_catalog

KINDS = {"dk": Kind.DONT_KNOW, "na": Kind.NOT_APPLICABLE}
LINKS = ("http://", "https://")


class Command(BaseCommand):
    help = "Scores a JSON file of answers and prints readiness, gates and roadmap as JSON; exits with 2 on bad input."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="answers (docs/answers-format.md)")
        parser.add_argument(
            "--catalog", type=Path, default=BUILT_IN, help="directory of catalog files; left out: the built-in catalog"
        )

    def handle(self, *_args: Any, file: Path, catalog: Path, **_options: Any) -> None:
        try:
            report = _report(file, catalog, on=timezone.localdate())
        except FileFaults as error:
            self.stderr.write("\n".join(error.faults))
            sys.exit(2)
        self.stdout.write(json.dumps(report, indent=2))


def _report(file: Path, directory: Path, *, on: date) -> dict[str, Any]:
    """Everything about the answers. Raises FileFaults."""
    catalog = _sound_catalog(directory)
    given = read_answers(file, catalog)
    settled = _settled(given, on)
    readiness = assess(catalog, settled, on=on, assume_evidence=given.assume_evidence)
    roadmap = _planned(catalog, settled, given, file=file, on=on)
    return {
        "disciplines": {one.discipline: _discipline(one) for one in readiness.disciplines},
        "gates": [_gate(one) for one in readiness.gates],
        "unlock": [_unlock(one) for one in _unlocks(catalog, settled, readiness)],
        "roadmap": _roadmap(roadmap, _absent(catalog, directory)),
    }


def _sound_catalog(directory: Path) -> Catalog:
    catalog = read_catalog(directory)
    if faults := problems(catalog):
        raise FileFaults(faults)
    return catalog


def _absent(catalog: Catalog, directory: Path) -> tuple[str, ...]:
    return () if directory == BUILT_IN else absent_gates(catalog, read_catalog(BUILT_IN))


def _settled(given: AnswerFile, on: date) -> dict[str, Settled]:
    return {
        code: settle(
            [_answer(one) for one in given.answers.get(code, ())],
            evidence=[(_kind(given.evidence[code]), on)] if code in given.evidence else (),
            answered_on=on if code in given.answers else None,
        )
        for code in given.answers.keys() | given.evidence.keys()
    }


def _answer(given: int | str) -> Answer:
    return Answer(Kind.LEVEL, given) if isinstance(given, int) else Answer(KINDS[given])


def _kind(evidence: str) -> EvidenceKind:
    return EvidenceKind.LINK if evidence.strip().lower().startswith(LINKS) else EvidenceKind.NOTE


def _planned(catalog: Catalog, settled: Mapping[str, Settled], given: AnswerFile, *, file: Path, on: date) -> Roadmap:
    scenario = replace(
        standard(on),
        targets=given.targets,
        capacity=given.capacity,
        role_capacity=given.role_capacity,
        parallel=given.parallel,
    )
    try:
        return plan(
            catalog,
            settled,
            scenario=scenario,
            on=on,
            assume_evidence=given.assume_evidence,
            name_quarter=numbered,
        )
    except ValueError as error:
        raise FileFaults((f"{file.name}: capacity is too small. {error}",)) from None


def _unlocks(catalog: Catalog, settled: Mapping[str, Settled], readiness: TeamReadiness) -> Iterable[Unlock]:
    shut = (one.gate for one in readiness.gates if one.outcome is not Outcome.OPEN)
    return (unlock(catalog, settled, readiness=readiness, gate=gate) for gate in shut)


def _discipline(one: Readiness) -> dict[str, Any]:
    return {
        "maturity_level": one.score.maturity_level,
        "state": one.state.value,
        "index": _rounded(one.score.index, 1),
        "index_low": _rounded(one.score.index_low, 1),
        "index_high": _rounded(one.score.index_high, 1),
        "coverage": _rounded(one.score.coverage, 2),
    }


def _gate(one: GateOutcome) -> dict[str, Any]:
    return {
        "before": one.gate.before,
        "after": one.gate.after,
        "outcome": one.outcome.value,
        "checks": [
            {"code": check.code, "passed": check.passed, "failing": list(check.failing)} for check in one.checks
        ],
    }


def _unlock(one: Unlock) -> dict[str, Any]:
    return {
        "before": one.gate.before,
        "after": one.gate.after,
        "steps": [_step(step) for step in one.steps],
        "work": [_work(work) for work in one.work],
        "effort": _number(one.effort),
    }


def _roadmap(roadmap: Roadmap, absent: Iterable[str]) -> dict[str, Any]:
    return {
        "stages": [_stage(stage) for stage in roadmap.stages],
        "gates": [_forecast(forecast) for forecast in roadmap.forecasts],
        "quarters": len(roadmap.quarters),
        "effort": _number(roadmap.effort),
        "notes": [*roadmap.raised_targets, *roadmap.unreachable, *roadmap.early_looks, *absent],
    }


def _forecast(forecast: Forecast) -> dict[str, Any]:
    return {
        "before": forecast.gate.before,
        "after": forecast.gate.after,
        "opens": forecast.opens,
        "chain": [{"practice": key.practice, "to": key.to_level} for key in forecast.chain],
        "because": " ".join(forecast.because),
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "number": stage.number,
        "disciplines": list(stage.disciplines),
        "reaches": list(stage.reaches),
        "quarter": stage.quarter,
        "work": [_work(work) for work in stage.work],
        "steps": [_planned_step(planned) for planned in stage.steps],
    }


def _planned_step(planned: PlannedStep) -> dict[str, Any]:
    return {**_step(planned.step), "quarter": planned.quarter, "because": " ".join(planned.because)}


def _step(step: Step) -> dict[str, Any]:
    return {
        "practice": step.practice,
        "from": step.from_level,
        "to": step.to_level,
        "effort": _number(step.effort),
    }


def _work(work: Work) -> dict[str, str]:
    return {"check": work.check, "practice": work.practice, "what": work.what}


def _rounded(value: Fraction | None, places: int) -> float | None:
    """Half up, from the exact number."""
    return None if value is None else floor(value * 10**places + Fraction(1, 2)) / 10**places


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)
