"""Reminders: what is open by name, count and day, and never an answer."""

from dataclasses import replace
from datetime import date

from assessments.core.reminders import Occasion, reminder, reminder_for_all
from assessments.core.sharing import Sharing, sharing
from assessments.core.walk import Asked, Walker, walk
from tests.factories import small_catalog

TODAY = date(2027, 3, 10)
CATALOG = small_catalog()
OCCASION = Occasion(title="Spring check", team="Otters", address="https://ops.example.org/a/7/", lead="Lea Lead")
ANA, BEN, CLEO = 1, 2, 3


def found(*more: str) -> Sharing:
    """Ana is late with trees, Ben has all done that he is asked, Cleo is asked nothing in particular.

    Ana has answered one question about trees, and `more`.
    """
    asked = {"TREE": (Asked(ANA, "Ana", date(2027, 3, 9)), Asked(BEN, "Ben", date(2027, 3, 31)))}
    trees = ["TRE-1", "TRE-2", "TRE-3"]
    return sharing(
        CATALOG,
        walk(CATALOG, Walker(asked=asked), waits={"fruit": ("tree",)}),
        team={ANA: "Ana", BEN: "Ben", CLEO: "Cleo"},
        asked=asked,
        answered={ANA: ["TRE-1", *more], BEN: [*trees, "SOI-1", "SOI-2"], CLEO: ["SOI-1"]},
        on=TODAY,
    )


def test_a_reminder_for_one() -> None:
    ana, _, cleo = found().team
    assert reminder(ana, OCCASION) == (
        "Hello Ana,\n"
        "\n"
        "in “Spring check” of Otters these questions are waiting for you:\n"
        "\n"
        "- Tree at work (Tree): 2 of 3 open, due 9 March 2027 (overdue)\n"
        "- 2 of 2 questions that everybody is asked\n"
        "\n"
        "Go on here: https://ops.example.org/a/7/\n"
        "\n"
        "Each answer is saved as you go. Thank you!\n"
        "Lea Lead"
    )
    assert "\n- 1 of 2 questions\n" in reminder(cleo, OCCASION)


def test_where_names_are_hidden_nothing_is_counted() -> None:
    text = reminder(found().team[0], replace(OCCASION, counted=False))
    assert "- Tree at work (Tree): open, due 9 March 2027 (overdue)\n- questions that everybody is asked\n" in text
    assert "1 of 2" not in reminder_for_all(found().team, replace(OCCASION, counted=False))


def test_what_everybody_is_asked_is_named_while_it_is_open() -> None:
    assert "everybody" in reminder(found("SOI-1").team[0], OCCASION)
    assert "everybody" not in reminder(found("SOI-1", "SOI-2").team[0], OCCASION)


def test_a_reminder_for_all_names_only_those_with_something_open() -> None:
    assert reminder_for_all(found().team, OCCASION) == (
        "Hello everybody,\n"
        "\n"
        "in “Spring check” of Otters these questions are still waiting for an answer:\n"
        "\n"
        "Ana\n"
        "- Tree at work (Tree): 2 of 3 open, due 9 March 2027 (overdue)\n"
        "- 2 of 2 questions that everybody is asked\n"
        "\n"
        "Cleo\n"
        "- 1 of 2 questions\n"
        "\n"
        "Each of you goes on at the first open question here:\n"
        "https://ops.example.org/a/7/\n"
        "\n"
        "Each answer is saved as you go. Thank you!\n"
        "Lea Lead"
    )
    assert reminder_for_all(found().team[1:2], OCCASION) == ""
