"""What the answers so far prove, as far as one person may know what the team's answers come to (`DESIGN.md` 11)."""

from collections.abc import Mapping

from assessments.core.agreement import Settled, settle
from assessments.core.gate_news import GateNews, gate_news
from assessments.core.quick_scan import QuickScan, quick_scan
from assessments.queries.visits import Visit


def scan_of(visit: Visit) -> QuickScan:
    """The quick scan as the visitor has answered it (no query)."""
    return quick_scan(visit.catalog, visit.walk, _answered(visit), on=visit.on)


def news_of(visit: Visit) -> tuple[GateNews, ...]:
    """How the gates stand by the answers that the visitor may know of (no query)."""
    return gate_news(visit.catalog, visit.sheet.settled, heard=visit.heard.keys(), on=visit.on)


def _answered(visit: Visit) -> Mapping[str, Settled]:
    """What the team's answers come to where the visitor may see it, else the visitor's own answer alone."""
    heard = visit.heard
    return {
        code: heard[code] if code in heard else settle([own.answer], confirmed=False)
        for code, own in visit.sheet.own.items()
    }
