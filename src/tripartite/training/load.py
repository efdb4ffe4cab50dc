"""Loading the curriculum: every file read by its form, every mistake told with file and line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tripartite.kept import kept
from tripartite.plain_yaml import yaml
from tripartite.standards.fields import At, Problems, StandardsError, close, compose
from tripartite.standards.load import Standards
from tripartite.training.findings import Teaching, read_teaching
from tripartite.training.schema import COUNTRIES, MODULE, QUESTION, Module, Objective, Question
from tripartite.training.translations import with_translations

HERE = Path(__file__).parent / "curriculum"
CODE = tuple(
    Path(__file__).parent / name for name in ("load.py", "schema.py", "translations.py", "findings.py")
)
SECTIONS = ("lesson", "facilitator", "exercise", "case", "slides", "handout")


@dataclass
class Curriculum:
    """All modules in their order, names of values with the rule that holds each in a country, and what findings are taught in."""

    modules: dict[str, Module]
    names: dict[str, dict[str, str]]
    teaching: Teaching

    def module(self, key: str) -> Module:
        """A module by its id. Raises StandardsError."""
        if key not in self.modules:
            raise StandardsError(f"There is no module `{key}`{close(key, list(self.modules))}")
        return self.modules[key]

    def of_country(self, country: str) -> list[Module]:
        """The modules that a seminar in a country can have."""
        return [m for m in self.modules.values() if not m.countries or country in m.countries]


def load_curriculum(folder: Path = HERE) -> Curriculum:
    """Read the curriculum. Raises StandardsError with one line for each mistake."""
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".yaml", ".md"))
    if not files:
        raise StandardsError(
            f"{folder}: no curriculum lies there; it has values.yaml and a folder for each module"
        )
    return kept("curriculum", [*files, *CODE], lambda: _read(folder))


def _read(folder: Path) -> Curriculum:
    problems = Problems([])
    names = _names(folder / "values.yaml", problems)
    modules = [m for p in sorted(folder.glob("*/module.yaml")) if (m := _module(p.parent, problems))]
    seen: dict[str, str] = {}
    for q in (q for m in modules for q in m.questions):
        if q.id in seen:
            at = f"{q.module}/questions.yaml"
            problems.add(at, q.line, f"question `{q.id}` stands in {seen[q.id]} already; choose another id")
        seen[q.id] = q.module
    teaching = read_teaching(folder, [m.id for m in modules], problems)
    problems.refuse()
    return Curriculum({m.id: m for m in sorted(modules, key=lambda m: (m.order, m.id))}, names, teaching)


def _names(path: Path, problems: Problems) -> dict[str, dict[str, str]]:
    at = At(path.name, problems)
    node = compose(path, problems)
    out: dict[str, dict[str, str]] = {}
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if not isinstance(value, yaml.MappingNode):
            at.wrong(
                value, f"`{key.value}`: name the rule of each country, such as {{CN: cn/overtime-in-a-month}}"
            )
            continue
        out[key.value] = {c.value: str(r.value) for c, r in value.value}
        for c in out[key.value]:
            if c not in COUNTRIES:
                at.wrong(value, f"`{c}` is no country{close(c, COUNTRIES)}")
    return out


def _module(folder: Path, problems: Problems) -> Module | None:
    at = At(f"{folder.name}/module.yaml", problems)
    node = compose(folder / "module.yaml", problems, at.file)
    row = MODULE.read(at, node) if node else None
    if row is None:
        return None
    objectives = {o["id"]: Objective(o["id"], o["text"]) for o in row["objectives"] or () if o}
    return Module(
        folder.name, row["title"] or {}, row["topic"] or "", row["order"] or 0, row["minutes"] or 0, row["countries"],
        objectives, row["reading"] or (), _texts(folder, problems), _questions(folder, objectives, problems), row["words"],
    )  # fmt: skip


def _texts(folder: Path, problems: Problems) -> dict[str, dict[str, str]]:
    out = {}
    for path in sorted(folder.glob("lesson.*.md")):
        name = f"{folder.name}/{path.name}"
        parts = re.split(r"^# (\w+)\s*$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        sections = {k: v.strip() for k, v in zip(parts[1::2], parts[2::2], strict=True)}
        for missing in (s for s in SECTIONS if not sections.get(s)):
            problems.add(
                name, 1, f"the section `# {missing}` is missing or empty; a lesson has {', '.join(SECTIONS)}"
            )
        for strange in (s for s in sections if s not in SECTIONS):
            problems.add(name, 1, f"`# {strange}` is no section{close(strange, SECTIONS)}")
        out[path.name.split(".")[1]] = sections
    if "en" not in out:
        problems.add(
            f"{folder.name}/lesson.en.md", 1, "the English lesson is missing; others fall back to it"
        )
    return out


def _questions(folder: Path, objectives: dict[str, Objective], problems: Problems) -> tuple[Question, ...]:
    path = folder / "questions.yaml"
    at = At(f"{folder.name}/questions.yaml", problems)
    if not path.exists():
        problems.add(at.file, 1, "the file is missing; a module has questions")
        return ()
    node = compose(path, problems, at.file)
    if not isinstance(node, yaml.SequenceNode):
        problems.add(at.file, 1, "expected a list of questions")
        return ()
    found = tuple(q for n in node.value if (q := _question(at, n, folder.name, objectives)))
    return with_translations(folder, found, problems)


def _question(at: At, node: yaml.Node, module: str, objectives: dict[str, Objective]) -> Question | None:
    row: dict[str, Any] | None = QUESTION.read(at, node)
    if row is None:
        return None
    if row["objective"] not in objectives:
        at.wrong(
            node,
            f"objective `{row['objective']}` is not one of the module's{close(str(row['objective']), objectives)}",
        )
    if complaint := _unfit(row):
        at.wrong(node, complaint)
    fields = {k: v for k, v in row.items() if k != "level"}
    return Question(module=module, level=int(row["level"] or 1), **fields)


def _unfit(row: dict[str, Any]) -> str:
    """What a question of its kind lacks, or has too much; empty if it is well made."""
    kind, right, wrong = row["kind"], row["right"], row["wrong"]
    if kind in ("single", "scenario") and (len(right) != 1 or len(wrong) < 2):
        return f"a {kind} question has one `right` answer and at least two `wrong`"
    if kind == "scenario" and not row["given"]:
        return "a scenario tells what happened under `given`"
    if kind == "multiple" and (len(right) < 2 or not wrong):
        return "a multiple question has at least two `right` answers and one `wrong`"
    if kind == "order" and len(row["order"]) < 3:
        return "an order question has at least three steps under `order`, in their right order"
    if kind == "numeric" and bool(row["value"]) == bool(row["case"]):
        return "a numeric question names either a `value` or a `case`, from which its answer comes"
    if kind in ("order", "numeric") and (right or wrong):
        return f"the answers of a {kind} question are not written under `right` and `wrong`"
    return ""


def dead_links(curriculum: Curriculum, standards: Standards) -> list[str]:
    """Readings, provisions and words that the standards do not hold, with the module that names them."""
    held = {k for r in standards.rooms.values() for k in (*r.provisions, *r.rules)}
    held |= {f"duty:{d}" for d in standards.rooms["core"].duties}
    held |= set(curriculum.names)
    named = [(m.id, r) for m in curriculum.modules.values() for r in m.reading]
    named += [(q.id, q.provision) for m in curriculum.modules.values() for q in m.questions]
    named += [
        (f"values.yaml {name}", rule)
        for name, rules in curriculum.names.items()
        for rule in rules.values()
        if not rule.startswith(("normal ", "premium ", "minimum "))
    ]
    dead = [f"{where}: {key}" for where, key in named if key not in held]
    synonyms = {g for r in standards.rooms.values() for g in r.synonyms}
    return dead + [f"{m.id}: {w}" for m in curriculum.modules.values() for w in m.words if w not in synonyms]
