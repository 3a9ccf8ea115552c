"""`manage.py check_catalog [DIR]`: every fault of a directory of catalog files."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from assessments.core.catalog import Catalog
from assessments.core.faults import problems
from assessments.files import BUILT_IN, FileFaults, read_catalog


class Command(BaseCommand):
    help = "Lists the faults of a directory of catalog files, one per line; exits with 1 when there are any."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", nargs="?", type=Path, default=BUILT_IN, help="catalog files; left out: the built-in catalog"
        )

    def handle(self, *_args: Any, directory: Path, **_options: Any) -> None:
        faults, summary = _checked(directory)
        self.stdout.write("\n".join(faults) if faults else f"No faults: {summary}.")
        if faults:
            sys.exit(1)


def _checked(directory: Path) -> tuple[tuple[str, ...], str]:
    """The faults, and what was counted when there are none."""
    try:
        catalog = read_catalog(directory)
    except FileFaults as error:
        return error.faults, ""
    built_in = read_catalog(BUILT_IN)
    related = not built_in.practice.keys().isdisjoint(catalog.practice)
    return problems(catalog, baseline=built_in if related else None), _summary(catalog)


def _summary(catalog: Catalog) -> str:
    counts = (("discipline", catalog.disciplines), ("practice", catalog.practice), ("gate", catalog.gates))
    return ", ".join(f"{len(things)} {name}{'' if len(things) == 1 else 's'}" for name, things in counts)
