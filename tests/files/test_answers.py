"""Answers files are read exactly, and every fault is named with its place."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.files import BUILT_IN, FileFaults, read_answers, read_catalog

CATALOG = read_catalog(BUILT_IN)
BLANK_ANCHORS = """
code = "secops"
name = "SecOps"
position = 5
scope = "For everyone."
[[dimensions]]
code = "SEC-A"
name = "Area"
about = "All."
[[dimensions.practices]]
code = "SEC-01"
name = "Patching"
question = "How?"
levels = ["No.", "", "Most.", "", ""]
effort = "M"
owner = "CISO"
"""


def faults_of(path: Path, content: object) -> list[str]:
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(FileFaults) as caught:
        read_answers(path, CATALOG)
    return list(caught.value.faults)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers.json"


def test_all_that_may_be_said(path: Path) -> None:
    path.write_text(
        '{"answers": {"MLO-TRN-01": 2, "DAT-STO-02": "na", "MLO-DEV-01": "dk", "MLO-DEV-02": [0, "dk", 4]},'
        ' "evidence": {"MLO-TRN-01": " a link "}, "targets": {"mlops": 3, "aiops": 0}, "capacity": 7.1,'
        ' "role_capacity": {"BI lead": 0.5}, "parallel": 3, "assume_evidence": true}'
    )
    read = read_answers(path, CATALOG)
    assert read.answers == {
        "MLO-TRN-01": (2,),
        "DAT-STO-02": ("na",),
        "MLO-DEV-01": ("dk",),
        "MLO-DEV-02": (0, "dk", 4),
    }
    assert read.evidence == {"MLO-TRN-01": "a link"}
    assert read.targets == {"mlops": 3, "aiops": 0}
    assert read.capacity == Fraction(71, 10)
    assert read.role_capacity == {"BI lead": Fraction(1, 2)}
    assert read.parallel == 3
    assert read.assume_evidence


def test_only_answers_are_required(path: Path) -> None:
    path.write_text('{"answers": {}}')
    read = read_answers(path, CATALOG)
    assert (read.answers, read.evidence, read.targets) == ({}, {}, {})
    assert read.capacity == 24
    assert read.parallel == 6
    assert not read.role_capacity
    assert not read.assume_evidence


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("null", "null"),
        ("true", "true"),
        ("2.0", "2.0"),
        ("1e0", "a number with an exponent"),
        ("1E5", "a number with an exponent"),
        ("1.5", "1.5"),
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
        ("5", "5"),
        ("-1", "-1"),
        ('"2"', "'2'"),
        ('"DK"', "'DK'"),
        ('"a\\nb"', "'a\\nb'"),
        ("{}", "a group"),
    ],
)
def test_what_is_no_answer_is_shown(path: Path, given: str, shown: str) -> None:
    expected = f'must be a level from 0 to 4, "dk" or "na", not {shown}.'
    single, listed = (f'{{"answers": {{"MLO-TRN-01": {text}}}}}' for text in (given, f"[1, {given}]"))
    assert faults_of(path, single) == [f"answers.json, answers: MLO-TRN-01 {expected}"]
    assert faults_of(path, listed) == [f"answers.json, answers: entry 2 of MLO-TRN-01 {expected}"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ({}, "answers.json: answers is missing."),
        ([], "answers.json: the file must be an object."),
        ({"answers": None}, "answers.json: answers must be an object."),
        (
            {"answers": {"MLO-TRN-01": []}},
            "answers.json, answers: MLO-TRN-01 must not be an empty list; leave the practice out instead.",
        ),
        (
            {"answers": {"MLO-TRN-01": [1] * 1001}},
            "answers.json, answers: MLO-TRN-01 has more than 1000 entries.",
        ),
        ({"answers": {"NONE\n1": 2}}, "answers.json, answers: there is no practice 'NONE\\n1'."),
        (
            {"answers": {"MLO-TRN-01": "na"}},
            "answers.json, answers: MLO-TRN-01 may not be answered as not applicable.",
        ),
        (
            {"answers": {"MLO-TRN-01": [2, "na"]}},
            "answers.json, answers: MLO-TRN-01 may not be answered as not applicable.",
        ),
        ({"answers": {}, "evidence": None}, "answers.json: evidence must be an object."),
        ({"answers": {}, "evidence": {"MLO-TRN-01": 1}}, "answers.json, evidence: MLO-TRN-01 must be text."),
        ({"answers": {}, "evidence": {"MLO-TRN-01": " "}}, "answers.json, evidence: MLO-TRN-01 must not be blank."),
        (
            {"answers": {}, "evidence": {"MLO-TRN-01": "a\0"}},
            "answers.json, evidence: MLO-TRN-01 must not contain a NUL character.",
        ),
        (
            {"answers": {}, "evidence": {"MLO-TRN-01": "\ud800"}},
            "answers.json, evidence: MLO-TRN-01 is not valid text.",
        ),
        (
            {"answers": {}, "evidence": {"MLO-TRN-01": "x" * 4001}},
            "answers.json, evidence: MLO-TRN-01 is longer than 4000 characters.",
        ),
        ({"answers": {}, "evidence": {"NONE": "x"}}, "answers.json, evidence: there is no practice 'NONE'."),
        ({"answers": {}, "targets": {"none": 2}}, "answers.json, targets: there is no discipline 'none'."),
        (
            {"answers": {}, "targets": {"mlops": 5}},
            "answers.json, targets: mlops must be a maturity level from 0 to 4, not 5.",
        ),
        (
            {"answers": {}, "targets": {"mlops": True}},
            "answers.json, targets: mlops must be a maturity level from 0 to 4, not true.",
        ),
        ({"answers": {}, "capacity": 0}, "answers.json: capacity must be a number of person-weeks above 0."),
        ({"answers": {}, "capacity": "24"}, "answers.json: capacity must be a number."),
        ({"answers": {}, "capacity": None}, "answers.json: capacity must be a number."),
        ('{"answers": {}, "capacity": Infinity}', "answers.json: capacity must be a number of ordinary size."),
        ('{"answers": {}, "capacity": 1e999999999}', "answers.json: capacity must be a number of ordinary size."),
        ('{"answers": {}, "capacity": 1e-99}', "answers.json: capacity must be a number of ordinary size."),
        (
            {"answers": {}, "parallel": 0},
            "answers.json: parallel must be a whole number of steps from 1 to 1,000, not 0.",
        ),
        (
            {"answers": {}, "parallel": 2.0},
            "answers.json: parallel must be a whole number of steps from 1 to 1,000, not 2.0.",
        ),
        (
            {"answers": {}, "parallel": None},
            "answers.json: parallel must be a whole number of steps from 1 to 1,000, not null.",
        ),
        (
            {"answers": {}, "role_capacity": {"BI lead": 0}},
            "answers.json, role_capacity: 'BI lead' must be a number of person-weeks above 0.",
        ),
        (
            {"answers": {}, "role_capacity": {"Nobody": 2}},
            "answers.json, role_capacity: there is no owner role 'Nobody'.",
        ),
        ({"answers": {}, "assume_evidence": 1}, "answers.json: assume_evidence must be true or false."),
        ({"answers": {}, "colour": 1}, "answers.json: colour is not a known key."),
        (
            '{"answers": {"MLO-TRN-01": 1, "MLO-TRN-01": 2}}',
            "answers.json: the key 'MLO-TRN-01' is given more than once.",
        ),
        ("[" * 200_000, "answers.json: nested too deeply."),
        (f'{{"answers": {{"MLO-TRN-01": {"1" * 5000}}}}}', "answers.json: a number is too long."),
        ("", "answers.json: not JSON: Expecting value (at line 1, column 1)."),
        (" " * (5 * 1024 * 1024 + 1), "answers.json: the file is larger than 5,242,880 bytes."),
    ],
)
def test_bad_input_is_named(path: Path, content: object, fault: str) -> None:
    assert faults_of(path, content) == [fault]


def test_a_level_whose_anchor_is_blank_is_not_an_answer(tmp_path: Path) -> None:
    (tmp_path / "secops.toml").write_text(BLANK_ANCHORS)
    path = tmp_path / "answers.json"
    path.write_text('{"answers": {"SEC-01": [0, 1, 2, 4, 4]}}')
    with pytest.raises(FileFaults) as caught:
        read_answers(path, read_catalog(tmp_path))
    assert caught.value.faults == (
        "answers.json, answers: SEC-01 does not offer level 1.",
        "answers.json, answers: SEC-01 does not offer level 4.",
    )


def test_what_is_no_level_is_not_taken_for_a_blank_one(tmp_path: Path) -> None:
    (tmp_path / "secops.toml").write_text(BLANK_ANCHORS)
    path = tmp_path / "answers.json"
    path.write_text('{"answers": {"SEC-01": [true, 1.0]}}')
    with pytest.raises(FileFaults) as caught:
        read_answers(path, read_catalog(tmp_path))
    assert not any("does not offer" in fault for fault in caught.value.faults)


def test_all_faults_come_at_once(path: Path) -> None:
    found = faults_of(
        path, '{"answers": {"MLO-TRN-01": null, "NONE": 1, "MLO-DEV-01": "na"}, "capacity": 0, "capacity": -1}'
    )
    assert len(found) == 5


def test_missing_and_binary_files_are_named(path: Path) -> None:
    with pytest.raises(FileFaults, match=r"^answers\.json: the file does not exist\.$"):
        read_answers(path, CATALOG)
    path.write_bytes(b'{"answers": {"\xff": 1}}')
    with pytest.raises(FileFaults, match=r"^answers\.json: the file is not UTF-8 text\.$"):
        read_answers(path, CATALOG)


def test_a_byte_order_mark_does_no_harm(path: Path) -> None:
    path.write_text('\ufeff{"answers": {"MLO-TRN-01": 1}}')
    assert read_answers(path, CATALOG).answers == {"MLO-TRN-01": (1,)}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "answers",
                    "evidence",
                    "targets",
                    "capacity",
                    "role_capacity",
                    "parallel",
                    "MLO-TRN-01",
                    "mlops",
                    "x\n",
                ]
            ),
            inner,
        )
    ),
    max_leaves=12,
)


def faults_or_answers(path: Path) -> tuple[tuple[str, ...], set[str]]:
    try:
        return (), set(read_answers(path, CATALOG).answers)
    except FileFaults as error:
        return error.faults, set()


@given(content=JSON | st.fixed_dictionaries({"answers": JSON}, optional={"evidence": JSON, "targets": JSON}))
def test_any_json_is_read_or_refused_in_lines(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(content))
    faults, answered = faults_or_answers(path)
    assert answered <= set(CATALOG.practice)
    assert all(fault.isprintable() and fault.endswith(".") for fault in faults)
