"""The signed bundle: whole or refused, the same bytes for the same results, and nobody in it."""

from __future__ import annotations

import base64
import copy
import io
import json
import random
import re
import stat
import sys
import zipfile
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import duckdb
import pytest
from jsonschema import Draft202012Validator
from made_up_check import made_up
from python_calamine import CalamineWorkbook

from tripartite.check.store import FINDINGS, back_pay
from tripartite.cli import main
from tripartite.reports import bundle as b
from tripartite.reports import signing
from tripartite.reports.bundle_content import FEWEST, REST, results
from tripartite.reports.folder import write_all
from tripartite.sample.factory import make_factory

DOCS = Path(__file__).parents[2] / "docs" / "reports"
NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def signer():
    return signing.new_signer("Dongguan Garments 东莞")


@pytest.fixture(scope="module")
def content(check, signer):
    return b.make(*check, signer, NOON)


def members_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(pairs, method=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in pairs:
            archive.writestr(name, data)
    return out.getvalue()


def validator(name):
    schema = json.loads((DOCS / f"bundle-{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


# --- whole ----------------------------------------------------------------------------------------


def test_what_was_made_is_whole_elsewhere(content, signer):
    bundle = b.verify(content)
    assert (bundle.signer, bundle.key) == (signer.name, signer.public)
    assert bundle.manifest["created"] == "2026-01-12T12:00:00+00:00"
    assert bundle.results["people_affected"] == 586
    assert bundle.results["facility"].startswith("东莞市")


def test_the_same_results_give_the_same_bytes(check, content, signer):
    again = signing.from_bytes(signing.to_bytes(signer))
    assert b.make(*check, again, NOON) == content
    assert b.make(*made_up(), again, NOON) == content


def test_any_zip_program_opens_it(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(b.MEMBERS)
        assert {e.compress_type for e in archive.infolist()} == {zipfile.ZIP_STORED}


@pytest.mark.parametrize("findings", [True, False], ids=["broken", "clean"])
def test_members_have_the_form_that_the_docs_promise(findings, signer):
    bundle = b.verify(b.make(*made_up(findings=findings), signer, NOON))
    validator("manifest").validate(bundle.manifest)
    validator("results").validate(bundle.results)


def test_a_check_without_fingerprints_says_that_they_are_not_known(check, signer):
    older = {k: v for k, v in check[0].items() if k not in ("fingerprints", "inputs")}
    bundle = b.verify(b.make(older, check[1], signer, NOON))
    assert bundle.manifest["standards"] == {"cn": None, "ilo": None}
    assert bundle.manifest["inputs"] is None
    validator("manifest").validate(bundle.manifest)


# --- refused --------------------------------------------------------------------------------------


def test_every_flipped_bit_of_the_frame_and_many_of_the_results_are_refused(content):
    """All of the manifest, signature, headers and directory; of the long results every few hundred bytes."""
    long = content.index(members_of(content)[b.RESULTS][:200])
    end = content.index(b"PK\x01\x02")
    places = [*range(long + 50), *range(long + 50, end, 997), *range(end, len(content))]
    for place in places:
        broken = bytearray(content)
        broken[place] ^= 1 << (place % 8)
        with pytest.raises(b.BundleError):
            b.verify(bytes(broken))


def test_a_file_cut_short_or_with_more_behind_or_before_is_refused(content):
    for n in (0, 1, 30, len(content) // 2, len(content) - 1):
        with pytest.raises(b.BundleError, match="cut short"):
            b.verify(content[:n])
    for longer in (content + b"\n", b"MZ" + content, content + content):
        with pytest.raises(b.BundleError):
            b.verify(longer)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda m: [x for x in m if x[0] != b.README], "README.txt is missing"),
        (lambda m: [x for x in m if x[0] != b.SIGNATURE], "manifest.sig is missing"),
        (lambda m: [*m, ("more.txt", b"x")], "`'more.txt'`, which does not belong"),
        (lambda m: [*m, ("../../etc/cron.d/x", b"x")], "does not belong"),
        (lambda m: [*m, ("/results.json", b"x")], "does not belong"),
        (lambda m: [*m, ("C:\\results.json", b"x")], "does not belong"),
        (lambda m: [*m, ("\x1b[31m", b"x")], r"\\x1b\[31m"),
        (lambda m: [*m, (b.RESULTS, b"{}")], "results.json 2 times"),
        (
            lambda m: [(n, b"{}\n" if n == b.RESULTS else d) for n, d in m],
            "results.json is not what was signed",
        ),
        (lambda m: [(n, b"{}\n" if n == b.MANIFEST else d) for n, d in m], "of the form `None`"),
        (lambda m: [(n, b"[" * 100_000 if n == b.MANIFEST else d) for n, d in m], "no JSON"),
        (lambda m: [(n, b"\xff" if n == b.MANIFEST else d) for n, d in m], "no JSON"),
        (lambda m: [(n, b"A" * 88 if n == b.SIGNATURE else d) for n, d in m], "signature does not fit"),
        (lambda m: [(n, b"?" if n == b.SIGNATURE else d) for n, d in m], "no signature"),
        (lambda m: list(reversed(m)), "bytes that do not belong"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_changed_members_are_refused_with_what_is_wrong(content, change, told):
    with pytest.raises(b.BundleError, match=told):
        b.verify(zipped(change(list(members_of(content).items()))))


def test_a_bomb_is_refused_before_it_is_opened(content):
    pairs = [(n, b" " * 50_000_000 if n == b.RESULTS else d) for n, d in members_of(content).items()]
    bomb = zipped(pairs, zipfile.ZIP_DEFLATED)
    assert len(bomb) < 200_000
    with pytest.raises(b.BundleError, match="is compressed"):
        b.verify(bomb)
    with pytest.raises(b.BundleError, match="larger than 64 MB"):
        b.verify(bytes(b.LARGEST + 1))


def repacked(members, manifest):
    return b._packed({**members, b.MANIFEST: b.canonical(manifest)})


def test_another_key_cannot_take_over_a_bundle(content):
    """With a signature, key or name of one's own put in, nothing fits; signed anew whole, it is of another key."""
    members, other = members_of(content), signing.new_signer("Somebody else")
    manifest = json.loads(members[b.MANIFEST])
    theirs = base64.b64encode(other.sign(b._signed(members[b.MANIFEST]))) + b"\n"
    with pytest.raises(b.BundleError, match="signature does not fit"):
        b.verify(b._packed({**members, b.SIGNATURE: theirs}))
    named = {**manifest, "signer": {**manifest["signer"], "name": "The Ministry"}}
    with pytest.raises(b.BundleError, match="signature does not fit"):
        b.verify(repacked(members, named))
    keyed = {**manifest, "signer": {**manifest["signer"], "key": other.public}}
    with pytest.raises(b.BundleError, match="signature does not fit"):
        b.verify(repacked(members, keyed))
    anew = base64.b64encode(other.sign(b._signed(b.canonical(keyed)))) + b"\n"
    assert b.verify(repacked({**members, b.SIGNATURE: anew}, keyed)).key == other.public


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"signer": {"name": "x", "key": "ed25519:AAAA"}}, "broken key"),
        ({"signer": {"name": "two\nlines", "key": "k"}}, "lacks what a bundle's has"),
        ({"signer": None}, "lacks what a bundle's has"),
        ({"members": {}}, "not written as a bundle's"),
        ({"form": "tripartite bundle 2"}, "this program reads `tripartite bundle 1`"),
    ],
)
def test_a_manifest_that_is_none_is_refused(content, change, told):
    members = members_of(content)
    with pytest.raises(b.BundleError, match=told):
        b.verify(repacked(members, {**json.loads(members[b.MANIFEST]), **change}))


def test_a_signature_over_the_bare_manifest_is_not_one_over_a_bundle(content, signer):
    members = members_of(content)
    bare = base64.b64encode(signer.sign(members[b.MANIFEST])) + b"\n"
    with pytest.raises(b.BundleError, match="signature does not fit"):
        b.verify(b._packed({**members, b.SIGNATURE: bare}))


# --- nobody in it ---------------------------------------------------------------------------------


def test_no_worker_of_the_sample_factory_is_in_the_bytes(tmp_path, signer):
    """Worker numbers are four digits, which any figure may hold: they are made unmistakable first."""
    make_factory(tmp_path / "factory", 2026, 150)
    out = tmp_path / "out"
    options = ["--country", "CN", "--region", "CN-GD", "--break", "12:00-13:00", "--quiet", "--out", str(out)]
    assert main(["check", str(tmp_path / "factory"), *options]) == 1
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    con = duckdb.connect()
    con.execute(f"CREATE TABLE findings AS SELECT * FROM read_parquet('{out / 'findings.parquet'}')")
    workers = {
        w for (w,) in con.execute("SELECT DISTINCT worker FROM findings WHERE worker IS NOT NULL").fetchall()
    }
    roster = (
        CalamineWorkbook.from_path(tmp_path / "factory" / "员工花名册.xlsx").get_sheet_by_index(0).to_python()
    )
    header = next(i for i, row in enumerate(roster) if "姓名" in row)
    names = {str(row[roster[header].index("姓名")]) for row in roster[header + 1 :]}
    assert workers
    assert len(names) > 50
    con.execute("UPDATE findings SET worker = 'NOBODY-' || worker")
    marked = json.dumps(summary, ensure_ascii=False)
    for person in summary["people"]:
        person["worker"] = "NOBODY-" + person["worker"]
    for sign in summary["integrity"]:
        sign["evidence"]["examples"] = [[f"NOBODY-{w}", "2025-03-02"] for w in sorted(workers)[:5]]
    content = b.make(summary, con, signer, NOON)
    assert b"NOBODY" not in content
    told = b.verify(content).results
    texts = set(_strings(told))
    assert not texts & workers
    assert not [n for n in names if n.encode() in content]
    assert not re.search(r"\bF\d{7}\b", " ".join(texts))
    assert len(told["inputs"]) == len(summary["inputs"]) > 0
    for file in summary["inputs"]:
        assert file["file"] in marked
        assert file["file"].encode() not in content


def _strings(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)


@lru_cache(maxsize=1)
def clean():
    return made_up(findings=False)[0]


def _of(rows):
    """A check whose findings are these: (rule, worker, month, owed)."""
    summary = copy.deepcopy(clean())
    con = duckdb.connect()
    con.execute(FINDINGS)
    for n, (rule, worker, month, owed) in enumerate(rows):
        day = f"2025-{month:02d}-28"
        con.execute(
            "INSERT INTO findings VALUES (?, ?, 'cn', 'wages', 'F1', ?, ?, ?, ?, 0, 'money', ?, 'CNY', 'certain', 0, ?)",
            [f"F{n + 1:07d}", f"cn/{rule}", worker, day, day, owed, owed, rule],
        )
    for r in summary["rules"]:
        mine = [x for x in rows if f"cn/{x[0]}" == r["rule"]]
        if mine:
            r["not_met"], r["people"]["not_met"] = len(mine), len({x[1] for x in mine})
            r["owed"] = {"CNY": sum(x[3] for x in mine)}
    summary["back_pay"] = back_pay(con)
    summary["people_affected"] = len({x[1] for x in rows})
    told = results(summary, con)
    return told, {r["rule"]: r for r in told["rules"]}


def test_a_rule_of_four_people_tells_no_figure_and_its_sums_are_left_out():
    few = [("minimum-wage", f"A{n}", 3, 1000 + n) for n in range(4)]
    many = [("overtime-pay", f"B{n}", 3, 2000) for n in range(5)]
    told, rules = _of(few + many)
    rule = rules["cn/minimum-wage"]
    assert rule["broken"]
    assert rule["few"]
    assert rule["people"]["not_met"] is rule["not_met"] is rule["met"] is rule["worst"] is None
    assert rule["owed"] == {}
    assert rule["months"] == []
    assert told["back_pay"]["sums"]["CNY"]["total"] == 10_000
    assert told["back_pay"]["few_left_out"]
    five = rules["cn/overtime-pay"]
    assert not five["few"]
    assert five["people"]["not_met"] == 5


def test_only_few_people_affected_at_all():
    told, rules = _of([("overtime-pay", "A", 3, 1234)])
    assert told["people_affected"] is None
    assert told["back_pay"] == {"sums": {}, "few_left_out": True}
    assert rules["cn/overtime-pay"]["broken"]
    assert "1234" not in json.dumps(told["back_pay"])


def test_a_small_month_is_told_with_others_and_cannot_be_found_by_subtraction():
    rows = [("overtime-pay", f"A{n}", 1, 100) for n in range(9)]
    rows += [("overtime-pay", f"A{n}", 2, 100) for n in range(6)]
    rows += [("overtime-pay", "A0", 3, 777)]
    _, rules = _of(rows)
    months = rules["cn/overtime-pay"]["months"]
    assert [(m["month"], m["people"], m["findings"], m["owed"]) for m in months] == [
        ("2025-01", 9, 9, 900), (REST, 6, 7, 600 + 777),
    ]  # fmt: skip


def test_small_months_that_are_five_people_together_need_no_other():
    rows = [("overtime-pay", f"A{n}", 1, 100) for n in range(9)]
    rows += [("overtime-pay", f"A{n}", 2 + n % 2, 100) for n in range(6)]
    _, rules = _of(rows)
    assert [(m["month"], m["people"]) for m in rules["cn/overtime-pay"]["months"]] == [
        ("2025-01", 9),
        (REST, 6),
    ]


def test_the_worst_told_is_that_of_the_fifth():
    rows = [("overtime-pay", f"A{n}", 1, 1000 - n) for n in range(9)] + [("overtime-pay", "A0", 2, 999)]
    _, rules = _of(sorted(rows, key=lambda r: -r[3]))
    assert rules["cn/overtime-pay"]["worst"] == {
        "observed": 996,
        "limit": 0,
        "certainty": "certain",
        "people": 5,
    }


def test_kinds_of_back_pay_of_few_people_are_told_with_the_next():
    rows = [("overtime-pay", f"A{n}", 1, 100) for n in range(6)]
    rows += [("minimum-wage", f"B{n}", 1, 100) for n in range(7)]
    told, _ = _of(rows)
    assert told["back_pay"]["sums"]["CNY"]["by_entitlement"] == {"minimum-wage": 700, "overtime-pay": 600}


def test_no_figure_is_of_fewer_than_five_and_months_add_up():
    """Random factories: every figure that is told is of five people or more, and totals are the sums of what is told."""
    draw = random.Random(5)
    for _ in range(25):
        rows = [
            (draw.choice(["overtime-pay", "minimum-wage", "deductions"]), f"W{draw.randint(1, draw.choice([3, 7, 30]))}", draw.randint(1, 6), draw.randint(1, 999))
            for _ in range(draw.randint(1, 60))
        ]  # fmt: skip
        told, rules = _of(rows)
        for r in rules.values():
            assert all(m["people"] >= FEWEST for m in r["months"])
            if r["broken"] and not r["few"]:
                assert r["people"]["not_met"] >= FEWEST
                assert sum(m["findings"] for m in r["months"]) == r["not_met"]
                assert sum(m["owed"] for m in r["months"]) == r["owed"]["CNY"]
        for owed in told["back_pay"]["sums"].values():
            if owed["total"] is not None:
                assert owed["people"] >= FEWEST
                assert sum(owed["by_entitlement"].values()) == owed["total"]


def test_small_groups_and_signs_of_few_tell_nothing(check):
    summary = copy.deepcopy(check[0])
    summary["integrity"][0]["workers"] = 2
    told = results(summary, check[1])
    assert [g["job"] for g in told["indicators"]] == ["车缝工 Sewing", "包装 Packing"]
    assert told["indicators_left_out"] == 1
    few, many = told["integrity"]
    assert (few["workers"], few["text"], few["evidence"]) == (None, None, {})
    assert many["evidence"] == {"days": 150_000, "round": 9120}


# --- keys and commands ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def handed(check, tmp_path_factory):
    """A results folder, a key, its public part and a bundle, made by the commands."""
    folder = tmp_path_factory.mktemp("handed")
    write_all(folder / "out", *check)
    assert main(["keys", "new", str(folder / "f.key"), "--name", "Dongguan Garments"]) == 0
    signer = signing.from_bytes((folder / "f.key").read_bytes())
    (folder / "f.pub").write_text(f"{signer.public} {signer.name}\n", encoding="utf-8")
    assert (
        main(["bundle", str(folder / "out"), "--key", str(folder / "f.key"), "--out", str(folder / "f.zip")])
        == 0
    )
    return folder


def test_a_private_key_is_for_its_user_alone_and_never_written_over(handed, capsys):
    assert stat.S_IMODE((handed / "f.key").stat().st_mode) == 0o600
    before = (handed / "f.key").read_bytes()
    assert main(["keys", "new", str(handed / "f.key"), "--name", "x"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert (handed / "f.key").read_bytes() == before
    assert main(["keys", "show", str(handed / "f.key")]) == 0
    assert capsys.readouterr().out == (handed / "f.pub").read_text(encoding="utf-8")


def test_verify_tells_whole_trusted_and_by_whom(handed, capsys):
    file = str(handed / "f.zip")
    assert main(["verify", file, "--trust", str(handed / "f.pub")]) == 0
    told = capsys.readouterr().out
    for piece in (
        "The file is whole", "Signed by  Dongguan Garments", "among those you trust.", "13 rules not met, 586 people affected",
        "Overtime in a month above 36 hours: 412 of 600", "Work under the age of sixteen: fewer than 5 people", "information, not legal advice",
    ):  # fmt: skip
        assert piece in told, piece
    assert told.index("age of sixteen") < told.index("Overtime in a month")
    assert main(["verify", file]) == 1
    assert "has not been checked" in capsys.readouterr().out
    other = signing.new_signer("Other").public
    assert main(["verify", file, "--trust", other]) == 1
    assert "NOT among those you trust" in capsys.readouterr().out
    assert main(["verify", file, "--trust", other, "--trust", str(handed / "f.pub"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["trusted"] is True


def test_verify_refuses_with_what_to_do(handed, tmp_path, capsys):
    broken = tmp_path / "broken.zip"
    broken.write_bytes((handed / "f.zip").read_bytes()[:-10])
    assert main(["verify", str(broken), "--trust", str(handed / "f.pub")]) == 2
    assert "is NOT whole" in capsys.readouterr().err
    assert main(["verify", str(tmp_path / "none.zip")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert main(["verify", str(handed / "f.zip"), "--trust", "nonsense"]) == 2
    assert "is no public key" in capsys.readouterr().err
    big = tmp_path / "big.zip"
    with big.open("wb") as stream:
        stream.truncate(b.LARGEST + 1)
    assert main(["verify", str(big)]) == 2
    assert "larger than 64 MB" in capsys.readouterr().err


def test_a_locked_key_needs_its_passphrase(handed, tmp_path, capsys, monkeypatch):
    key = tmp_path / "locked.key"
    monkeypatch.setenv("TRIPARTITE_PASSPHRASE", "correct horse")
    assert main(["keys", "new", str(key), "--name", "Locked", "--passphrase"]) == 0
    assert b"ENCRYPTED" in key.read_bytes()
    assert main(["keys", "show", str(key)]) == 0
    monkeypatch.setenv("TRIPARTITE_PASSPHRASE", "wrong")
    assert main(["keys", "show", str(key)]) == 2
    assert "passphrase is wrong" in capsys.readouterr().err
    monkeypatch.delenv("TRIPARTITE_PASSPHRASE")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["bundle", str(handed / "out"), "--key", str(key), "--out", str(tmp_path / "x.zip")]) == 2
    assert "TRIPARTITE_PASSPHRASE" in capsys.readouterr().err
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no private key"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "no private key"),
        (b"Signer: x\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "damaged"),
        (b"Signer: \n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "damaged"),
    ],
)
def test_what_is_no_key_is_refused(content, told):
    with pytest.raises(signing.KeyFileError, match=told):
        signing.from_bytes(content)


def test_names_of_signers_are_one_visible_line():
    for name in ("", "  ", "a\nb", "x\x1b[31m", "n" * 201, "\u202eevil"):
        with pytest.raises(signing.KeyFileError, match="one line"):
            signing.new_signer(name)


def test_what_is_missing_is_told_with_what_to_install(content, monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(signing.KeyFileError, match=r"pip install 'tripartite\[sign\]'"):
        b.verify(content)
