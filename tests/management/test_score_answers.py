"""`score_answers` reads answers and prints readiness, gates and roadmap, or one line per fault, without a database."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from assessments.core.catalog import Catalog
from assessments.files import BUILT_IN, read_catalog
from tests.core.worked_examples import EXAMPLES

ROOT = Path(__file__).resolve().parents[2]
Write = Callable[[object], Path]
Score = Callable[..., Any]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: object) -> Path:
        path = tmp_path / "answers.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


@pytest.fixture
def score(write: Write, capsys: pytest.CaptureFixture[str]) -> Score:
    def score(content: object, *arguments: str) -> Any:
        call_command("score_answers", str(write(content)), *arguments)
        printed = capsys.readouterr()
        assert printed.err == ""
        return json.loads(printed.out)

    return score


@pytest.fixture
def refused(write: Write, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    def refused(content: object, *arguments: str) -> list[str]:
        with pytest.raises(SystemExit) as stopped:
            call_command("score_answers", str(write(content)), *arguments)
        printed = capsys.readouterr()
        assert stopped.value.code == 2
        assert printed.out == ""
        return printed.err.splitlines()

    return refused


def built_in() -> Catalog:
    return read_catalog(BUILT_IN)


def mlops_at(level: int, **others: int) -> dict[str, int]:
    changed = {code.replace("_", "-"): at for code, at in others.items()}
    return {one.code: level for one in built_in().discipline["mlops"].practices} | changed


def mlops_evidence(text: str = "https://wiki.example.org/shown") -> dict[str, str]:
    return {one.code: text for one in built_in().discipline["mlops"].practices if one.foundation}


def run(path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "manage.py", "score_answers", str(path)],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("url", ["postgres://nobody:x@127.0.0.1:1/none", "no url at all", ""])
def test_it_runs_on_a_bare_machine_whatever_the_database(write: Write, url: str) -> None:
    done = run(write({"answers": {"MLO-TRN-01": 2}}), DATABASE_URL=url)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["disciplines"]["mlops"]["index_low"] == 3.6


def test_bad_input_prints_lines_on_stderr_only(write: Write) -> None:
    done = run(write({"answers": {"NOPE": 1, "MLO-TRN-01": 2.5}}))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        'answers.json, answers: MLO-TRN-01 must be a level from 0 to 4, "dk" or "na", not 2.5.',
        "answers.json, answers: there is no practice 'NOPE'.",
    ]


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    done = run(tmp_path / "none.json")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "none.json: the file does not exist.\n")


def test_no_query_is_made(score: Score) -> None:
    """Without the mark for a database any query raises here; shown once to do so."""
    score({"answers": mlops_at(2)})
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.cursor()


@pytest.mark.parametrize(
    "content",
    [
        "", "null", "[]", "{", "{}", '{"answers": null}', '{"answers": {"MLO-TRN-01": []}}',
        '{"answers": {"MLO-TRN-01": null}}', '{"answers": {"MLO-TRN-01": true}}', '{"answers": {"MLO-TRN-01": 5}}',
        '{"answers": {"MLO-TRN-01": "na"}}', '{"answers": {}, "extra": 1}', '{"answers": {}, "capacity": 0}',
        '{"answers": {}, "targets": {"mlops": 5}}', '{"answers": {}, "targets": {"devops": 2}}',
        '{"answers": {}, "evidence": {"MLO-TRN-01": 3}}', '{"answers": {}, "assume_evidence": 1}',
    ],
)  # fmt: skip
def test_bad_input_is_refused(refused: Callable[..., list[str]], content: str) -> None:
    lines = refused(content)
    assert lines
    assert all(line.startswith("answers.json") and line.endswith(".") for line in lines)


def test_a_file_that_is_not_utf_8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(b'{"answers": {}, "evidence": {"MLO-TRN-01": "caf\xe9"}}')
    with pytest.raises(SystemExit):
        call_command("score_answers", str(path))
    assert capsys.readouterr().err == "answers.json: the file is not UTF-8 text.\n"


def test_a_capacity_for_thousands_of_years_is_refused(refused: Callable[..., list[str]]) -> None:
    assert refused({"answers": {}, "capacity": 0.0001}) == [
        "answers.json: capacity is too small. With this capacity the plan would take more than 10,000 quarters."
    ]


def test_faults_of_the_catalog_are_refused_too(refused: Callable[..., list[str]], tmp_path: Path) -> None:
    assert refused({"answers": {}}, "--catalog", str(tmp_path / "none"))[0].endswith("is not a directory.")
    faulty = tmp_path / "faulty"
    faulty.mkdir()
    write_discipline(faulty, "solo", 1, {"SOLO-1": {"levels": ["No.", "Yes.", "", "", ""]}})
    assert refused({"answers": {}}, "--catalog", str(faulty)) == [
        "Practice SOLO-1 offers no level above 1, so it can never be in place (level 2)."
    ]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_worked_examples_come_out_as_in_the_table(score: Score, name: str) -> None:
    example = EXAMPLES[name]
    answers = {code: level for code, level in example.levels.items() if level is not None}
    found = score({"answers": answers, "assume_evidence": True})
    assert found["disciplines"]["mlops"]["maturity_level"] == example.maturity_level
    gate = found["gates"][0]
    assert gate["outcome"] == example.outcome
    assert {one["before"] + one["after"] for one in found["unlock"]} == (
        set() if example.outcome == "open" else {"mlopsmodelops", "mlopsaiops"}
    )


def test_the_shape_of_everything(score: Score) -> None:
    found = score({"answers": mlops_at(2, MLO_MON_01=1), "evidence": mlops_evidence(), "capacity": 24})
    assert set(found) == {"disciplines", "gates", "unlock", "roadmap"}
    assert list(found["disciplines"]) == ["dataops", "mlops", "modelops", "aiops"]
    assert found["disciplines"]["mlops"] == {
        "maturity_level": 1, "state": "started", "index": 48.8, "index_low": 48.8, "index_high": 48.8, "coverage": 1.0,
    }  # fmt: skip
    assert found["disciplines"]["aiops"]["state"] == "waiting"
    assert found["gates"][1] == {
        "before": "mlops",
        "after": "aiops",
        "outcome": "closed",
        "checks": [
            {"code": "G1", "passed": False, "failing": ["MLO-MON-01"]},
            *({"code": code, "passed": True, "failing": []} for code in ("G2", "G3", "G4", "G5", "G6")),
        ],
    }
    effort = 6
    step = {"practice": "MLO-MON-01", "from": 1, "to": 2, "effort": effort}
    assert found["unlock"][0] == {
        "before": "mlops", "after": "modelops", "steps": [step], "work": [], "effort": effort,
    }  # fmt: skip
    first = found["roadmap"]["stages"][0]
    assert first["number"] == 1
    assert first["disciplines"] == ["dataops", "mlops"]
    assert first["steps"][0] | {"because": ""} == step | {"quarter": 1, "because": ""}
    assert first["steps"][0]["because"].startswith("A foundation: without it MLOps cannot reach level 2 (In place). ")
    assert list(found["roadmap"]) == ["stages", "gates", "quarters", "effort", "notes"]
    forecast = found["roadmap"]["gates"][1]
    assert forecast | {"because": ""} == {
        "before": "mlops", "after": "aiops", "opens": 1, "chain": [{"practice": "MLO-MON-01", "to": 2}], "because": "",
    }  # fmt: skip
    assert forecast["because"] == (
        "Opens at the end of quarter 1, when MLOps counts as level 2 (In place). "
        "What holds it, first to last: “Production model monitoring” to level 2 (quarter 1)."
    )
    assert found["roadmap"]["quarters"] == found["roadmap"]["stages"][-1]["quarter"]
    steps = [step for stage in found["roadmap"]["stages"] for step in stage["steps"]]
    assert sum(step["effort"] for step in steps) == found["roadmap"]["effort"]


def test_gates_that_are_open_and_gates_that_stay_shut(score: Score) -> None:
    found = score({"answers": mlops_at(2), "assume_evidence": True})["roadmap"]["gates"]
    assert [(one["opens"], one["chain"], one["because"]) for one in found] == [(0, [], "Open today.")] * 2
    found = score({"answers": {}, "targets": {"mlops": 0, "modelops": 0, "aiops": 0}})["roadmap"]["gates"]
    assert [(one["opens"], one["chain"]) for one in found] == [(None, [])] * 2


def test_limits_of_roles_and_of_steps_at_once_are_planned_with(score: Score) -> None:
    free = {"answers": mlops_at(1), "capacity": 500, "parallel": 1000}
    opens = [
        score(content)["roadmap"]["gates"][0]["opens"]
        for content in (free, {**free, "parallel": 1}, {**free, "role_capacity": {"ML platform lead": 1}})
    ]
    assert opens[0] < min(opens[1:])


def test_only_answers_are_required(score: Score) -> None:
    found = score({"answers": {}})
    assert {one["state"] for one in found["disciplines"].values()} == {"not_assessed", "waiting"}
    assert found["gates"][0]["outcome"] == "undecided"
    assert len(found["gates"][0]["checks"][0]["failing"]) == 10
    assert found["disciplines"]["mlops"]["index"] is None
    assert found["roadmap"]["stages"][0]["work"]


def test_an_early_look_keeps_its_own_level_and_waits(score: Score) -> None:
    answers = {one.code: 3 for one in built_in().discipline["aiops"].practices}
    aiops = score({"answers": answers})["disciplines"]["aiops"]
    assert (aiops["maturity_level"], aiops["index"], aiops["state"]) == (3, 75.0, "waiting")


def test_several_respondents_are_settled_by_the_lower_median(score: Score) -> None:
    answers: dict[str, Any] = {**mlops_at(2), "MLO-MON-01": [3, 1, "dk"], "DAT-STO-02": ["na", "na"]}
    found = score({"answers": answers, "evidence": mlops_evidence()})
    failing = {one["code"]: one["failing"] for one in found["gates"][0]["checks"]}
    assert failing["G1"] == failing["G4"] == ["MLO-MON-01"]
    assert {"check": "G4", "practice": "MLO-MON-01"}.items() <= found["unlock"][0]["work"][0].items()


@pytest.mark.parametrize("given", [{"evidence": mlops_evidence()}, {"evidence": mlops_evidence("seen in the review")},
                                   {"assume_evidence": True}])  # fmt: skip
def test_evidence_opens_the_gate(score: Score, given: Mapping[str, object]) -> None:
    found = score({"answers": mlops_at(2), **given})
    assert [one["outcome"] for one in found["gates"]] == ["open", "open"]
    assert found["unlock"] == []
    assert found["disciplines"]["mlops"]["state"] == "in_place"


def test_without_evidence_only_work_stands_before_the_gate(score: Score) -> None:
    found = score({"answers": mlops_at(2)})
    assert found["disciplines"]["mlops"]["state"] == "provisional"
    assert found["unlock"][0]["steps"] == []
    assert found["unlock"][0]["effort"] == 0
    assert {one["check"] for one in found["unlock"][0]["work"]} == {"G5"}
    assert found["roadmap"]["stages"][0]["work"] == found["unlock"][0]["work"]


def test_targets_and_their_raising(score: Score) -> None:
    found = score({"answers": {}, "targets": {"dataops": 0, "mlops": 0, "modelops": 0, "aiops": 2}})
    assert found["roadmap"]["notes"] == [
        "The target of MLOps is raised to level 2 (In place), because AIOps waits for it."
    ]


OFFERS = (["No.", "Some.", "Most.", "Nearly all.", "Improving."], ["No.", "", "Most.", "", "All."],
          ["No.", "", "", "All.", ""], ["", "Some.", "Most.", "", ""])  # fmt: skip


def write_discipline(directory: Path, code: str, position: int, practices: Mapping[str, Mapping[str, object]]) -> None:
    lines = [f'code = "{code}"', f'name = "{code.capitalize()}"', f"position = {position}", 'scope = "All of it."',
             "[[dimensions]]", f'code = "{code}-all"', 'name = "All"', 'about = "All."']  # fmt: skip
    for practice, values in practices.items():
        defaults = {"name": practice, "question": "How?", "levels": OFFERS[0],
                    "effort": "S", "owner": "Lead"}  # fmt: skip
        lines += ["[[dimensions.practices]]", f'code = "{practice}"']
        lines += [f"{key} = {json.dumps(value)}" for key, value in {**defaults, **values}.items()]
    (directory / f"{code}.toml").write_text("\n".join(lines))


def write_gates(directory: Path, *gates: tuple[str, str, int]) -> None:
    (directory / "gates.toml").write_text(
        "\n".join(
            f'[[gates]]\nbefore = "{before}"\nafter = "{after}"\nlevel = {level}\nreason = "{before} comes first."'
            for before, after, level in gates
        )
    )


def test_a_fifth_discipline_behind_a_gate_of_its_own(score: Score, tmp_path: Path) -> None:
    directory = tmp_path / "five"
    directory.mkdir()
    for path in BUILT_IN.glob("*.toml"):
        (directory / path.name).write_text(path.read_text())
    write_discipline(directory, "llmops", 5, {"LLM-1": {"foundation": True, "needs": ["MLO-MON-01>=2"]}})
    (directory / "gates.toml").write_text(
        (BUILT_IN / "gates.toml").read_text()
        + '\n[[gates]]\nbefore = "modelops"\nafter = "llmops"\nlevel = 3\nreason = "ModelOps comes first."\n'
    )
    found = score({"answers": mlops_at(2), "assume_evidence": True}, "--catalog", str(directory))
    assert found["disciplines"]["llmops"]["state"] == "waiting"
    assert [one["after"] for one in found["unlock"]] == ["llmops"]
    assert found["roadmap"]["notes"] == [
        "The target of ModelOps is raised to level 3 (Managed), because Llmops waits for it."
    ]
    steps = [step for stage in found["roadmap"]["stages"] for step in stage["steps"]]
    opened = next(
        one["quarter"]
        for one in found["roadmap"]["stages"]
        if "The gate from ModelOps to Llmops opens." in one["reaches"]
    )
    assert [step["quarter"] > opened for step in steps if step["practice"] == "LLM-1"] == [True, True]


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A model of 200 practices in five disciplines, with blank anchors, many needs, and gates in a diamond."""
    directory = tmp_path / "foreign"
    directory.mkdir()
    for at, code in enumerate("pqrst"):
        practices = {
            f"{code.upper()}-{number:02}": {
                "levels": OFFERS[(number * 7 + at) % len(OFFERS)],
                "effort": "SML"[number % 3],
                "foundation": number % 5 == 0,
                "needs": [f"{code.upper()}-{number - gap:02}>=2" for gap in (1, 3) if number >= gap and number % 2],
            }
            for number in range(40)
        }
        write_discipline(directory, code, at + 1, practices)
    write_gates(directory, ("p", "q", 2), ("p", "r", 1), ("q", "s", 2), ("r", "s", 2))
    return directory


def test_a_fixed_gate_that_the_directory_lacks_is_named(score: Score, tmp_path: Path) -> None:
    shutil.copytree(BUILT_IN, tmp_path / "copy")
    (tmp_path / "copy" / "gates.toml").unlink()
    told = score({"answers": {}}, "--catalog", str(tmp_path / "copy"))
    assert told["gates"] == []
    assert told["roadmap"]["notes"] == [
        f"This catalog has no gate from MLOps to {after} at level 2 or above, which the built-in catalog keeps fixed."
        for after in ("ModelOps", "AIOps")
    ]
    assert score({"answers": {}})["roadmap"]["notes"] == []


def test_a_directory_that_shares_nothing_lacks_nothing(score: Score, foreign: Path) -> None:
    told = score({"answers": {}, "capacity": 500}, "--catalog", str(foreign))
    assert not [note for note in told["roadmap"]["notes"] if "built-in" in note]


def test_another_model_with_200_practices_and_blank_anchors(score: Score, foreign: Path) -> None:
    found = score({"answers": {"P-00": 2, "P-01": 2, "Q-02": 1}, "capacity": 60}, "--catalog", str(foreign))
    steps = [step for stage in found["roadmap"]["stages"] for step in stage["steps"]]
    catalog = read_catalog(foreign)
    last = dict.fromkeys("pqrst", 0)
    first = dict.fromkeys("pqrst", 10**6)
    for step in steps:
        practice = catalog.practice[step["practice"]]
        assert step["to"] == min(level for level in practice.offered if level > step["from"])
        code = catalog.discipline_of[practice.code]
        last[code], first[code] = step["quarter"], min(first[code], step["quarter"])
    assert first["q"] > last["p"]
    assert first["s"] > max(last["q"], last["r"])
    assert found["roadmap"]["quarters"] == max(last.values())


def test_a_level_that_is_not_offered_is_refused(refused: Callable[..., list[str]], foreign: Path) -> None:
    assert refused({"answers": {"P-01": 3}}, "--catalog", str(foreign)) == [
        "answers.json, answers: P-01 does not offer level 3."
    ]
