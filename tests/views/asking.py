"""What an assessment asks about, for tests of the pages that show it."""

from assessments.core.catalog import Catalog
from assessments.models import Assessment
from tests.factories import Organisation, built_in, open_assessment, publish, submit


def name(code: str) -> str:
    """What pages call a practice of the built-in catalog."""
    return built_in().catalog.practice[code].name


def foundations(*codes: str) -> list[str]:
    """The codes of the foundations of these disciplines of the built-in catalog."""
    return [one.code for code in codes for one in built_in().catalog.discipline[code].practices if one.foundation]


def asked_from(organisation: Organisation, catalog: Catalog) -> Assessment:
    """The team's next assessment, from another catalog; the one that was open is submitted."""
    submit(organisation.assessment, by=organisation.lead)
    return open_assessment(organisation.team, by=organisation.lead, catalog=publish(catalog))
