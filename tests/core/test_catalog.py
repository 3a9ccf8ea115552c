"""What a catalog says about itself: offered levels, weights, and which gates touch a discipline."""

from dataclasses import replace

from assessments.files import BUILT_IN, read_catalog

CATALOG = read_catalog(BUILT_IN)


def test_a_blank_anchor_is_a_level_not_offered() -> None:
    practice = replace(CATALOG.practice["MLO-TRN-01"], anchors=("", "some", "most", "", "best"))
    assert practice.offered == (1, 2, 4)


def test_a_foundation_weighs_double() -> None:
    assert CATALOG.practice["MLO-TRN-01"].weight == 2
    assert CATALOG.practice["MLO-TRN-02"].weight == 1


def test_practices_are_found_by_code_in_catalog_order() -> None:
    assert list(CATALOG.practice)[:2] == ["DAT-PIP-01", "DAT-PIP-02"]
    assert CATALOG.practice["MLO-TRN-01"] in CATALOG.discipline["mlops"].practices
    assert CATALOG.discipline_of["MLO-TRN-01"] == "mlops"


def test_gates_are_found_from_both_ends() -> None:
    assert [gate.before for gate in CATALOG.gates_to("aiops")] == ["mlops"]
    assert list(CATALOG.gates_to("mlops")) == []
    assert CATALOG.is_source("mlops")
    assert not CATALOG.is_source("dataops")
