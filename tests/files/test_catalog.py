"""Catalog files are read exactly, and every fault of shape is named with its place."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from assessments.core.catalog import Effort, Need, Thresholds
from assessments.files import BUILT_IN, FileFaults, read_catalog

CATALOG = read_catalog(BUILT_IN)
AREA = "secops.toml, dimension SEC-A"
DISCIPLINE = """
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
levels = ["No.", "", " Most. ", "", "  "]
effort = "M"
owner = "CISO"
"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    directory = tmp_path / "content"
    directory.mkdir()
    (directory / "secops.toml").write_text(DISCIPLINE)
    return directory


def faults_of(directory: Path) -> list[str]:
    with pytest.raises(FileFaults) as caught:
        read_catalog(directory)
    return list(caught.value.faults)


def test_one_discipline_file_is_enough(directory: Path) -> None:
    catalog = read_catalog(directory)
    practice = catalog.practice["SEC-01"]
    assert practice.anchors == ("No.", "", "Most.", "", "")
    assert practice.offered == (0, 2)
    assert not practice.foundation
    assert practice.effort is Effort.MEDIUM
    assert practice.not_applicable_when == ""
    assert catalog.thresholds == Thresholds()
    assert catalog.levels == CATALOG.levels
    assert (catalog.gates, catalog.statements, catalog.sources) == ((), (), ())


def test_a_fifth_discipline_is_one_more_file(directory: Path) -> None:
    for path in BUILT_IN.glob("*.toml"):
        shutil.copy(path, directory)
    catalog = read_catalog(directory)
    assert [discipline.code for discipline in catalog.disciplines][-1] == "secops"
    assert catalog.discipline["mlops"] == CATALOG.discipline["mlops"]


def test_disciplines_are_ordered_by_position_then_code(directory: Path) -> None:
    for code, position in (("b", 1), ("a", 5), ("z", 0)):
        text = DISCIPLINE.replace("secops", code).replace("SEC", code).replace("position = 5", f"position = {position}")
        (directory / f"z-{code}.toml").write_text(text)
    assert [discipline.code for discipline in read_catalog(directory).disciplines] == ["z", "b", "a", "secops"]


def test_needs_and_decimals_are_read_exactly(directory: Path) -> None:
    path = directory / "secops.toml"
    path.write_text(path.read_text() + 'needs = ["SEC-02>=1", "SEC-03 >= 4"]\n')
    (directory / "levels.toml").write_text("[thresholds]\nbreadth = 0.7\neffort_weeks = {S = 0.1, M = 1, L = 2.5}\n")
    catalog = read_catalog(directory)
    assert catalog.practice["SEC-01"].needs == (Need("SEC-02", 1), Need("SEC-03", 4))
    assert catalog.thresholds.breadth == Fraction(7, 10)
    assert catalog.thresholds.effort_weeks[Effort.SMALL] == Fraction(1, 10)
    assert catalog.thresholds.no_gaps == Fraction(9, 10)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('code = "secops"', "code = 5", "secops.toml: code must be text."),
        (
            'code = "secops"',
            'code = "SecOps"',
            "secops.toml: code must be a code of at most 40 lower-case letters, digits, hyphens and underscores.",
        ),
        ("position = 5", "position = true", "secops.toml: position must be a whole number."),
        ("position = 5", "position = 5.0", "secops.toml: position must be a whole number."),
        ("position = 5", "position = -1", "secops.toml: position must be at least 0."),
        ("position = 5", "", "secops.toml: position is missing."),
        ("position = 5", "position = 5\ncolour = 1", "secops.toml: colour is not a known key."),
        ("position = 5", "position = 5\n'a\\b' = 1", "secops.toml: 'a\\\\b' is not a known key."),
        (
            'about = "All."',
            'about = "\\u0000"',
            f"{AREA}: about must not contain a NUL character.",
        ),
        (
            '"No.", ',
            "",
            f"{AREA}, practice SEC-01: levels must have five entries, one for each level from 0 to 4, not 4.",
        ),
        ('"No."', "7", f"{AREA}, practice SEC-01: entry 1 of levels must be text."),
        ('"M"', '"XL"', f"{AREA}, practice SEC-01: effort must be 'S', 'M' or 'L'."),
        (
            'effort = "M"',
            'effort = "M"\nfoundation = 1',
            f"{AREA}, practice SEC-01: foundation must be true or false.",
        ),
        (
            'effort = "M"',
            'effort = "M"\nneeds = ["SEC-02"]',
            f"{AREA}, practice SEC-01: entry 1 of needs must be a practice code and a level, like DAT-QUA-01>=1.",
        ),
        ('"SEC-01"', "[1]", f"{AREA}, entry 1 of practices: code must be text."),
        (
            '"Patching"',
            f'"{"x" * 201}"',
            f"{AREA}, practice SEC-01: name is longer than 200 characters.",
        ),
    ],
)
def test_a_fault_of_shape_is_named_with_its_place(directory: Path, old: str, new: str, fault: str) -> None:
    assert DISCIPLINE.count(old) == 1
    (directory / "secops.toml").write_text(DISCIPLINE.replace(old, new))
    assert faults_of(directory) == [fault]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("gates.toml", "gates = 3", "gates.toml: gates must be a list."),
        ("gates.toml", "gates = [3]", "gates.toml: entry 1 of gates must be a table."),
        (
            "levels.toml",
            "[thresholds]\nbreadth = nan",
            "levels.toml, thresholds: breadth must be a number of ordinary size.",
        ),
        (
            "levels.toml",
            "[thresholds]\nbreadth = 1e99",
            "levels.toml, thresholds: breadth must be a number of ordinary size.",
        ),
        ("levels.toml", "[thresholds]\nbreadth = true", "levels.toml, thresholds: breadth must be a number."),
        (
            "levels.toml",
            f"[thresholds]\nbreadth = 0.{'1' * 31}",
            "levels.toml, thresholds: breadth must be a number of at most 30 digits.",
        ),
        ("levels.toml", f"[thresholds]\nbreadth = {'1' * 5000}", "levels.toml: a number is too long."),
        (
            "levels.toml",
            "[thresholds]\neffort_weeks = {S = 1, M = 2}",
            "levels.toml, thresholds, effort_weeks: L is missing.",
        ),
        ("article.toml", "[[statements]]\ncode = 1\n[", "article.toml: not TOML: "),
        ("sources.toml", "a = " + "[" * 5000, "sources.toml: nested too deeply."),
    ],
)
def test_the_other_files_are_checked_too(directory: Path, name: str, text: str, fault: str) -> None:
    (directory / name).write_text(text)
    (found,) = faults_of(directory)
    assert found.startswith(fault)


def test_a_fault_of_syntax_names_its_line(directory: Path) -> None:
    (directory / "secops.toml").write_text('code = "a"\nname = \n')
    assert faults_of(directory) == ["secops.toml: not TOML: Invalid value (at line 2, column 8)."]


def test_faults_of_all_files_come_together(directory: Path) -> None:
    (directory / "bad.toml").write_bytes(b"\xff")
    (directory / "gates.toml").write_text("gates = 1")
    (directory / "secops.toml").write_text(DISCIPLINE.replace('owner = "CISO"', ""))
    assert faults_of(directory) == [
        "bad.toml: the file is not UTF-8 text.",
        f"{AREA}, practice SEC-01: owner is missing.",
        "gates.toml: gates must be a list.",
    ]


def test_a_code_used_in_two_files_is_named_with_both(directory: Path) -> None:
    (directory / "again.toml").write_text(DISCIPLINE.replace("secops", "again").replace("SEC-A", "SEC-B"))
    assert faults_of(directory) == ["again.toml, secops.toml: the practice code SEC-01 is used 2 times."]


def test_a_repeated_statement_or_source_is_named(directory: Path) -> None:
    statement = '[[statements]]\ncode = "S1"\nkind = "DEF"\ntext = "t"\nsection = "s"\ntreatment = "x"\n'
    (directory / "article.toml").write_text(statement * 2)
    (directory / "sources.toml").write_text('[[sources]]\ncode = "R1"\narea = "a"\nname = "n"\naddress = "x"\n' * 3)
    assert faults_of(directory) == [
        "article.toml: the statement code S1 is used 2 times.",
        "sources.toml: the source code R1 is used 3 times.",
    ]


def test_limits_hold_before_parsing(directory: Path) -> None:
    (directory / "large.toml").write_text("#" * (1024 * 1024 + 1))
    assert faults_of(directory) == ["large.toml: the file is larger than 1,048,576 bytes."]
    for number in range(50):
        (directory / f"more-{number}.toml").write_text("")
    assert faults_of(directory) == [f"{directory} holds more than 50 discipline files."]


def test_too_many_practices_are_refused(directory: Path) -> None:
    head, practice = DISCIPLINE.split("[[dimensions.practices]]")
    many = "".join("[[dimensions.practices]]" + practice.replace("SEC-01", f"SEC-{n}") for n in range(5001))
    (directory / "secops.toml").write_text(head + many)
    assert faults_of(directory) == ["The catalog has 5001 practices; at most 5000 are allowed."]


def test_a_directory_without_disciplines_is_refused(tmp_path: Path) -> None:
    assert faults_of(tmp_path) == [f"{tmp_path} holds no discipline file, such as mlops.toml."]
    assert faults_of(tmp_path / "none") == [f"{tmp_path / 'none'} is not a directory."]


def test_a_directory_in_place_of_a_file_is_a_fault(directory: Path) -> None:
    (directory / "gates.toml").mkdir()
    assert faults_of(directory) == ["gates.toml: the file cannot be read (Is a directory)."]
