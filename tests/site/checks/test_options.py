"""What is asked before a check, and what becomes of it."""

from __future__ import annotations

import pytest

from tests.site.cast import Cast
from tripartite.site.checks.forms import OptionsForm, initial_of


@pytest.fixture
def nagoya(cast: Cast):
    cast.facility.country, cast.facility.region, cast.facility.wage_class = "JP", "JP-23", ""
    return cast.facility


def filled(facility, **given) -> OptionsForm:
    return OptionsForm(facility, "en", {"standards": ["ilo"], **given})


def test_the_rest_day_by_law_is_marked_among_several(nagoya):
    form = filled(nagoya, rest_days=["sat", "sun"], rest_day_by_law="sun")
    assert form.is_valid(), form.errors
    assert form.options()["rest_days"] == "sat,sun*"
    shown = initial_of(form.options(), nagoya)
    assert (shown["rest_days"], shown["rest_day_by_law"]) == (["sat", "sun"], "sun")


def test_it_is_one_of_the_rest_days(nagoya):
    form = filled(nagoya, rest_days=["sat"], rest_day_by_law="sun")
    assert "none of the weekly rest days" in str(form.errors["rest_day_by_law"])


def test_without_it_none_is_marked(nagoya):
    form = filled(nagoya, rest_days=["sat", "sun"])
    assert form.is_valid(), form.errors
    assert form.options()["rest_days"] == "sat,sun"


def test_it_is_asked_where_the_law_knows_it(cast: Cast, nagoya):
    assert "rest_day_by_law" in filled(nagoya).fields
    nagoya.country, nagoya.region = "CN", "CN-GD"
    form = filled(nagoya, rest_days=["sun"])
    assert "rest_day_by_law" not in form.fields
    assert form.is_valid(), form.errors
    assert form.options()["rest_days"] == "sun"
