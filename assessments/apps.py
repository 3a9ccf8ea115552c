"""The app's place in Django."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """The one app of the project."""

    name = "assessments"
    verbose_name = "Questions and organisation"
