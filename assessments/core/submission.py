"""Which answers count when an assessment is submitted (`domain.md` 4.4, The walk)."""

from collections.abc import Collection, Mapping
from datetime import date

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog
from assessments.core.gates import assess


def what_counts(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    *,
    early_looks: Collection[str],
    confirmed: Collection[str],
    on: date,
) -> dict[str, Settled]:
    """The inputs that a Result freezes: everything settled but the early looks that nobody confirmed.

    An early look counts only if its gate is open now and the lead confirmed it. One that still waits stays among
    the inputs, to be shown in grey, since nothing reads what waits.
    """
    doubtful = set(early_looks) - set(confirmed)
    kept = {code: one for code, one in settled.items() if catalog.discipline_of[code] not in doubtful}
    left_out = doubtful - assess(catalog, kept, on=on).waiting
    return {code: one for code, one in settled.items() if catalog.discipline_of[code] not in left_out}
