"""The ways to raise confidence: what each adds is what doing it adds, and the cheapest come first (F9)."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assessments.core.agreement import EvidenceKind, Settled
from assessments.core.confidence_advice import Way, advice_on_discipline, advice_on_practice
from assessments.core.scoring import confidence, practice_confidence
from tests.core.made_up import discipline, practice
from tests.core.strategies import TODAY

PRACTICE = practice("a-1")
ASKED = 4
spreads = st.lists(st.integers(0, 4), min_size=1, max_size=ASKED).map(lambda numbers: tuple(sorted(numbers)))
answered = st.builds(
    lambda numbers, kind, days: Settled(
        level=numbers[(len(numbers) - 1) // 2],
        numbers=numbers,
        evidence_kind=kind,
        answered_on=TODAY - timedelta(days=days),
    ),
    spreads,
    st.sampled_from([None, EvidenceKind.NOTE, EvidenceKind.LINK]),
    st.integers(0, 700),
)


def done(one: Settled, way: Way) -> Settled:
    """The practice once somebody has done it; in a talk all come to one level, a further answer is the agreed one."""
    level = one.level or 0
    changes: dict[Way, dict[str, object]] = {
        Way.LINK: {"evidence_kind": EvidenceKind.LINK},
        Way.ANSWER: {"numbers": (*one.numbers, level), "level": level, "answered_on": one.answered_on or TODAY},
        Way.ANSWER_AGAIN: {"answered_on": TODAY},
        Way.TALK: {"numbers": (level,) * len(one.numbers)},
    }
    return replace(one, **changes[way])  # type: ignore[arg-type]


@given(answered)
def test_a_way_adds_what_doing_it_adds(one: Settled) -> None:
    before = practice_confidence(one, respondents=ASKED, on=TODAY)
    for advice in advice_on_practice(PRACTICE, one, respondents=ASKED, on=TODAY, agreement_seen=True):
        after = practice_confidence(done(one, advice.way), respondents=ASKED, on=TODAY)
        # One more answer may change how far all agree as well, which is no promise.
        settled = replace(after, agreement=before.agreement) if advice.way is Way.ANSWER else after
        assert settled.value - before.value == advice.gain > 0


@given(answered)
def test_the_two_cheapest_come_first(one: Settled) -> None:
    offered = advice_on_practice(PRACTICE, one, respondents=ASKED, on=TODAY, agreement_seen=True)
    rates = [advice.gain / advice.minutes for advice in offered]
    assert rates == sorted(rates, reverse=True)
    assert len(offered) <= 2


def test_a_practice_that_has_everything_needs_nothing() -> None:
    best = Settled(level=2, numbers=(2,) * ASKED, evidence_kind=EvidenceKind.LINK, answered_on=TODAY)
    assert advice_on_practice(PRACTICE, best, respondents=ASKED, on=TODAY, agreement_seen=True) == ()
    assert advice_on_practice(PRACTICE, Settled(), respondents=ASKED, on=TODAY, agreement_seen=True) == ()


def test_to_talk_is_no_advice_to_those_who_may_not_see_the_spread() -> None:
    apart = Settled(level=0, numbers=(0, 4, 4, 4), evidence_kind=EvidenceKind.LINK, answered_on=TODAY)
    for seen, ways in ((True, [Way.TALK]), (False, [])):
        offered = advice_on_practice(PRACTICE, apart, respondents=ASKED, on=TODAY, agreement_seen=seen)
        assert [one.way for one in offered] == ways


def test_a_disciplines_gain_is_what_its_confidence_gains() -> None:
    whole = discipline("a", PRACTICE, practice("a-2", foundation=True), practice("a-3"))
    settled = {
        "a-1": Settled(level=2, numbers=(2,), answered_on=TODAY),
        "a-2": Settled(level=1, numbers=(1, 1, 1), evidence_kind=EvidenceKind.NOTE, answered_on=TODAY),
    }
    before = confidence(whole, settled, respondents=ASKED, on=TODAY)
    first, second = advice_on_discipline(whole, settled, respondents=ASKED, on=TODAY, agreement_seen=settled.keys())
    assert before
    for advice in (first, second):
        code = advice.practice.code
        new = {"a-3": Settled(level=0, numbers=(0,), answered_on=TODAY)} if code not in settled else {}
        raised = settled | new if new else settled | {code: done(settled[code], advice.way)}
        after = confidence(whole, raised, respondents=ASKED, on=TODAY)
        assert after
        assert after.value - before.value == advice.gain
    assert (first.practice.code, first.way) == ("a-3", Way.ANSWER)
    assert first.gain > second.gain / second.minutes > Fraction(0)
