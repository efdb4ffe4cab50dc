"""What docs/reports promises to programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from made_up_check import made_up

from tripartite.reports import folder

DOCS = Path(__file__).parents[2] / "docs" / "reports"


def validator(name):
    schema = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture(scope="module", params=[True, False], ids=["broken", "clean"])
def results(request, tmp_path_factory):
    out = tmp_path_factory.mktemp("formats")
    summary, con = made_up(findings=request.param, gaps=request.param)
    folder.write_data(out, summary, con)
    return out


@pytest.mark.parametrize("name", ["summary", "findings"])
def test_what_is_written_has_the_form_that_the_docs_promise(results, name):
    content = json.loads((results / f"{name}.json").read_text(encoding="utf-8"))
    validator(name).validate(content)


def test_the_schema_would_notice(results):
    content = json.loads((results / "summary.json").read_text(encoding="utf-8"))
    del content["period"]
    content["rules"][0]["coverage"] = 2
    errors = {"/".join(map(str, e.path)) for e in validator("summary").iter_errors(content)}
    assert errors == {"", "rules/0/coverage"}


def test_every_file_of_a_result_is_in_the_docs(check, tmp_path):
    folder.write_all(tmp_path / "out", *check)
    text = (DOCS / "README.md").read_text(encoding="utf-8")
    for path in (tmp_path / "out").iterdir():
        assert f"`{path.name}`" in text, path.name
    assert {p.name for p in (tmp_path / "out").iterdir()} <= folder.OURS
