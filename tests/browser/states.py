"""Every state of the pages of answering that takes more than an address: who is in it, and how a browser gets there."""

from dataclasses import dataclass

from tests.browser import answering, meeting
from tests.browser.going import Bring, goes, of_team, result_of
from tests.browser.teams import AGREED, CONTESTED, HEARD, MIXED, TALKED, UNHEARD

PROJECTORS = ((1920, 1080), (1280, 720))


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A page as somebody has left it: `by` names a person of Teams, `bring` goes there and does what it takes.

    `projected` is looked at in the sizes of projectors too, `printed` on paper.
    """

    name: str
    by: str
    bring: Bring
    projected: bool = False
    printed: bool = False


STATES = (
    State(name="questions-untouched", by="fresh", bring=goes("dimension-answer", "fresh", "DAT-PIP"), printed=True),
    State(name="questions-half-done", by="fresh", bring=answering.half_done, printed=True),
    State(name="questions-saving", by="fresh", bring=answering.saving),
    State(name="questions-not-saved", by="fresh", bring=answering.not_saved),
    State(name="questions-offline", by="fresh", bring=answering.offline),
    State(name="questions-brought-back", by="fresh", bring=answering.brought_back),
    State(name="questions-two-versions", by="fresh", bring=answering.two_versions),
    State(name="questions-history", by="fresh", bring=answering.history),
    State(name="questions-carried", by="carried", bring=goes("dimension-answer", "carried", "MLO-MON"), printed=True),
    State(name="questions-confirmed", by="carried", bring=answering.confirmed),
    State(name="questions-evidence", by="carried", bring=answering.evidence),
    State(name="questions-not-applicable", by="fresh", bring=answering.not_applicable),
    State(name="questions-names-hidden", by="unheard", bring=goes("dimension-answer", "hidden", "DAT-PIP")),
    State(name="questions-gate-shut", by="fresh", bring=answering.gate_shut),
    State(name="questions-keys", by="fresh", bring=answering.keys),
    State(name="questions-of-others", by="member", bring=goes("dimension-answer", "meeting", "DAT-STO")),
    State(name="gates-tell", by="fresh", bring=goes("gates-tell", "fresh")),
    State(name="signed-out-in-place", by="fresh", bring=answering.signed_out_in_place),
    State(name="signed-out-not-now", by="fresh", bring=answering.not_now),
    State(name="signed-out-warning", by="fresh", bring=answering.signs_out_with_unsaved),
    State(name="signed-out-page", by="fresh", bring=answering.signed_out_page),
    State(name="out-of-date", by="meeting", bring=answering.out_of_date),
    State(name="somebody-else", by="fresh", bring=answering.somebody_else),
    State(name="closed", by="reopened", bring=answering.closed),
    State(name="database-gone", by="reopened", bring=answering.database_gone),
    State(name="scan-begin", by="carried", bring=goes("scan-show", "carried")),
    State(name="scan-questions", by="fresh", bring=meeting.scanning),
    State(name="scan-shows", by="fresh", bring=meeting.scanned),
    State(name="scan-may-be", by="meeting", bring=goes("scan-show", "meeting")),
    State(name="start", by="reopened", bring=of_team("assessment-start")),
    State(name="start-faults", by="reopened", bring=meeting.started_with_faults),
    State(name="sharing-nobody-asked", by="fresh", bring=goes("sharing-show", "fresh")),
    State(name="sharing-faults", by="meeting", bring=meeting.asked_of_nobody),
    State(name="sharing-reminder", by="meeting", bring=meeting.reminder),
    State(name="settling-list", by="meeting", bring=goes("settling-show", "meeting"), printed=True),
    State(name="settling-list-hidden", by="unheard", bring=goes("settling-show", "hidden")),
    State(name="settling-contested", by="meeting", bring=goes("settling-practice", "meeting", CONTESTED), printed=True),
    State(name="settling-as-member", by="member", bring=goes("settling-practice", "meeting", CONTESTED)),
    State(
        name="settling-projected",
        by="meeting",
        bring=goes("settling-practice", "meeting", CONTESTED, query="?projector=1"),
        projected=True,
    ),
    State(
        name="settling-projected-agreed",
        by="meeting",
        bring=goes("settling-practice", "meeting", AGREED, query="?projector=1"),
        projected=True,
    ),
    State(name="settling-recorded", by="meeting", bring=meeting.recorded),
    State(name="settling-dissent", by="meeting", bring=goes("settling-practice", "meeting", AGREED, opens="details")),
    State(name="settling-two-versions", by="meeting", bring=meeting.settled_meanwhile),
    State(name="settling-faults", by="meeting", bring=meeting.not_recorded),
    State(name="settling-answer-first", by="unheard", bring=goes("settling-practice", "hidden", UNHEARD)),
    State(name="settling-too-few", by="hidden", bring=goes("settling-practice", "hidden", UNHEARD)),
    State(name="settling-heard", by="hidden", bring=goes("settling-practice", "hidden", HEARD)),
    State(name="discussion-empty", by="meeting", bring=goes("discussion-show", "meeting", MIXED)),
    State(name="discussion-open", by="meeting", bring=goes("discussion-show", "meeting", CONTESTED)),
    State(name="discussion-settled", by="meeting", bring=goes("discussion-show", "meeting", TALKED)),
    State(
        name="review-lead", by="meeting", bring=goes("assessment-review", "meeting", opens="main details"), printed=True
    ),
    State(name="review-member", by="member", bring=goes("assessment-review", "meeting")),
    State(name="review-hidden", by="hidden", bring=goes("assessment-review", "hidden")),
    State(name="submit", by="meeting", bring=goes("assessment-submit", "meeting")),
    State(name="result-changed", by="reopened", bring=result_of(), printed=True),
    State(name="result-unfolded", by="reopened", bring=result_of(opens="main details")),
    State(name="explain", by="reopened", bring=result_of("mlops"), printed=True),
    State(name="explain-unfolded", by="reopened", bring=result_of("dataops", opens="main details")),
    State(name="roadmap-left-out", by="reopened", bring=of_team("roadmap-show"), printed=True),
    State(name="board-left-out", by="reopened", bring=of_team("board-show"), printed=True),
)
"""In the order in which they may be brought about, one after the other, in one database."""
