"""The built-in content keeps what it promises: coverage of the article, totals, order (`domain.md` 3 and 4.3)."""

import re
from collections import Counter
from functools import cache
from math import ceil

import pytest

from assessments.core.catalog import Practice, Thresholds
from assessments.files import BUILT_IN, read_catalog

CATALOG = read_catalog(BUILT_IN)
PRACTICES = CATALOG.practice.values()
COVERED = {statement for practice in PRACTICES for statement in practice.statements}
WITHOUT_PRACTICE = {"S26", "S43", "S45"}
ONLY_OUTSIDE = {
    "DAT-QUA-01", "DAT-GOV-01", "DAT-GOV-02", "DAT-GOV-03", "MOD-GOV-02", "MOD-GOV-03", "MOD-GOV-04",
    "MOD-VAL-01", "MOD-VAL-02", "MOD-MON-02", "MOD-MON-03", "MOD-LCY-03", "AIO-TEL-03", "AIO-TEL-04",
}  # fmt: skip
FOUNDATIONS = {
    "dataops": "DAT-PIP-01 DAT-PIP-02 DAT-DLV-01 DAT-QUA-01 DAT-QUA-02 DAT-PLT-01 DAT-TEA-01",
    "mlops": "MLO-TRN-01 MLO-DEP-01 MLO-DEP-03 MLO-LCM-01 MLO-INT-01 MLO-INT-02 MLO-INT-03 MLO-MON-01 MLO-MON-03"
    " MLO-PPL-01",
    "modelops": "MOD-INV-01 MOD-INV-02 MOD-GOV-01 MOD-GOV-02 MOD-VAL-01 MOD-OPS-01 MOD-MON-01 MOD-PPL-01",
    "aiops": "AIO-TEL-01 AIO-DET-01 AIO-DET-02 AIO-AUT-01 AIO-MLM-01 AIO-INV-01 AIO-INV-02 AIO-INV-03",
}
MAY_BE_NOT_APPLICABLE = {
    "DAT-STO-02", "DAT-PLT-02", "MOD-INV-04", "MOD-GOV-04", "MOD-VAL-03", "MOD-LCY-02", "AIO-PRO-02",
}  # fmt: skip


def foundations(code: str) -> list[Practice]:
    return [practice for practice in CATALOG.discipline[code].practices if practice.foundation]


def test_the_article_has_its_statements_in_order() -> None:
    assert [statement.code for statement in CATALOG.statements] == [f"S{number}" for number in range(1, 56)]
    assert [source.code for source in CATALOG.sources] == [f"R{number:02}" for number in range(1, 36)]


def test_every_activity_and_skill_of_the_article_is_covered() -> None:
    asked = {statement.code for statement in CATALOG.statements if statement.kind in {"ACT", "SKL"}}
    assert len(asked) == 29
    assert asked <= COVERED


def test_only_the_gate_and_the_oddities_have_no_practice() -> None:
    assert {statement.code for statement in CATALOG.statements} - COVERED == WITHOUT_PRACTICE


def test_practices_without_the_article_are_known_and_none_is_of_mlops() -> None:
    assert {practice.code for practice in PRACTICES if not practice.statements} == ONLY_OUTSIDE
    assert all(practice.statements for practice in CATALOG.discipline["mlops"].practices)


@pytest.mark.parametrize(
    ("code", "name", "dimensions", "practices"),
    [
        ("dataops", "DataOps", 7, 23),
        ("mlops", "MLOps", 7, 25),
        ("modelops", "ModelOps", 7, 24),
        ("aiops", "AIOps", 7, 23),
    ],
)
def test_totals(code: str, name: str, dimensions: int, practices: int) -> None:
    discipline = CATALOG.discipline[code]
    assert discipline.name == name
    assert len(discipline.dimensions) == dimensions
    assert len(discipline.practices) == practices
    assert [practice.code for practice in foundations(code)] == FOUNDATIONS[code].split()


def test_disciplines_come_in_their_order() -> None:
    assert [discipline.code for discipline in CATALOG.disciplines] == ["dataops", "mlops", "modelops", "aiops"]
    assert len(CATALOG.practice) == 95


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("dataops", (23, 7, 17, 21)),
        ("mlops", (25, 10, 18, 23)),
        ("modelops", (24, 8, 17, 22)),
        ("aiops", (23, 8, 17, 21)),
    ],
)
def test_the_counts_that_in_place_takes(code: str, counts: tuple[int, int, int, int]) -> None:
    number = len(CATALOG.discipline[code].practices)
    at_two, at_one = ceil(CATALOG.thresholds.breadth * number), ceil(CATALOG.thresholds.no_gaps * number)
    assert (number, len(foundations(code)), at_two, at_one) == counts


def test_the_prerequisites_have_their_extent() -> None:
    @cache
    def depth(code: str) -> int:
        return max((1 + depth(need.practice) for need in CATALOG.practice[code].needs), default=0)

    depths = {code: depth(code) for code in CATALOG.practice}
    assert sum(len(practice.needs) for practice in PRACTICES) == 115
    assert max(depths.values()) == 5
    assert depths["MOD-OPS-03"] == 5


def test_prerequisites_between_disciplines_run_with_the_gates() -> None:
    crossing = Counter(
        (CATALOG.discipline_of[need.practice], CATALOG.discipline_of[practice.code])
        for practice in PRACTICES
        for need in practice.needs
        if CATALOG.discipline_of[need.practice] != CATALOG.discipline_of[practice.code]
    )
    assert crossing == {
        ("dataops", "mlops"): 4,
        ("mlops", "modelops"): 14,
        ("dataops", "aiops"): 1,
        ("mlops", "aiops"): 9,
    }


def test_a_foundation_leans_on_foundations_or_on_a_first_step() -> None:
    for practice in PRACTICES:
        for need in practice.needs if practice.foundation else ():
            assert CATALOG.practice[need.practice].foundation or need.level == 1, practice.code


def test_both_gates_are_fixed_and_name_the_articles_reason() -> None:
    assert [(gate.before, gate.after, gate.level, gate.statement, gate.fixed) for gate in CATALOG.gates] == [
        ("mlops", "modelops", 2, "S26", True),
        ("mlops", "aiops", 2, "S53", True),
    ]
    assert all(gate.reason.endswith(".") for gate in CATALOG.gates)


def test_not_applicable_is_allowed_only_where_settled() -> None:
    allowed = {practice.code for practice in PRACTICES if practice.not_applicable_when}
    assert allowed == MAY_BE_NOT_APPLICABLE


def test_the_foundations_of_mlops_say_what_shows_them() -> None:
    assert {practice.code for practice in PRACTICES if practice.evidence_hint} == set(FOUNDATIONS["mlops"].split())


def test_every_practice_is_complete_and_every_anchor_a_sentence_of_its_own() -> None:
    for practice in PRACTICES:
        assert practice.question.endswith("?"), practice.code
        assert practice.owner, practice.code
        assert practice.effort, practice.code
        assert practice.sources, practice.code
        assert len(set(practice.anchors)) == 5, practice.code
        assert all(re.fullmatch(r"[A-Z].*\.", anchor) for anchor in practice.anchors), practice.code


def test_the_thresholds_and_level_names_of_the_content_are_the_settled_ones() -> None:
    assert CATALOG.thresholds == Thresholds()
    assert [(level.number, level.name) for level in CATALOG.levels] == [
        (0, "Not established"),
        (1, "Started"),
        (2, "In place"),
        (3, "Managed"),
        (4, "Optimised"),
    ]
