"""`check_catalog` lists faults on stdout and says by its exit code whether there are any."""

import re
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

from assessments.files import BUILT_IN


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    copy = tmp_path / "content"
    shutil.copytree(BUILT_IN, copy)
    return copy


def faults(directory: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    with pytest.raises(SystemExit) as stopped:
        call_command("check_catalog", str(directory))
    assert stopped.value.code == 1
    return capsys.readouterr().out.splitlines()


def edit(path: Path, pattern: str, replacement: str) -> None:
    text, count = re.subn(pattern, replacement, path.read_text(), count=1, flags=re.DOTALL)
    assert count == 1
    path.write_text(text)


def test_the_built_in_catalog_has_no_faults(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_catalog")
    assert capsys.readouterr().out == "No faults: 4 disciplines, 95 practices, 2 gates.\n"


def test_one_of_each_is_counted_in_the_singular(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "secops.toml").write_text(
        'code = "secops"\nname = "SecOps"\nposition = 1\nscope = "Security."\n'
        '[[dimensions]]\ncode = "SEC"\nname = "Security"\nabout = "All."\n'
        '[[dimensions.practices]]\ncode = "SEC-01"\nname = "Patching"\nquestion = "How?"\n'
        'levels = ["No.", "", "Most.", "", ""]\neffort = "S"\nowner = "CISO"\n'
    )
    call_command("check_catalog", str(tmp_path))
    assert capsys.readouterr().out == "No faults: 1 discipline, 1 practice, 0 gates.\n"


def test_faults_of_shape_come_one_per_line(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(directory / "mlops.toml", r'effort = "S"', 'effort = "XS"')
    edit(directory / "aiops.toml", r"position = 4", "position = 4.5")
    assert faults(directory, capsys) == [
        "aiops.toml: position must be a whole number.",
        "mlops.toml, dimension MLO-DEV, practice MLO-DEV-01: effort must be 'S', 'M' or 'L'.",
    ]


def test_faults_of_content_come_one_per_line(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(directory / "dataops.toml", r'needs = \["DAT-PIP-01>=1"\]', 'needs = ["DAT-PIP-02>=1", "NONE>=1"]')
    assert faults(directory, capsys) == [
        "Practice DAT-PIP-02 needs itself.",
        "Practice DAT-PIP-02 needs NONE, which does not exist.",
    ]


def test_the_fixed_gates_are_guarded_in_a_relative_of_the_built_in_catalog(
    directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (directory / "gates.toml").unlink()
    assert faults(directory, capsys) == [
        "The gate from mlops to modelops is fixed and may not be removed.",
        "The gate from mlops to aiops is fixed and may not be removed.",
    ]


def test_a_missing_directory_is_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert faults(tmp_path / "none", capsys) == [f"{tmp_path / 'none'} is not a directory."]
