"""Publish the built-in catalog on an empty database."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.files.catalog import BUILT_IN, read_catalog
from assessments.services.catalogs import load_catalog


class Command(BaseCommand):
    help = "Publish the built-in catalog as version 1 if there is no version yet; else leave everything alone."

    def handle(self, **_options: Any) -> None:
        catalog = read_catalog(BUILT_IN)
        if load_catalog(catalog, at=timezone.now()) is None:
            self.stdout.write("There is a catalog already; nothing was changed.")
            return
        self.stdout.write(
            f"Published the built-in catalog as version 1: {len(catalog.disciplines)} disciplines, "
            f"{len(catalog.practice)} practices, {len(catalog.gates)} gates."
        )
