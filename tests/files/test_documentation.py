"""The examples in the documents of both formats work as they stand."""

import re
import shutil
from pathlib import Path

from assessments.core.faults import problems
from assessments.files import BUILT_IN, read_answers, read_catalog

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


def blocks(document: str, language: str) -> list[str]:
    text = (DOCS / document).read_text()
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)


def test_the_documented_discipline_and_gate_fit_into_the_built_in_catalog(tmp_path: Path) -> None:
    discipline, gate, levels, _ = blocks("catalog-format.md", "toml")
    directory = tmp_path / "content"
    shutil.copytree(BUILT_IN, directory)
    (directory / "secops.toml").write_text(discipline)
    with (directory / "gates.toml").open("a") as gates:
        gates.write(gate)
    (directory / "levels.toml").write_text(levels[levels.index("[thresholds]") :])
    built_in = read_catalog(BUILT_IN)
    catalog = read_catalog(directory)
    assert problems(catalog, baseline=built_in) == ()
    assert [discipline.code for discipline in catalog.disciplines][-1] == "secops"
    assert catalog.practice["SEC-PAT-01"].offered == (0, 1, 2, 4)
    assert catalog.thresholds == built_in.thresholds


def test_the_documented_answers_are_read(tmp_path: Path) -> None:
    answers, _ = blocks("answers-format.md", "json")
    path = tmp_path / "answers.json"
    path.write_text(answers)
    read = read_answers(path, read_catalog(BUILT_IN))
    assert read.answers["MLO-DEP-01"] == (2, 3, "dk")
