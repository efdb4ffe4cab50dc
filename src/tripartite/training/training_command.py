"""tripartite training: list, show, paper, case, export, import."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tripartite.training.asking import Asked
    from tripartite.training.load import Curriculum
    from tripartite.training.values import Seminar

LANGUAGES = ("en", "zh", "ja", "vi", "th", "my", "fil")
COUNTRIES = ("CN", "JP", "MM", "PH", "TH", "VN")
FORMATS = ("gift", "aiken", "moodle")
PACKAGES = ("scorm", "cartridge", "qti")
PARTS = ("lesson", "facilitator", "exercise", "case", "slides", "handout")


def add_training_parser(commands: Any) -> None:
    """Add the command `training` to the command line."""
    p = commands.add_parser("training", help="seminars: modules, lessons, tests and question banks")
    what = p.add_subparsers(required=True, metavar="WHAT")
    _parser(what, "list", "modules with minutes, objectives and questions")
    sub = _parser(what, "show", "one module's texts, with the country's values of the day")
    sub.add_argument("module")
    sub.add_argument("--part", choices=PARTS, help="one part alone; all without it")
    sub.add_argument("--html", type=Path, help="write a page to print: slides, handout or lesson")
    sub = _parser(what, "paper", "test papers A and B to print, with the key to each")
    _add_modules(sub)
    sub.add_argument("--questions", type=int, default=15, help="how many on each paper")
    sub.add_argument("--out", type=Path, required=True, help="folder for the pages")
    sub = _parser(what, "case", "a month of a made-up factory with faults to be found, and the key to it")
    sub.add_argument("--group", type=int, default=1, help="groups of a seminar get different cases")
    sub.add_argument("--out", type=Path, required=True, help="folder for the workbook and the pages")
    sub = _parser(
        what, "export", "questions for Moodle and other programs, or a module as a package for a platform"
    )
    _add_modules(sub)
    sub.add_argument("--format", choices=(*FORMATS, *PACKAGES), default="gift")
    sub.add_argument("--out", type=Path, help="the file; questions are printed without it")
    sub = what.add_parser(
        "import", help="read a question bank in GIFT, Aiken or Moodle XML; tells what cannot be read"
    )
    sub.add_argument("file", type=Path)
    sub.add_argument("--format", choices=FORMATS, default="", help="told by the file's content without it")
    sub.add_argument("--json", action="store_true", help="print all of it as JSON")
    sub.set_defaults(run=run_import)


def _parser(what: Any, name: str, text: str) -> Any:
    sub = what.add_parser(name, help=text)
    sub.add_argument("--country", required=True, choices=COUNTRIES, type=str.upper)
    sub.add_argument("--on", help="the seminar's day, such as 2026-03-02; today without it")
    sub.add_argument("--lang", choices=LANGUAGES, default="en")
    sub.add_argument("--seed", default="1", help="the same seed makes the same papers and cases")
    sub.set_defaults(run=run_training, what=name)
    return sub


def _add_modules(sub: Any) -> None:
    sub.add_argument("--module", action="append", help="this module alone; may be given several times")


def run_training(args: argparse.Namespace) -> int:
    """Answer one of the commands."""
    from tripartite.standards.fields import StandardsError
    from tripartite.standards.load import load
    from tripartite.training.load import load_curriculum
    from tripartite.training.values import NotHeldError, Seminar

    curriculum = load_curriculum()
    seminar = Seminar(load(), curriculum.names, args.country, _day(args.on), args.lang)
    run = {"list": _list, "show": _show, "paper": _paper, "case": _case, "export": _export}[args.what]
    try:
        run(args, curriculum, seminar)
    except NotHeldError as error:
        raise StandardsError(str(error)) from error
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Read a bank: 0 all of it was read, 1 something was left out. Raises StandardsError."""
    import json
    from dataclasses import asdict

    from tripartite.training.banks.read import read_bank
    from tripartite.training.banks.taken import BankError

    try:
        bank = read_bank(args.file.read_bytes(), args.format)
    except OSError as error:
        raise BankError(f"{args.file} cannot be read: {error.strerror}") from error
    except BankError as error:
        raise BankError(f"{args.file}: {error}") from error
    left = [t for t in bank.troubles if t.left_out]
    if args.json:
        _say(json.dumps(asdict(bank), ensure_ascii=False, indent=1))
        return 1 if left else 0
    for q in bank.questions:
        _say(f"{q.kind:9}{q.name}")
    _say(f"{len(bank.questions)} questions were read, {len(left)} left out")
    for trouble in bank.troubles:
        _say(f"  {trouble}")
    return 1 if left else 0


def _say(text: str = "") -> None:
    print(text)  # noqa: T201 - the command's answer


def _day(text: str | None) -> date:
    from tripartite.standards.fields import StandardsError

    try:
        return date.fromisoformat(text) if text else date.today()  # noqa: DTZ011 - the organiser's own day
    except ValueError as error:
        raise StandardsError(f"--on `{text}` is not a date; write it as 2026-03-02") from error


def _asked(
    args: argparse.Namespace, curriculum: Curriculum, seminar: Seminar
) -> tuple[list[Asked], list[str]]:
    from tripartite.training.asking import askable

    modules = [curriculum.module(m) for m in args.module] if args.module else None
    return askable(curriculum, seminar, args.seed, modules)


def _list(args: argparse.Namespace, curriculum: Curriculum, seminar: Seminar) -> None:
    from tripartite.training.asking import askable

    for m in curriculum.of_country(seminar.country):
        asked, left = askable(curriculum, seminar, args.seed, [m])
        _say(f"{m.id}  {seminar.say(m.title)}")
        _say(f"    {m.minutes} min, {len(asked)} questions" + (f", {len(left)} left out" if left else ""))
        for o in m.objectives.values():
            _say(f"    - {seminar.say(o.text)}")


def _show(args: argparse.Namespace, curriculum: Curriculum, seminar: Seminar) -> None:
    from tripartite.training.lesson import lesson_of, page_of

    lesson = lesson_of(curriculum.module(args.module), seminar)
    parts = [args.part] if args.part else PARTS
    if args.html:
        args.html.write_text(page_of(lesson, seminar, parts), encoding="utf-8")
        _say(str(args.html))
        return
    _say(f"# {lesson.title}")
    for part in parts:
        _say(f"\n## {part}\n\n{lesson.parts[part]}")
    _say("\n## reading\n")
    for key, text in lesson.reading:
        _say(f"- {key}: {text}")
    for note in lesson.notes:
        _say(f"\nNote: {note}")


def _paper(args: argparse.Namespace, curriculum: Curriculum, seminar: Seminar) -> None:
    from tripartite.training.forms import draw_forms
    from tripartite.training.paper import paper_page

    asked, left = _asked(args, curriculum, seminar)
    forms = draw_forms(asked, args.questions, args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    for name, form in zip("AB", forms, strict=True):
        for key in (False, True):
            path = args.out / f"{'key' if key else 'test'}-{name}.html"
            path.write_text(paper_page(form, seminar, name, key=key), encoding="utf-8")
            _say(str(path))
    _tell_left_out(left)


def _case(args: argparse.Namespace, _: Curriculum, seminar: Seminar) -> None:
    import json

    from tripartite.training.factory.case import make_case
    from tripartite.training.factory.told import key_as_data, key_page, task_page

    case = make_case(seminar.country, seminar.day, args.seed, args.group, seminar.standards)
    args.out.mkdir(parents=True, exist_ok=True)
    files = {
        case.file_name: case.workbook,
        f"task-{case.group}.html": task_page(case, seminar).encode(),
        f"key-{case.group}.html": key_page(case, seminar).encode(),
        f"key-{case.group}.json": json.dumps(key_as_data(case), ensure_ascii=False, indent=1).encode(),
    }
    for name, content in files.items():
        (args.out / name).write_bytes(content)
        _say(str(args.out / name))


def _export(args: argparse.Namespace, curriculum: Curriculum, seminar: Seminar) -> None:
    from tripartite.training.exchange import aiken, gift, moodle_xml

    if args.format in PACKAGES:
        _package(args, curriculum, seminar)
        return
    asked, left = _asked(args, curriculum, seminar)
    if args.format == "aiken":
        text, unfit = aiken(asked)
        left += [f"{i}: Aiken has no such kind of question" for i in unfit]
    else:
        text = gift(asked) if args.format == "gift" else moodle_xml(asked)
    if args.out:
        args.out.write_text(text, encoding="utf-8")
        _say(str(args.out))
        _tell_left_out(left)
    else:
        _say(text)


def _package(args: argparse.Namespace, curriculum: Curriculum, seminar: Seminar) -> None:
    from tripartite.standards.fields import StandardsError
    from tripartite.training.lesson import lesson_of
    from tripartite.training.packages.cartridge import cartridge
    from tripartite.training.packages.content import Material
    from tripartite.training.packages.qti import qti
    from tripartite.training.packages.scorm import scorm

    if not args.out or len(args.module or ()) != 1:
        raise StandardsError(
            f"A package holds one module: give --module and --out, such as --out wages.{args.format}.zip"
        )
    asked, left = _asked(args, curriculum, seminar)
    module = curriculum.module(args.module[0])
    material = Material(module.id, lesson_of(module, seminar), tuple(asked), seminar)
    if args.format in ("scorm", "qti"):
        content = scorm(material) if args.format == "scorm" else qti(material)
    else:
        content, unfit = cartridge(material)
        left += unfit
    args.out.write_bytes(content)
    _say(str(args.out))
    _tell_left_out([*left, *material.lesson.notes])


def _tell_left_out(left: list[str]) -> None:
    if left:
        _say(f"\n{len(left)} left out:")
        for reason in left:
            _say(f"  {reason}")
