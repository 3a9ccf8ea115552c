"""What moved in one sentence, for people who never heard of any of it; it follows 'Since 3 March 2026' and the like."""

from collections.abc import Collection, Iterable, Iterator

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.catalog import IN_PLACE, Discipline
from assessments.core.comparison import Comparison, DisciplineChange, GateChange, Standing
from assessments.core.gates import State
from assessments.core.looks import Look, Part
from assessments.core.planning.targets import listed
from assessments.core.practice_changes import ContentChange

NOTHING = "nothing has moved."
NO_LEVEL = "no level has moved."
UNMOVED = "every discipline has stayed where it was"
LEVELLESS = {State.NOT_ASSESSED: "is not answered any more", State.OUT_OF_SCOPE: "went out of scope"}
FROM_NO_LEVEL = {State.NOT_ASSESSED: "was answered for the first time", State.OUT_OF_SCOPE: "came back into scope"}


def sentence(comparison: Comparison, *, besides: Collection[str] = ()) -> str:
    """What moved, without the date it begins with: standings; then answers, evidence and questions; then gates.

    `besides` is what else is told to have changed where no level has.
    """
    standings = [words for one in comparison.disciplines if (words := _standing_words(one))]
    causes = [*comparison.counts.words, *_other_words(comparison)]
    gates = list(_gate_words(comparison.gates))
    if not (standings or causes or gates):
        return NO_LEVEL if besides else NOTHING
    said = listed(standings) if standings else "" if gates else UNMOVED
    clause = ": ".join(filter(None, [said, ", ".join(causes)]))
    return f"{'; '.join(filter(None, [clause, *gates]))}."


def _standing_words(one: DisciplineChange) -> str:
    """'MLOps rose from Started to In place'; empty where nothing moved or the gates tell it."""
    name, before, after = one.discipline.name, one.before, one.after
    if before == after or State.WAITING in (before.state, after.state):
        return ""
    if after.state in LEVELLESS:
        return f"{name} {LEVELLESS[after.state]}"
    if before.state in FROM_NO_LEVEL:
        return f"{name} {FROM_NO_LEVEL[before.state]} and is {_called(after)}"
    verb = "rose" if _rank(after) > _rank(before) else "fell"
    return f"{name} {verb} from {_called(before)} to {_called(after)}"


def _rank(standing: Standing) -> tuple[bool, int]:
    """How high a standing is: a provisional one counts below every one that is in place, whatever its level."""
    return standing.state is State.IN_PLACE, standing.level or 0


def _called(standing: Standing) -> str:
    if standing.state is State.PROVISIONAL:
        return "In place, provisional" if standing.level == IN_PLACE else f"{standing.level_name}, provisional"
    return standing.level_name or f"level {standing.level}"


def _other_words(comparison: Comparison) -> Iterator[str]:
    if any(one.cause is Part.TIME for one in comparison.disciplines):
        yield "evidence ran out"
    yield from content_words(comparison.content)


def besides(before: Look, after: Look) -> tuple[str, ...]:
    """What else a reopened assessment says otherwise though its levels may be the same: counts, and no answer."""
    pairs = [
        (before.settled.get(code, UNANSWERED), after.settled.get(code, UNANSWERED)) for code in after.catalog.practice
    ]
    told = (
        (sum(_given(old) != _given(new) for old, new in pairs), "The answers to {} changed"),
        (sum(new.recorded and _recorded(old) != _recorded(new) for old, new in pairs), "A level was agreed on for {}"),
        (sum(old.recorded and not new.recorded for old, new in pairs), "An agreed level does not hold any more for {}"),
        (sum(_shown(old) != _shown(new) for old, new in pairs), "The evidence changed for {}"),
    )
    return tuple(words.format(f"{number} {counted(number, 'question')}") for number, words in told if number)


def _given(one: Settled) -> tuple[object, ...]:
    return one.numbers, one.dont_know, one.not_applicable, one.unconfirmed, one.reasons


def _recorded(one: Settled) -> tuple[object, ...]:
    return one.recorded, one.level, one.dissent


def _shown(one: Settled) -> tuple[object, ...]:
    return one.evidence_kind, one.evidence_on


def content_words(content: ContentChange) -> Iterator[str]:
    """What another catalog version asks differently: '2 questions were added', and so on."""
    for what, verb in (
        (content.added, "added"),
        (content.removed, "removed"),
        (content.reworded, "reworded"),
    ):
        if what:
            yield f"{len(what)} {counted(len(what), 'question')} {'was' if len(what) == 1 else 'were'} {verb}"
    if content.thresholds:
        yield "the thresholds of the rules changed"
    if content.disciplines_added:
        yield f"{_named(content.disciplines_added)} is asked about now"
    if content.disciplines_removed:
        yield f"{_named(content.disciplines_removed)} is not asked about any more"


def counted(number: int, noun: str) -> str:
    """The noun as it stands after a number."""
    return noun if number == 1 else f"{noun}s"


def _gate_words(gates: Iterable[GateChange]) -> Iterator[str]:
    """'the gates to ModelOps and AIOps opened', and what else became of gates."""
    for verb, moved in (
        ("opened", [one for one in gates if one.opened and one.outcome_after]),
        ("fell away", [one for one in gates if one.opened and not one.outcome_after]),
        ("shut again", [one for one in gates if one.shut and one.outcome_before]),
        ("came anew", [one for one in gates if one.shut and not one.outcome_before]),
    ):
        if moved:
            afters = list(dict.fromkeys(one.after.name for one in moved))
            yield f"the {counted(len(afters), 'gate')} to {listed(afters)} {verb}"


def _named(disciplines: Iterable[Discipline]) -> str:
    return listed(one.name for one in disciplines)
