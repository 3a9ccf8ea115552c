"""The guide takes everything from the catalog it is given."""

from dataclasses import replace

from assessments.core.catalog import Gate
from assessments.core.guide import guide
from assessments.files.catalog import BUILT_IN, read_catalog

CATALOG = read_catalog(BUILT_IN)


def test_trace_is_the_map_of_the_catalog_turned_round() -> None:
    found = guide(CATALOG)
    assert [line.statement for line in found.trace] == list(CATALOG.statements)
    pairs = {(line.statement.code, practice.code) for line in found.trace for practice in line.practices}
    assert pairs == {(code, one.code) for one in CATALOG.practice.values() for code in one.statements}
    bare = [line.statement.code for line in found.trace if not line.practices and not line.gates]
    assert bare == ["S43", "S45"]
    assert [(line.statement.code, rule.after) for line in found.trace for rule in line.gates] == [
        ("S26", "ModelOps"),
        ("S53", "AIOps"),
    ]
    assert len(found.outside_only) == 14


def test_counts_are_those_of_the_rules() -> None:
    rows = [
        (one.discipline.code, one.practices, one.foundations, one.breadth, one.no_gaps)
        for one in guide(CATALOG).disciplines
    ]
    assert rows == [
        ("dataops", 23, 7, 17, 21),
        ("mlops", 25, 10, 18, 23),
        ("modelops", 24, 8, 17, 22),
        ("aiops", 23, 8, 17, 21),
    ]
    assert guide(CATALOG).free == ("DataOps",)


def test_catalog_without_an_article() -> None:
    bare = replace(CATALOG, statements=(), gates=(Gate("mlops", "aiops", 2, "because", "S99"),))
    found = guide(bare)
    assert found.trace == ()
    assert found.outside_only == ()
    assert [(rule.before, rule.after, rule.statement) for rule in found.gates] == [("MLOps", "AIOps", None)]
