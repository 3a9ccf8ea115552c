"""A roadmap with its plan for tests, whose every text is what a test wants."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from assessments.core.catalog import Catalog
from assessments.core.exclusions import Exclusion, Exclusions
from assessments.core.finding_out import FindOut
from assessments.core.gate_exception import GateException
from assessments.core.gates import State
from assessments.core.pictures.lanes import lanes
from assessments.core.pictures.lanes_of import of_plan, of_roadmap
from assessments.core.pictures.trend_picture import picture
from assessments.core.planning.scenario_words import scenario_words
from assessments.core.plans.milestones import Milestone, MilestoneState
from assessments.core.plans.plan_lines import MilestoneFacts, NoteLine
from assessments.core.plans.plan_report import plan_report
from assessments.core.roadmap_report import roadmap_report
from assessments.core.trend import Moment, Point, trend
from assessments.exports.document import Pictures
from assessments.exports.roadmap_file import RoadmapFile
from tests.core.adopted import DEPLOY, HEAD, MONITOR, SHOW, by_hand, changed, hand_catalog, hand_settled
from tests.core.scenarios import scenario
from tests.core.strategies import TODAY

AT = datetime(2026, 11, 4, 9, 30, tzinfo=UTC)
EXCEPTION = GateException(
    before="a", after="b", since=TODAY, until=date(2027, 3, 31), approver="Mana Ger", reason="A pilot is due."
)


def left_out(catalog: Catalog, text: str) -> Exclusions:
    """One practice that does not apply, for a reason."""
    exclusion = Exclusion(catalog.practice["B-1"], (text or "None here.",), counts=True)
    return Exclusions(catalog.discipline["b"], (exclusion,), most=1)


def named(catalog: Catalog, text: str) -> Catalog:
    """The catalog whose practices are called so, with a number, as are their owners and what they offer."""
    disciplines = tuple(
        replace(
            own,
            dimensions=tuple(
                replace(
                    one,
                    practices=tuple(
                        replace(
                            each,
                            name=f"{text}{each.code}",
                            owner=text or each.owner,
                            anchors=tuple(text or anchor for anchor in each.anchors),
                        )
                        for each in one.practices
                    ),
                )
                for one in own.dimensions
            ),
        )
        for own in catalog.disciplines
    )
    return replace(catalog, disciplines=disciplines)


def by_hand_file(text: str = "", *, team: str = "Otters") -> RoadmapFile:
    """A roadmap of steps, work and a gate with an exception, and a plan that slips; people wrote `text` everywhere."""
    catalog = named(hand_catalog(), text) if text else hand_catalog()
    asked = scenario({"a": 2, "b": 2})
    exceptions = [replace(EXCEPTION, reason=text or EXCEPTION.reason, approver=text or EXCEPTION.approver)]
    facts = {
        one.id: MilestoneFacts(
            owner=text or "Ada",
            owner_id=None,
            owner_role=text or "Engineer",
            reason=text or "It took longer.",
            because=(text or "It is needed.", "And it is ready."),
            notes=(NoteLine(text or "Ada", AT, text or "Seen.", "https://example.org/it"),) if one.id == SHOW else (),
        )
        for one in by_hand()
    }
    return RoadmapFile(
        team=team,
        on=TODAY,
        result_on=TODAY,
        scenario=scenario_words(catalog, asked),
        names={one.code: one.name for one in catalog.disciplines},
        report=replace(
            roadmap_report(catalog, hand_settled(), scenario=asked, on=TODAY, exceptions=exceptions),
            exclusions=(left_out(catalog, text),),
            find_out=(FindOut(text or "Engineer", (catalog.practice["A-2"],)),),
        ),
        plan=plan_report(
            catalog,
            hand_settled(),
            slipping(),
            facts=facts,
            head=replace(HEAD, title=text or HEAD.title, note=text, adopted_by=text or HEAD.adopted_by),
            targets={},
            today=TODAY,
            exceptions=exceptions,
        ),
    )


def slipping() -> tuple[Milestone, ...]:
    late = changed(by_hand(), MONITOR, due=date(2027, 6, 30), state=MilestoneState.IN_PROGRESS)
    return changed(late, DEPLOY, state=MilestoneState.DONE, done_on=TODAY)


def pictures_of(file: RoadmapFile, text: str = "") -> Pictures:
    """The pictures as the view makes them of a file of the same text, with a trend of two results."""
    catalog = named(hand_catalog(), text) if text else hand_catalog()
    points = {
        code: Point(state=State.STARTED, level=1, index=Fraction(30), low=Fraction(20), high=Fraction(40))
        for code in catalog.discipline
    }
    moments = [Moment(on=date(2026, month, 1), points=points, result_id=month) for month in (3, 6)]
    return Pictures(
        roadmap=lanes(of_roadmap(catalog, file.report.roadmap, today=TODAY)),
        plan=lanes(of_plan(catalog, slipping(), file.plan.following, targets={}, today=TODAY)) if file.plan else None,
        trend=picture(trend(catalog, moments, None, today=TODAY)),
    )
