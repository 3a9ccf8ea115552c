"""How it works: everything from the catalog in force, for anyone signed in."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from assessments.core.catalog import Thresholds
from assessments.core.plans.outcomes import Achieved
from assessments.core.plans.plan_entries import YEARS_OF_EXCEPTION
from assessments.core.scenario import DEFAULT_CAPACITY, DEFAULT_PARALLEL
from assessments.services.scenarios import MOST_SCENARIOS
from assessments.templatetags.numbers import spelled
from tests.benchmarks.bench_planning import CASES
from tests.core.planning.test_ordering import FEW
from tests.factories import Organisation, built_in, client_of, person, publish, small_catalog

pytestmark = pytest.mark.django_db
URL = reverse("assessments:guide-show")


def page() -> str:
    response = client_of(person()).get(URL)
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_trace_table_has_every_statement_with_its_practices() -> None:
    catalog = built_in().catalog
    text = page()
    rows = dict(re.findall(r'<tr id="(S\d+)">(.*?)</tr>', text))
    assert list(rows) == [f"S{number}" for number in range(1, 56)]
    for practice in catalog.practice.values():
        for code in practice.statements:
            assert f">{practice.code}</span> {escape(practice.name)}</" in rows[code]
    for code in ("S43", "S45"):
        assert "None, on purpose:" in rows[code]
    assert "The gate to ModelOps" in rows["S26"]
    assert "The gate to AIOps" in rows["S53"]
    assert "14 questions ask about what the article does not mention" in text


def test_rules_and_reasons() -> None:
    text = page()
    for gate in built_in().catalog.gates:
        assert escape(gate.reason[1:]) in text
    assert "It gives DataOps no place in it, it sets none between ModelOps and AIOps" in text
    assert "it has no test for when MLOps is in place" in text
    assert "They have not been validated in the field." in text
    for source in built_in().catalog.sources:
        assert escape(source.name) in text


WORDS = (
    "Contested, mixed", "Remark", "Catalog version", "Capacity", "Person-week", "Work",
    "Scenario", "Baseline", "Milestone", "Exception", "Critical chain", "Expected date",
)  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_words_of_the_pages_are_explained(word: str) -> None:
    assert f"<dt>{word}</dt>" in page()


def test_technical_words_of_the_questions_are_explained() -> None:
    text = page().partition('<section id="technical">')[2].partition("</section>")[0].lower()
    for word in ("etl, elt", "ci/cd", "drift", "hyperparameter", "orchestrator", "lineage", "toil", "canary"):
        assert f"<dt>{word}" in text


def test_the_planning_it_describes_is_the_one_in_force() -> None:
    text = page()
    assert f"{DEFAULT_CAPACITY} unless you say otherwise" in text
    assert f"{spelled(DEFAULT_PARALLEL)} unless you say otherwise" in text
    assert f"keep up to {MOST_SCENARIOS} scenarios" in text
    assert f"at most {spelled(YEARS_OF_EXCEPTION)} years ahead" in text
    assert f"on {FEW} plans by <code>make test</code>" in text
    assert f"on {CASES} by <code>make bench</code>" in text
    for achieved in Achieved:
        assert f"<strong>{achieved.words.lower()}</strong>" in text.lower()


def test_its_contents_lead_to_every_section() -> None:
    text = page()
    contents = re.findall(r'<li><a href="#([\w-]+)">', text)
    assert [one for one in re.findall(r'<section id="([\w-]+)"', text) if one in contents] == contents


def test_thresholds_are_those_of_the_newest_catalog() -> None:
    assert "At least 70 % of its practices" in page()
    thresholds = Thresholds(breadth=Fraction(3, 4), no_gaps=Fraction(95, 100), evidence_days=200)
    publish(replace(small_catalog(), thresholds=thresholds))
    text = page()
    assert "At least 75 % of its practices" in text
    assert "At least 95 % stand" in text
    assert "less than 200 days old" in text
    assert "Soil never waits and holds nothing back." in text
    assert "The article, traced</h2>" not in text


def test_catalog_without_gates() -> None:
    publish(replace(small_catalog(), gates=()))
    assert "This catalog has no gates" in page()


def test_nothing_published(nothing_published: None) -> None:
    assert "No catalog version is published yet." in page()


def test_anyone_signed_in_and_nobody_else(organisation: Organisation) -> None:
    for user in (organisation.lead, organisation.manager, organisation.administrator, organisation.stranger):
        assert client_of(user).get(URL).status_code == 200
    assert client_of(organisation.lead).post(URL).status_code == 405
    assert client_of(None).get(URL).status_code == 302


def test_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = client_of(person())
    client.get(URL)
    with django_assert_num_queries(3):
        client.get(URL)
