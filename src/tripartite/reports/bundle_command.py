"""tripartite keys, bundle, verify: results that others can verify, without personal data."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tripartite.reports.folder import ResultsError, open_results
from tripartite.reports.ranking import GRAVEST
from tripartite.reports.wording import languages

if TYPE_CHECKING:
    from tripartite.reports.bundle import Bundle
    from tripartite.reports.signing import Signer

TRUSTED, NOT_TRUSTED = 0, 1
PASSPHRASE = "TRIPARTITE_PASSPHRASE"  # noqa: S105 - the name of a variable


def add_bundle_parsers(commands: Any) -> None:
    """Add the commands `keys`, `bundle` and `verify` to the command line."""
    keys = commands.add_parser("keys", help="make a key to sign with, or show its public part")
    what = keys.add_subparsers(required=True, metavar="WHAT")
    new = what.add_parser(
        "new", help="make a key; its public part is printed, to be given to those who verify"
    )
    new.add_argument("file", type=Path, help="private key file to write, such as factory.key")
    new.add_argument("--name", required=True, help="who signs, such as 'Dongguan Garments'")
    new.add_argument(
        "--passphrase",
        action="store_true",
        help=f"lock the key: asked for at the terminal, or taken from {PASSPHRASE}",
    )
    new.set_defaults(run=run_keys_new)
    show = what.add_parser("show", help="the public part of a private key file")
    show.add_argument("file", type=Path)
    show.set_defaults(run=run_keys_show)
    bundle = commands.add_parser("bundle", help="a check's results as a signed file without personal data")
    bundle.add_argument("results", type=Path, help="a results folder of tripartite check")
    bundle.add_argument("--key", type=Path, required=True, help="private key file of tripartite keys new")
    bundle.add_argument(
        "--out", type=Path, required=True, help="file to write, such as factory-2025.tripartite.zip"
    )
    bundle.set_defaults(run=run_bundle)
    verify = commands.add_parser(
        "verify",
        help="whether a signed file (a bundle, a certificate) is whole, who signed it, and what it holds",
    )
    verify.add_argument("file", type=Path)
    verify.add_argument(
        "--trust", action="append", default=[], metavar="PUBKEY",
        help="a public key that you know to be the signer's, or a file of such keys, one a line; may be given several times",
    )  # fmt: skip
    verify.add_argument(
        "--recipient", default="", help="of a certificate: the e-mail address or name of whom it should be of"
    )
    verify.add_argument(
        "--lang", default="en", choices=languages(), help="the language that a certificate is told in"
    )
    verify.add_argument("--json", action="store_true", help="print all of it as JSON")
    verify.set_defaults(run=run_verify)


def run_keys_new(args: argparse.Namespace) -> int:
    """Make a key. Raises ResultsError."""
    from tripartite.reports.signing import new_signer, write_new

    signer = new_signer(args.name)
    write_new(args.file, signer, _new_passphrase() if args.passphrase else "")
    _say(f"{args.file}: keep it to yourself, and keep a copy where it cannot be lost.", sys.stderr)
    _say(f"{signer.public} {signer.name}")
    return 0


def run_keys_show(args: argparse.Namespace) -> int:
    """Print the public part of a key. Raises ResultsError."""
    signer = _signer(args.file)
    _say(f"{signer.public} {signer.name}")
    return 0


def run_bundle(args: argparse.Namespace) -> int:
    """Write a bundle. Raises ResultsError."""
    from tripartite.reports.bundle import make

    summary, con = open_results(args.results)
    content = make(summary, con, _signer(args.key))
    try:
        args.out.write_bytes(content)
    except OSError as error:
        raise ResultsError(f"{args.out} cannot be written: {error.strerror}") from error
    _say(str(args.out))
    return 0


def run_verify(args: argparse.Namespace) -> int:
    """Verify a file: 0 whole and of a trusted key, 1 whole but of a key not said to be trusted. Raises ResultsError."""
    from tripartite.reports.bundle import BundleError, verify
    from tripartite.reports.credential import is_credential

    trusted, content = _trusted(args.trust), _content(args.file)
    if is_credential(content):
        return _verify_certificate(args, content, trusted)
    try:
        bundle = verify(content)
    except BundleError as error:
        raise BundleError(
            f"{args.file} is NOT whole. {error}. Do not rely on it; ask its sender for it again"
        ) from error
    known = bundle.key in trusted
    if args.json:
        answer = {"whole": True, "trusted": known, "manifest": bundle.manifest, "results": bundle.results}
        _say(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _say("\n".join(_told(bundle, known=known, asked=bool(trusted))))
    return TRUSTED if known else NOT_TRUSTED


def _verify_certificate(args: argparse.Namespace, content: bytes, trusted: set[str]) -> int:
    from tripartite.reports.credential_command import as_json, settled, told, verified_file

    verdict = verified_file(str(args.file), content, trusted, args.lang)
    if args.json:
        _say(as_json(verdict, args.recipient))
    else:
        _say("\n".join(told(verdict, args.lang, asked=bool(trusted), recipient=args.recipient)))
    return TRUSTED if settled(verdict, args.recipient) else NOT_TRUSTED


# --- keys ---------------------------------------------------------------------------------------------


def _signer(path: Path) -> Signer:
    from tripartite.reports.signing import KeyFileError, from_bytes, is_locked

    try:
        content = path.read_bytes()
    except OSError as error:
        raise ResultsError(
            f"{path} cannot be read: {error.strerror}. Make a key: tripartite keys new {path} --name NAME"
        ) from error
    try:
        return from_bytes(content, _passphrase() if is_locked(content) else "")
    except KeyFileError as error:
        raise KeyFileError(f"{path}: {error}") from error


def _passphrase() -> str:
    given = os.environ.get(PASSPHRASE, "")
    return given if given or not sys.stdin.isatty() else getpass.getpass("Passphrase of the key: ")


def _new_passphrase() -> str:
    given = os.environ.get(PASSPHRASE, "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise ResultsError(f"There is no terminal to ask for a passphrase at; give it in {PASSPHRASE}")
    first = getpass.getpass("Passphrase for the key: ")
    if not first or first != getpass.getpass("The same again: "):
        raise ResultsError("The passphrase is empty, or the two differ; no key was made")
    return first


def _trusted(given: list[str]) -> set[str]:
    """Public keys, from the command line or from files with one a line and a name behind. Raises KeyFileError."""
    from tripartite.reports.signing import KIND, public_bytes

    out = set()
    for text in given:
        lines = [text]
        if not text.startswith(KIND) and Path(text).is_file():
            lines = Path(text).read_text(encoding="utf-8", errors="replace").splitlines()
        for line in (x.strip() for x in lines if x.strip()):
            key = line.split()[0]
            public_bytes(key)
            out.add(key)
    return out


# --- what is told of a bundle ---------------------------------------------------------------------------


def _content(path: Path) -> bytes:
    from tripartite.reports.bundle import LARGEST, BundleError

    try:
        if path.stat().st_size > LARGEST:
            raise BundleError(f"It is larger than {LARGEST // 1024**2} MB, which no bundle is")
        return path.read_bytes()
    except OSError as error:
        raise ResultsError(f"{path} cannot be read: {error.strerror}") from error


def _told(bundle: Bundle, *, known: bool, asked: bool) -> list[str]:
    m, r = bundle.manifest, bundle.results
    place = ", ".join(x for x in (m["country"], m["region"]) if x)
    broken = sorted((x for x in r["rules"] if x["broken"] and not x["indicator"]), key=_gravity)
    trust = (
        "This key is among those you trust."
        if known
        else "This key is NOT among those you trust: anybody can sign under any name."
        if asked
        else "Whose key it is has not been checked: ask the signer for it on another way and give it with --trust."
    )
    lines = [
        "The file is whole: nothing was changed since it was signed.",
        f"Signed by  {bundle.signer} (the name is the signer's own word)",
        f"Key        {bundle.key}",
        trust,
        "",
        f"Facility   {m['facility']} ({place})",
        f"Period     {m['period']['from']} to {m['period']['to']}",
        f"Checked    {m['made']} by tripartite {m['program']['version']}; bundle made {m['created']}",
        f"Standards  {_standards(m)}",
        f"Records    {_number(r['workers'])} workers, {_number(r['worker_days'])} days of work, {_files(m)}",
        f"Found      {len(broken)} rules not met, {_number(r['people_affected'])} people affected",
        *(f"Back pay   {_owed(currency, owed, r)}" for currency, owed in r["back_pay"]["sums"].items()),
        *(f"           {_broken(x)}" for x in broken),
        f"Integrity  {len(r['integrity'])} signs of made-up records (signs, never proof)",
        "",
        "This is information, not legal advice.",
    ]  # fmt: skip
    return [_visible(line) for line in lines]


def _gravity(rule: dict[str, Any]) -> tuple[bool, int]:
    return rule["topic"] not in GRAVEST, -(rule["people"]["not_met"] or 0)


def _broken(rule: dict[str, Any]) -> str:
    people = rule["people"]
    touched = "fewer than 5 people" if rule["few"] else f"{people['not_met']:,} of {people['checked']:,}"
    facility = " (the facility itself)" if rule["scope"] == "facility" else ""
    return f"{rule['title'].get('en', rule['rule'])}: {touched}{facility}"


def _files(manifest: dict[str, Any]) -> str:
    return (
        "files not known"
        if manifest["inputs"] is None
        else f"{len(manifest['inputs'])} files with their hashes"
    )


def _standards(manifest: dict[str, Any]) -> str:
    told = ((k, v[:16] if v else "(fingerprint not known)") for k, v in manifest["standards"].items())
    return ", ".join(f"{k} {v}" for k, v in told)


def _number(n: int | None) -> str:
    return "fewer than 5" if n is None else f"{n:,}"


def _owed(currency: str, owed: dict[str, Any], results: dict[str, Any]) -> str:
    from tripartite.reports.wording import money

    if owed["total"] is None:
        return f"{currency}, to fewer than 5 people"
    more = (
        "; rules that touch fewer than 5 people are left out" if results["back_pay"]["few_left_out"] else ""
    )
    return f"{money(owed['total'], currency)} to {_number(owed['people'])} people{more}"


def _visible(line: str) -> str:
    """A line whose names, which a stranger wrote, cannot steer the terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in line)


def _say(text: str, stream: Any = None) -> None:
    print(text, file=stream or sys.stdout)
