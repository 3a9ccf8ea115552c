"""Every static file that a template or a style sheet names is there, and collecting them works."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.management import call_command
from pytest_django.fixtures import Settings

ROOT = Path(__file__).parent.parent
STATIC_TAG = re.compile(r"""{%\s*static\s+["']([^"']+)["']\s*(?:as\s+\w+\s*)?%}""")


def named_files() -> list[tuple[str, str]]:
    return [
        (template.relative_to(ROOT).as_posix(), name)
        for template in sorted((ROOT / "templates").rglob("*.html"))
        for name in STATIC_TAG.findall(template.read_text())
    ]


def test_templates_name_files_that_exist() -> None:
    missing = [(template, name) for template, name in named_files() if finders.find(name) is None]
    assert not missing


def test_a_missing_file_would_be_noticed() -> None:
    assert STATIC_TAG.findall("{% static 'css/no-such.css' %}") == ["css/no-such.css"]
    assert finders.find("css/no-such.css") is None
    assert named_files(), "the templates name no static file at all: the pattern must be wrong"


def test_collecting_resolves_every_reference(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").is_file()
