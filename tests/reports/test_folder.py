from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest
from made_up_check import made_up

from tripartite.reports import folder
from tripartite.reports.folder import (
    ResultsError,
    is_results,
    open_results,
    refuse_foreign,
    whole_or_nothing,
    write_all,
)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def make_results(out, text="one"):
    with whole_or_nothing(out) as work:
        (work / "summary.json").write_text(json.dumps({"form": "tripartite summary 1", "text": text}))
        (work / "report.html").write_text(text)


def test_all_results_are_there_and_agree(check, out):
    summary, con = check
    write_all(out, summary, con, further=lambda work: (work / "rejects.csv").write_text("x"))
    assert sorted(p.name for p in out.iterdir()) == [
        "findings.json", "findings.parquet", "findings.xlsx", "rejects.csv", "report.html", "summary.json",
    ]  # fmt: skip
    again, found = open_results(out)
    assert again["people_affected"] == summary["people_affected"]
    n = con.execute("SELECT count(*) FROM findings").fetchone()
    assert found.execute("SELECT count(*) FROM findings").fetchone() == n
    listed = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    assert len(listed) == n[0]
    columns = [d[0] for d in con.execute("SELECT * FROM findings LIMIT 0").description]
    assert list(listed[0]) == columns
    assert listed[0]["start"] == str(
        con.execute("SELECT start FROM findings ORDER BY id LIMIT 1").fetchone()[0]
    )
    assert listed[-1]["owed"] is None


def test_a_report_can_be_written_again_from_the_folder(check, out):
    from tripartite.reports import html

    write_all(out, *check)
    summary, con = open_results(out)
    assert "首要问题" in html.render(summary, "zh", con)


def test_no_findings_make_an_empty_list(out):
    summary, con = made_up(findings=False)
    write_all(out, summary, con)
    assert json.loads((out / "findings.json").read_text()) == []


def fail(out, error):
    with whole_or_nothing(out) as work:
        (work / "report.html").write_text("half")
        raise error


def test_a_failed_run_leaves_nothing(out):
    with pytest.raises(ZeroDivisionError):
        fail(out, ZeroDivisionError())
    assert list(out.parent.iterdir()) == []


def test_a_failed_run_leaves_the_earlier_result(out):
    make_results(out)
    with pytest.raises(KeyboardInterrupt):
        fail(out, KeyboardInterrupt())
    assert (out / "report.html").read_text() == "one"
    assert list(out.parent.iterdir()) == [out]


def test_a_later_result_replaces_ours_and_keeps_what_others_put_there(out):
    make_results(out)
    (out / "rejects.csv").write_text("of the first run")
    (out / "my notes.txt").write_text("keep")
    make_results(out, "two")
    assert (out / "report.html").read_text() == "two"
    assert (out / "my notes.txt").read_text() == "keep"
    assert not (out / "rejects.csv").exists()
    assert list(out.parent.iterdir()) == [out]


@pytest.mark.parametrize("summary", ["", "{", "[]", '{"form": 3}', '{"form": "other 1"}', "null"])
def test_a_folder_that_is_not_ours_is_refused(out, summary):
    out.mkdir()
    (out / "summary.json").write_text(summary)
    assert not is_results(out)
    with pytest.raises(
        ResultsError, match="holds files that are not the results of a check, and is left as it is"
    ):
        refuse_foreign(out)


def test_a_file_in_the_way_is_refused(out):
    out.write_text("x")
    with pytest.raises(ResultsError, match="is a file; name a folder"):
        refuse_foreign(out)


def test_an_empty_folder_will_do(out):
    out.mkdir()
    make_results(out)
    assert is_results(out)


def test_a_folder_that_cannot_be_renamed_is_filled(out, monkeypatch):
    """A mounted folder stays where it is; its summary comes last and says that the results are whole."""
    make_results(out)
    (out / "records").mkdir()
    from pathlib import Path

    rename = Path.rename

    def busy(self, target):
        if self == out.resolve():
            raise OSError(16, "Device or resource busy")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", busy)
    make_results(out, "two")
    assert (out / "report.html").read_text() == "two"
    assert sorted(p.name for p in out.iterdir()) == ["report.html", "summary.json"]
    (out / "summary.json").unlink()
    (out / folder.UNFINISHED).touch()
    make_results(out, "three")
    assert is_results(out)


KILLED = """
import sys, time
from pathlib import Path
from tripartite.reports.folder import whole_or_nothing
with whole_or_nothing(Path(sys.argv[1])) as work:
    (work / "report.html").write_text("half")
    print("ready", flush=True)
    time.sleep(60)
"""


def test_a_killed_run_leaves_no_half_written_result_and_is_swept_up(out):
    make_results(out)
    run = subprocess.Popen([sys.executable, "-c", KILLED, str(out)], stdout=subprocess.PIPE)
    assert run.stdout.readline() == b"ready\n"
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    run.stdout.close()
    assert (out / "report.html").read_text() == "one"
    assert len(list(out.parent.iterdir())) == 2
    make_results(out, "two")
    assert list(out.parent.iterdir()) == [out]


def test_a_run_still_at_work_is_left_alone(out):
    run = subprocess.Popen([sys.executable, "-c", KILLED, str(out)], stdout=subprocess.PIPE)
    run.stdout.readline()
    make_results(out)
    assert len(list(out.parent.iterdir())) == 2
    run.kill()
    run.wait()
    run.stdout.close()
