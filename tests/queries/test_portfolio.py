"""The teams of a manager: the right ones, in the right order, in a fixed number of statements."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.agreement import Kind
from assessments.core.gates import Outcome, State
from assessments.core.portfolio import Hold
from assessments.core.workflow import Role
from assessments.models import Response, Unit, User
from assessments.queries import portfolio as queries
from assessments.queries.visits import visit
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


def assessed_team(name: str, parent: Unit, *, days_ago: int = 0, level: int = 2, but: tuple[str, ...] = ()) -> Unit:
    """A team whose result has MLOps at a level, some practices left out, its evidence as old as the result."""
    team = factories.team(name, parent=parent)
    lead = factories.member_of(team, Role.LEAD)
    at = timezone.now() - timedelta(days=days_ago)
    assessment = factories.open_assessment(team, by=lead, at=at)
    codes = factories.practices_of(assessment, "mlops", but=but)
    factories.answer(assessment, codes, lead, level=level, at=at)
    factories.show(assessment, codes, lead, dated=at.date())
    factories.submit(assessment, by=lead, at=at)
    team.refresh_from_db()
    return team


@pytest.fixture
def world() -> tuple[User, Unit, Unit]:
    top = factories.unit("Top")
    north, south = factories.unit("North", parent=top), factories.unit("South", parent=top)
    manager = factories.member_of(north, Role.MANAGER)
    factories.team("Foreign", parent=south)
    return manager, north, south


def shown(user: User, *, sort: str = "name", page: int = 1) -> queries.Portfolio:
    units = queries.within(queries.branches(user.pk), None)
    return queries.portfolio(units, sort=sort, page=page, on=TODAY)


def test_only_what_lies_below_is_seen_however_deep(world: tuple[User, Unit, Unit]) -> None:
    manager, north, _ = world
    deep = factories.unit("Deep", parent=factories.unit("Middle", parent=north))
    factories.team("Deepest", parent=deep)
    factories.team("Near", parent=north)
    assert [row.name for row in shown(manager).rows] == ["Deepest", "Near"]
    assert [(one.name, one.depth) for one in queries.branches(manager.pk)] == [("North", 0), ("Middle", 1), ("Deep", 2)]


def test_several_units_one_within_another_are_counted_once(world: tuple[User, Unit, Unit]) -> None:
    manager, north, south = world
    inner = factories.unit("Inner", parent=north)
    factories.team("Within", parent=inner)
    factories.join(manager, inner, Role.MANAGER)
    factories.join(manager, south, Role.MANAGER)
    assert [row.name for row in shown(manager).rows] == ["Foreign", "Within"]
    assert [(one.name, one.depth) for one in queries.branches(manager.pk)] == [("North", 0), ("Inner", 1), ("South", 0)]


def test_unit_that_is_itself_a_team_is_seen() -> None:
    team = factories.team("Alone")
    manager = factories.member_of(team, Role.MANAGER)
    assert [row.name for row in shown(manager).rows] == ["Alone"]


def test_branch_brings_what_lies_below_it_and_nothing_beside() -> None:
    top = factories.unit("Top")
    left, right = factories.unit("Left", parent=top), factories.unit("Right", parent=top)
    inner = factories.unit("Inner", parent=left)
    outer_team = factories.team("Outer", parent=inner)
    factories.team("Nested", parent=outer_team)
    factories.team("Beside", parent=right)
    tree = queries.branches(factories.member_of(top, Role.MANAGER).pk)
    assert [one.name for one in tree] == ["Top", "Left", "Inner", "Outer", "Right"]
    found = queries.portfolio(queries.within(tree, left.pk), sort="name", page=1, on=TODAY)
    assert [row.name for row in found.rows] == ["Nested", "Outer"]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD])
def test_other_roles_manage_nothing(role: Role) -> None:
    assert queries.branches(factories.member_of(factories.team(), role).pk) == ()


def test_row_says_what_was_frozen(world: tuple[User, Unit, Unit]) -> None:
    manager, north, _ = world
    assessed_team("Open", north, days_ago=3)
    assessed_team("Shut", north, level=1)
    assessed_team("Unsure", north, but=("MLO-MON-01", "MLO-TRN-01"))
    found = shown(manager)
    opened, shut, unsure = found.rows
    assert (found.teams, found.assessed, found.ready) == (3, 3, 1)
    assert [column.code for column in found.columns] == ["dataops", "mlops", "modelops", "aiops"]
    assert [column.waits for column in found.columns] == [False, False, True, True]
    assert [cell.state for cell in opened.cells] == [State.NOT_ASSESSED, State.IN_PLACE] + [State.NOT_ASSESSED] * 2
    assert opened.cells[2].gates == (Outcome.OPEN,)
    assert opened.holding == ()
    assert opened.age == 3
    assert [cell.level for cell in shut.cells] == [None, 1, None, None]
    assert shut.cells[3].gates == (Outcome.CLOSED,)
    assert shut.holding[0].hold is Hold.FOUNDATIONS
    assert len(shut.holding[0].foundations) == 10
    assert unsure.cells[2].gates == (Outcome.UNDECIDED,)
    assert (unsure.holding[0].hold, unsure.holding[0].deciding) == (Hold.UNDECIDED, 2)


def test_evidence_that_ran_out_shuts_the_gate_today(world: tuple[User, Unit, Unit]) -> None:
    manager, north, _ = world
    assessed_team("Old", north, days_ago=364)
    assert shown(manager).ready == 1
    tomorrow = queries.portfolio([north.pk], sort="name", page=1, on=TODAY + timedelta(days=1))
    assert tomorrow.ready == 0
    assert [cell.state for cell in tomorrow.rows[0].cells][1:] == [State.PROVISIONAL, State.WAITING, State.WAITING]
    assert tomorrow.rows[0].holding[0].hold is Hold.EVIDENCE


def test_sorts(world: tuple[User, Unit, Unit]) -> None:
    manager, north, _ = world
    factories.team("Bare", parent=north)
    assessed_team("Ready", north, days_ago=9)
    assessed_team("Far", north, days_ago=1, level=0)
    assessed_team("Near", north, days_ago=5, level=1)
    names = {
        sort: [row.name for row in shown(manager, sort=sort).rows] for sort in ("name", "newest", "oldest", "nearest")
    }
    assert names == {
        "name": ["Bare", "Far", "Near", "Ready"],
        "newest": ["Far", "Near", "Ready", "Bare"],
        "oldest": ["Bare", "Ready", "Near", "Far"],
        "nearest": ["Near", "Far", "Ready", "Bare"],
    }


def test_unfinished_assessment_shows_its_coverage_only(world: tuple[User, Unit, Unit]) -> None:
    manager, north, _ = world
    team = factories.team("Busy", parent=north)
    lead, other = factories.member_of(team, Role.LEAD), factories.member_of(team)
    assessment = factories.open_assessment(team, by=lead, title="Autumn")
    codes = factories.practices_of(assessment, "dataops")
    factories.answer(assessment, codes[:6], lead)
    factories.answer(assessment, codes[:3], other)
    factories.answer(assessment, "MLO-MON-01", lead, kind=Kind.DONT_KNOW)
    [row] = shown(manager).rows
    assert row.unfinished is not None
    assert (row.unfinished.title, row.unfinished.answered, row.unfinished.asked) == ("Autumn", 7, 48)
    assert [cell.state for cell in row.cells] == [None] * 4
    assert row.unfinished.disciplines == ("DataOps", "MLOps")


def test_a_gate_that_shut_again_leaves_the_coverage_as_the_walk_has_it(world: tuple[User, Unit, Unit]) -> None:
    manager, north, _ = world
    team = factories.team("Busy", parent=north)
    lead = factories.member_of(team, Role.LEAD)
    assessment = factories.open_assessment(team, by=lead)
    factories.put_in_place(assessment, lead, "dataops")
    factories.put_in_place(assessment, lead, "mlops")
    factories.answer(assessment, "MOD-INV-01", lead)
    Response.objects.filter(practice__code="MLO-MON-01").update(level=1)
    way = visit(assessment, respondent_id=lead.pk, on=TODAY).walk
    [row] = shown(manager).rows
    assert row.unfinished is not None
    assert (row.unfinished.answered, row.unfinished.asked) == (way.answered, way.total) == (48, 48)
    assert queries.unfinished([team.pk])[team.pk] == row.unfinished


def test_statements_are_as_many_for_few_as_for_many(
    world: tuple[User, Unit, Unit], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    manager, north, _ = world
    for _round in range(2):
        for number in range(3):
            assessed_team(f"Team {Unit.objects.count()} {number}", north)
        with django_assert_num_queries(6):
            shown(manager, sort="nearest")
        with django_assert_num_queries(4):
            _, rows = queries.every_team([north.pk], sort="nearest", on=TODAY)
            streamed = len(list(rows))
        assert streamed == Unit.objects.filter(parent=north).count()


def test_pages_of_fifty(world: tuple[User, Unit, Unit]) -> None:
    manager, north, _ = world
    Unit.objects.bulk_create(Unit(name=f"T{number:03}", parent=north, is_team=True) for number in range(120))
    first, last, beyond = (shown(manager, page=page) for page in (1, 3, 99))
    assert (len(first.rows), first.pages, first.teams) == (50, 3, 120)
    assert [row.name for row in last.rows] == [row.name for row in beyond.rows] == [f"T{n:03}" for n in range(100, 120)]


def test_stream_says_the_same_as_the_page(world: tuple[User, Unit, Unit]) -> None:
    manager, north, _ = world
    assessed_team("Open", north)
    factories.team("Bare", parent=north)
    columns, rows = queries.every_team([north.pk], sort="name", on=TODAY)
    assert tuple(rows) == shown(manager).rows
    assert columns == shown(manager).columns


def test_versions_side_by_side(world: tuple[User, Unit, Unit]) -> None:
    manager, north, _ = world
    assessed_team("Built in", north)
    team = factories.team("Small", parent=north)
    lead = factories.member_of(team, Role.LEAD)
    assessment = factories.open_assessment(team, by=lead, catalog=factories.publish(factories.small_catalog()))
    factories.put_in_place(assessment, lead, "tree")
    factories.submit(assessment, by=lead)
    found = shown(manager)
    codes = ["soil", "tree", "fruit", "dataops", "mlops", "modelops", "aiops"]
    assert [column.code for column in found.columns] == codes
    assert [cell.state for cell in found.rows[0].cells][:3] == [None] * 3
    assert [cell.state for cell in found.rows[1].cells][:3] == [State.NOT_ASSESSED, State.IN_PLACE, State.NOT_ASSESSED]
