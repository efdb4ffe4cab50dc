"""The tools for agents, asked over standard input and output by the protocol's own client."""

from __future__ import annotations

import asyncio
import json
import sys

import jsonschema
import pytest
from mcp import Client, StdioServerParameters

from tripartite.check.payslip import due
from tripartite.cli import main

TOOLS = {
    "search_law", "show_law", "law_in_force", "compare_law", "counterparts", "ratifications", "contacts", "pay_due",
    "check_records", "list_findings", "explain_finding",
}  # fmt: skip
CASE = {
    "country": "CN",
    "region": "CN-GD",
    "month": "2025-10",
    "wage": "5000",
    "hours": {"ordinary_overtime": "10", "rest": "16"},
}
SERVER = StdioServerParameters(command=sys.executable, args=["-m", "tripartite.cli", "mcp"])


def ask(*calls):
    """The answers to calls (tool, arguments) in one session; the tools themselves come first."""

    async def session():
        async with Client(SERVER, read_timeout_seconds=120) as client:
            tools = (await client.list_tools()).tools
            return [tools, *[await client.call_tool(name, arguments) for name, arguments in calls]]

    return asyncio.run(asyncio.wait_for(session(), 300))


@pytest.fixture(scope="module")
def looked_up():
    calls = {
        "search": ("search_law", {"words": "加班"}),
        "nothing": ("search_law", {"words": "zyxwvut"}),
        "rule": ("show_law", {"key": "cn/overtime-in-a-month"}),
        "in force": ("law_in_force", {"place": "CN-GD", "day": "2025-10-01"}),
        "compare": ("compare_law", {"named": ["overtime_in_month"], "day": "2025-10-01"}),
        "counterparts": ("counterparts", {"key": "cn/labour-law/38"}),
        "ratifications": ("ratifications", {"asked": "VN"}),
        "contacts": ("contacts", {"country": "TH", "lang": "th"}),
        "pay": ("pay_due", {"case": CASE}),
        "unknown id": ("show_law", {"key": "cn/overtime-in-a-mouth"}),
        "unknown place": ("law_in_force", {"place": "XX"}),
        "no date": ("law_in_force", {"place": "TH", "day": "1/10/2025"}),
        "unknown key": ("pay_due", {"case": {"moth": "2025-10"}}),
        "no words": ("search_law", {}),
        "unknown language": ("contacts", {"country": "TH", "lang": "xx"}),
        "unknown tool": ("delete_law", {}),
        "no files": ("check_records", {"files": ["/nowhere/at/all"], "country": "CN", "out": "/nowhere/out"}),
        "an option for a file": ("check_records", {"files": ["--jobs=2"], "country": "CN", "out": "/nowhere/out"}),
        "no country": ("check_records", {"files": [__file__], "country": "XX", "out": "/nowhere/out"}),
        "no results": ("list_findings", {"results": "/nowhere"}),
        "nothing to explain": ("explain_finding", {"results": "/nowhere", "finding": "F0000001"}),
    }  # fmt: skip
    tools, *answers = ask(*calls.values())
    return {"tools": tools, **dict(zip(calls, answers, strict=True))}


def told(answer):
    assert not answer.is_error, answer.content[0].text
    assert json.loads(answer.content[0].text) == answer.structured_content
    assert answer.structured_content["notice"] == "This is information, not legal advice."
    return answer.structured_content


def test_every_tool_is_listed_with_what_it_is_for_and_what_it_takes(looked_up):
    tools = {t.name: t for t in looked_up["tools"]}
    assert set(tools) == TOOLS
    for tool in tools.values():
        assert len(tool.description) > 40
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
    case = tools["pay_due"].input_schema["properties"]["case"]
    jsonschema.validate(CASE, case)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"moth": "2025-10"}, case)


@pytest.mark.parametrize("name", ["search", "rule", "in force", "compare", "counterparts", "contacts", "pay"])
def test_each_answer_cites_its_law_with_source_and_whether_it_was_verified(looked_up, name):
    cited = told(looked_up[name])["citations"]
    assert cited
    for law in cited:
        assert set(law) == {"provision", "instrument", "article", "verified", "source"}
        assert law["instrument"]["en"]
        assert law["source"]["title"]
        assert isinstance(law["verified"], bool)


def test_look_ups_say_what_the_command_line_says(looked_up):
    assert "overtime" in json.dumps(told(looked_up["search"])["entries"])
    rule = told(looked_up["rule"])
    assert any("36" in line for line in rule["entries"][0]["lines"])
    assert "cn/labour-law/41" in {c["provision"] for c in rule["citations"]}
    in_force = told(looked_up["in force"])
    assert in_force["title"] == "CN-GD on 2025-10-01"
    assert all(s["title"] for s in in_force["sources"])
    assert {c["provision"].split("/")[0] for c in told(looked_up["counterparts"])["citations"]} > {
        "ilo",
        "jp",
    }
    ratified = told(looked_up["ratifications"])
    assert ratified["entries"]
    assert ratified["sources"]
    assert told(looked_up["contacts"])["view"]["contacts"]


def test_nothing_found_is_not_said_to_be_no_law(looked_up):
    answer = told(looked_up["nothing"])
    assert answer["entries"] == []
    assert "does not mean that there is no law" in answer["nothing_found"]


def test_pay_is_what_the_engine_says(looked_up):
    answer = told(looked_up["pay"])
    assert answer["result"] == json.loads(json.dumps(due(CASE), default=str))
    assert answer["result"]["premium_due"] == 43_103 + 91_954
    assert {c["provision"] for c in answer["citations"]} == {
        line["provision"] for line in answer["result"]["lines"]
    }


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("unknown id", "did you mean"),
        ("unknown place", "No law is held for `XX`"),
        ("no date", "write it as 2025-10-01"),
        ("unknown key", "`moth` is not a key of a pay case. Allowed: country"),
        ("no words", "words"),
        ("unknown language", "'en', 'zh', 'ja', 'vi', 'th', 'my' or 'fil'"),
        ("unknown tool", "delete_law"),
        ("no files", "/nowhere/at/all: there is no such file or folder"),
        ("an option for a file", "--jobs=2: there is no such file or folder"),
        ("no country", "There is no standard `xx`"),
        ("no results", "/nowhere is not a results folder"),
        ("nothing to explain", "/nowhere is not the results folder"),
    ],
)
def test_errors_say_what_is_wrong_and_what_to_do(looked_up, name, says):
    answer = looked_up[name]
    assert answer.is_error
    assert says.lower() in answer.content[0].text.lower()
    assert "Traceback" not in answer.content[0].text


def test_records_are_checked_listed_and_explained_without_naming_anybody(tmp_path):
    rows = [f"ZQ-{n:03d},2025-03-{d:02d},08:00,21:30" for n in range(7) for d in range(3, 29)]
    records = tmp_path / "days.csv"
    records.write_text("工号,日期,上班,下班\n" + "\n".join(rows) + "\n", encoding="utf-8")
    out = str(tmp_path / "out")
    check = {
        "files": [str(records)],
        "country": "CN",
        "out": out,
        "breaks": "12:00-13:00",
        "facility": "东莞 Garments",
        "lang": "zh",
    }
    _, checked, listed, explained, unknown_rule, unknown_finding, small = ask(
        ("check_records", check),
        ("list_findings", {"results": out, "rule": "cn/overtime-in-a-month", "limit": 3}),
        ("explain_finding", {"results": out, "finding": "F0000001", "lang": "zh"}),
        ("list_findings", {"results": out, "rule": "cn/nothing"}),
        ("explain_finding", {"results": out, "finding": "F9999999"}),
        ("list_findings", {"results": out, "limit": 0}),
    )
    answer = told(checked)
    rules = {r["rule"]: r for r in answer["results"]["rules"]}
    assert rules["cn/overtime-in-a-month"]["people"]["not_met"] == 7
    assert rules["cn/overtime-in-a-month"]["title"] == "每月加班超过三十六小时"
    assert answer["report"] == f"{out}/report.html"
    assert answer["citations"]
    findings = told(listed)
    assert findings["of"] == 7
    assert len(findings["findings"]) == 3
    explanation = told(explained)["explanation"]
    assert explanation["days"]
    assert explanation["law"]["verified"] is True
    for answer in (checked, listed, explained):
        assert "ZQ-" not in answer.content[0].text
    assert "`cn/nothing` is no rule of this check; those with findings: cn/" in unknown_rule.content[0].text
    assert "There is no finding F9999999" in unknown_finding.content[0].text
    assert small.is_error


def test_what_is_missing_is_told_with_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert main(["mcp"]) == 2
    assert "pip install 'tripartite[mcp]'" in capsys.readouterr().err
