"""How old evidence is, and how long a gate takes it (G5 of `domain.md` 4.4)."""

from datetime import date, timedelta

from assessments.core.calendar import day_words
from assessments.core.catalog import Catalog


def days_it_holds(catalog: Catalog, practice: str) -> int | None:
    """For how many days a gate takes evidence of the practice; None where no gate asks for any.

    Only the foundations of a discipline that a gate depends on are asked for it (G5).
    """
    asks = catalog.practice[practice].foundation and catalog.is_source(catalog.discipline_of[practice])
    return catalog.thresholds.evidence_days if asks else None


def age_words(dated: date, *, on: date, holds: int | None) -> str:
    """Its age on a day, and until or since when a gate takes it or not; `holds` is what `days_it_holds` says."""
    days = (on - dated).days
    age = "of today" if days == 0 else f"{days:,} day{'' if days == 1 else 's'} old"
    if holds is None:
        return age
    ends = dated + timedelta(days=holds)
    if on >= ends:
        return f"{age}, too old for the gate since {day_words(ends)}"
    return f"{age}, holds until {day_words(ends - timedelta(days=1))}"
