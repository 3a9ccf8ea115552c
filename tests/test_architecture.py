"""The habits that no other tool keeps: sizes, names, docstrings, the clock, and markup only in templates.

Each rule is a function from one file's text to its faults. Every rule is first shown a text that breaks it.
"""

import ast
import re
import statistics
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APP = ROOT / "assessments"
TEMPLATES = ROOT / "templates"

FUNCTION_LINES, MEDIAN_FUNCTION_LINES, MODULE_LINES, TEMPLATE_LINES = 40, 8, 400, 120
POSITIONAL_ARGUMENTS = 3
FORBIDDEN_NAMES = {"common", "constants", "exceptions", "helpers", "managers", "misc", "signals", "util", "utils"}
READ_THE_CLOCK = ("views", "management", "admin")
CORE_IMPORTS = {
    "bisect", "collections", "dataclasses", "datetime", "enum", "fractions", "functools", "graphlib", "heapq",
    "itertools", "math", "operator", "re", "textwrap", "types", "typing",
}  # fmt: skip

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*, below: Path = APP) -> list[Path]:
    """Return our modules, migrations aside."""
    return sorted(path for path in below.rglob("*.py") if "migrations" not in path.parts)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def lines(function: Function) -> int:
    """Return how long a function is, its docstring and decorators not counted."""
    start = function.lineno
    if ast.get_docstring(function) is not None:
        start = function.body[0].end_lineno or start
    return (function.end_lineno or start) - start


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the full name of each import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def references(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the dotted name of each attribute that is read, such as timezone.now."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.lineno, ast.unparse(node)


def long_functions(tree: ast.AST) -> list[str]:
    return [f"{f.lineno}: {f.name} has {lines(f)} lines" for f in functions(tree) if lines(f) > FUNCTION_LINES]


def undocumented(tree: ast.AST) -> list[str]:
    assert isinstance(tree, ast.Module)
    silent = [] if ast.get_docstring(tree) else ["1: the module has no docstring"]
    # A management command says what it is for in its `help`.
    public = (
        node
        for node in tree.body
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_") and node.name != "Command"
    )
    return silent + [f"{node.lineno}: {node.name} has no docstring" for node in public if not ast.get_docstring(node)]


def signals(tree: ast.AST) -> list[str]:
    banned = ("django.dispatch", "django.db.models.signals", "django.core.signals")
    return [f"{line}: {name}" for line, name in imported(tree) if name.startswith(banned)]


def save_hooks(tree: ast.AST) -> list[str]:
    """A model that overrides save or delete does something nobody called."""
    return [
        f"{function.lineno}: {owner.name}.{function.name}"
        for owner in ast.walk(tree)
        if isinstance(owner, ast.ClassDef)
        for function in owner.body
        if isinstance(function, Function) and function.name in {"save", "delete"}
    ]


CLOCKS = {
    "timezone.now", "date.today", "datetime.date.today", "datetime.now", "datetime.today", "datetime.utcnow",
    "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow", "time.time", "time.time_ns",
}  # fmt: skip
CLOCK_IMPORTS = {"django.utils.timezone.now", "django.db.models.functions.Now", "time.time", "time.time_ns"}
# Django stamps an account when it is made; nothing is decided by that moment.
ACCOUNT_STAMP = "date_joined"


def clock_reads(tree: ast.AST) -> list[str]:
    """Every way to learn the time other than being told: clocks called or handed on, and fields that stamp."""
    stamped = {
        id(node)
        for owner in ast.walk(tree)
        if isinstance(owner, ast.Assign) and ast.unparse(owner.targets[0]) == ACCOUNT_STAMP
        for node in ast.walk(owner)
    }
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if id(node) not in stamped and isinstance(node, ast.expr | ast.keyword) and reads_the_clock(node)
    ] + [f"{line}: {name}" for line, name in imported(tree) if name in CLOCK_IMPORTS]


def reads_the_clock(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        # Without a moment to convert these take the present one.
        return not node.args and ast.unparse(node.func).split(".")[-1] in {"localtime", "localdate"}
    if isinstance(node, ast.keyword):
        return node.arg in {"auto_now", "auto_now_add"}
    return isinstance(node, ast.Attribute) and ast.unparse(node) in CLOCKS


ANSWERS = {"Response", "ResponseRevision", "AgreedLevel", "AgreedLevelChange", "Comment"}
# What rows of these models are called where they belong to another, which a look-up across that one names.
BELOW = {"responses", "response_revisions", "agreed_levels", "agreed_level_changes", "comments"}
ACROSS = re.compile(rf"(\w+__)?({'|'.join(sorted(BELOW))})(__\w+)?")
# Who reads what people answered or said of it, and what keeps it from whom it must not reach (`core.voices`). What
# shows others' answers on a further page asks `queries.voices`, or the `Visit`; a module named here says so.
READS_ANSWERS = {
    "queries/voices.py": "the place that asks, for one practice",
    "queries/given_answers.py": "all of an assessment, for the `Visit` to ask",
    "queries/assessments.py": "the sheet behind the `Visit`, and the own answer",
    "queries/settling.py": "changes of a level, for who was let in by the `Visit` or `voices`",
    "queries/discussions.py": "takes `voices`",
    "queries/response_history.py": "the own answer, and `voices` for what was settled",
    "queries/explanation.py": "of a Result, for `core.explanation.seen_by`",
    "queries/marks.py": "how many comments, for the `Visit` to ask",
    "queries/teams.py": "the own answers, and when everybody gave theirs, never what",
    "queries/handovers.py": "whether, never what",
    "queries/portfolio.py": "whether, never what",
    "services/responses.py": "the own answer",
    "services/carrying.py": "the own answers",
    "services/agreed_levels.py": "takes `voices` under its lock",
    "services/discussions.py": "takes `voices` under its lock",
}


def answer_reads(tree: ast.AST) -> list[str]:
    """What people answered, by the model of it, through a row that it belongs to, or by a look-up across another."""
    models = [
        f"{line}: {name}"
        for line, name in imported(tree)
        if name.startswith("assessments.models.") and name.rpartition(".")[2] in ANSWERS
    ]
    words = [(node.lineno, node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    words += [(node.value.lineno, node.arg) for node in ast.walk(tree) if isinstance(node, ast.keyword)]
    inner = [node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    words += [(node.lineno, node.attr) for node in inner if isinstance(node, ast.Attribute) and node.attr in BELOW]
    return models + [f"{line}: {word}" for line, word in words if isinstance(word, str) and ACROSS.fullmatch(word)]


def model_forms(tree: ast.AST) -> list[str]:
    return [f"{line}: {name}" for line, name in imported(tree) if name.endswith(("ModelForm", "modelform_factory"))] + [
        f"{line}: {name}" for line, name in references(tree) if name.endswith((".ModelForm", ".modelform_factory"))
    ]


def trusted_markup(tree: ast.AST) -> list[str]:
    """Markup built in Python: templates escape what they print, strings do not."""
    return [f"{line}: {name}" for line, name in imported(tree) if name.startswith(("django.utils.safestring",))] + [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and is_unescaped(node)
    ]


def is_unescaped(node: ast.expr) -> bool:
    trusting = {"mark_safe", "SafeString", "SafeText"}
    return (isinstance(node, ast.Name) and node.id in trusting) or (
        isinstance(node, ast.Attribute) and node.attr in trusting
    )


def project_imports(tree: ast.AST) -> list[str]:
    return [f"{line}: {name}" for line, name in imported(tree) if name.split(".")[0] in {"opsmaturity", "tests"}]


def core_imports(tree: ast.AST) -> list[str]:
    return [
        f"{line}: {name}"
        for line, name in imported(tree)
        if name.split(".")[0] not in CORE_IMPORTS and not name.startswith("assessments.core")
    ]


def our_imports(tree: ast.AST) -> list[str]:
    """Imports of ours in a migration, which must go on working when we change."""
    return [f"{line}: {name}" for line, name in imported(tree) if name.startswith("assessments")]


def positional_crowds(tree: ast.AST) -> list[str]:
    """Public functions that take more than three arguments by position, where a call no longer says which is which."""
    assert isinstance(tree, ast.Module)
    return [
        f"{f.lineno}: {f.name} takes {len(f.args.posonlyargs) + len(f.args.args)} by position"
        for f in tree.body
        if isinstance(f, Function) and not f.name.startswith("_")
        if len(f.args.posonlyargs) + len(f.args.args) > POSITIONAL_ARGUMENTS
    ]


def numbered(text: str, pattern: re.Pattern[str]) -> list[str]:
    return [f"{text[: m.start()].count(chr(10)) + 1}: {m.group(0).strip()[:60]}" for m in pattern.finditer(text)]


INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)[^>]*>|<style[\s>]|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|\shx-on|\shx-vals=.js:",
    re.IGNORECASE,
)
UNESCAPED = re.compile(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off")


def inline_code(text: str) -> list[str]:
    """What the Content Security Policy would refuse."""
    return numbered(text, INLINE)


def unescaped(text: str) -> list[str]:
    return numbered(text, UNESCAPED)


def faults_in(paths: Iterable[Path], *rules: Callable[[ast.AST], list[str]]) -> list[str]:
    """Return the faults that rules find in files, each with its place."""
    trees = ((path, ast.parse(path.read_text())) for path in paths)
    return [f"{named(path)}:{fault}" for path, tree in trees for rule in rules for fault in rule(tree)]


BAD_CODE = {
    long_functions: "def f():\n" + "    pass\n" * 41,
    undocumented: "def f(): pass",
    signals: "from django.dispatch import receiver",
    save_hooks: "class Unit:\n    def save(self): pass",
    clock_reads: "from django.utils import timezone\nat = timezone.now()",
    answer_reads: "from assessments.models import Assessment, Response",
    model_forms: "from django import forms\nclass F(forms.ModelForm): pass",
    trusted_markup: "from django.utils import html\nhtml.mark_safe('')",
    project_imports: "import opsmaturity.settings",
    core_imports: "import random",
    our_imports: "from assessments.core import catalog",
    positional_crowds: "def f(a, b, c, d): pass",
}
BAD_MARKUP = {
    inline_code: [
        "<script>go()</script>", "<p style='color: red'>", '<a onclick="go()">', "<style>p {}</style>",
        '<a href="javascript:go()">',
    ],
    unescaped: ["{{ remark|safe }}", "{{ remark | safe }}", "{% autoescape off %}"],
}  # fmt: skip


@pytest.mark.parametrize(("rule", "text"), BAD_CODE.items(), ids=lambda value: getattr(value, "__name__", "text"))
def test_a_rule_notices_code_that_breaks_it(rule: Callable[[ast.AST], list[str]], text: str) -> None:
    assert len(rule(ast.parse(text))) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "def f(when):\n    field = Field(auto_now_add=True)",
        "from django.utils.timezone import now",
        "import datetime\nday = datetime.date.today()",
        "from datetime import datetime\nat = datetime.now()",
        "from django.utils.timezone import localdate\non = localdate()",
        "field = DateTimeField(default=timezone.now)",
    ],
)
def test_every_way_to_read_the_clock_is_noticed(text: str) -> None:
    assert clock_reads(ast.parse(text))


def test_converting_a_moment_reads_no_clock() -> None:
    assert not clock_reads(ast.parse("from django.utils.timezone import localdate\non = localdate(at)"))


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in BAD_MARKUP.items() for text in texts])
def test_a_rule_notices_markup_that_breaks_it(rule: Callable[[str], list[str]], text: str) -> None:
    assert len(rule(text)) == 1


def test_good_markup_has_no_faults() -> None:
    text = '<script src="{% static "js/a.js" %}" defer></script> <p class="on-top" data-style="x">{{ safe }}</p>'
    assert not inline_code(text)
    assert not unescaped(text)


def test_code_keeps_the_habits() -> None:
    rules = (long_functions, undocumented, signals, trusted_markup, project_imports)
    assert not faults_in(modules(), *rules)


def test_functions_are_short() -> None:
    every = [lines(function) for path in modules() for function in functions(ast.parse(path.read_text()))]
    assert statistics.median(every) <= MEDIAN_FUNCTION_LINES


def test_modules_are_short_and_named_for_what_they_hold() -> None:
    long = {named(path): size for path in modules() if (size := len(path.read_text().splitlines())) > MODULE_LINES}
    vague = [named(path) for path in APP.rglob("*") if path.stem in FORBIDDEN_NAMES and path.suffix in {".py", ""}]
    assert not long
    assert not vague


def test_arguments_are_named_where_there_are_several() -> None:
    # Views, template tags and the admin are called by Django, by position.
    called_by_django = ("views", "templatetags", "admin")
    ours = [path for path in modules() if path.relative_to(APP).parts[0] not in called_by_django]
    assert not faults_in(ours, positional_crowds)


def test_models_save_without_hooks() -> None:
    assert not faults_in(modules(below=APP / "models"), save_hooks)


def test_only_views_and_commands_read_the_clock() -> None:
    below = [path for path in modules() if path.relative_to(APP).parts[0] not in READ_THE_CLOCK]
    assert not faults_in(below, clock_reads)


def test_a_look_up_across_another_model_reads_answers_too() -> None:
    for text in (
        'F("responses__level")',
        "Assessment.objects.filter(responses__level=2)",
        "Unit.objects.filter(assessments__responses__level=2)",
        'Count("responses")',
        'Discussion.objects.values("comments__text")',
        "assessment.responses.all()",
        "discussion.comments.filter(author=somebody)",
    ):
        assert len(answer_reads(ast.parse(text))) == 1


def test_who_reads_answers_says_how_it_keeps_them_to_whom_they_are_for() -> None:
    """Exports and template tags know no rows."""
    others = [path for path in modules() if path.relative_to(APP).parts[0] not in {"models", "exports", "templatetags"}]
    found = {path.relative_to(APP).as_posix() for path in others if answer_reads(ast.parse(path.read_text()))}
    assert found == set(READS_ANSWERS)


def test_model_forms_are_for_the_admin() -> None:
    elsewhere = [path for path in modules() if path.relative_to(APP).parts[0].removesuffix(".py") != "admin"]
    assert not faults_in(elsewhere, model_forms)


def test_the_core_imports_nothing_but_a_few_standard_modules() -> None:
    assert not faults_in(modules(below=APP / "core"), core_imports)


def test_migrations_import_nothing_of_ours() -> None:
    assert not faults_in(sorted((APP / "migrations").glob("*.py")), our_imports)


def test_the_content_holds_no_code() -> None:
    assert not list((APP / "catalog").rglob("*.py"))


def test_templates_hold_no_code_and_escape_everything() -> None:
    faults = [
        f"{named(path)}:{fault}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for rule in (inline_code, unescaped)
        for fault in rule(path.read_text())
    ]
    assert not faults


def test_templates_are_short() -> None:
    sizes = {named(path): len(path.read_text().splitlines()) for path in TEMPLATES.rglob("*.html")}
    assert sizes
    assert not {name: size for name, size in sizes.items() if size > TEMPLATE_LINES}


def test_scripts_build_no_markup_from_text() -> None:
    risky = re.compile(r"\.(innerHTML|outerHTML)\s*\+?=|insertAdjacentHTML|document\.write|\beval\(|new Function\(")
    assert risky.search("node.innerHTML = text")
    faults = [f"{named(p)}:{f}" for p in (ROOT / "static").rglob("*.js") for f in numbered(p.read_text(), risky)]
    assert not faults
