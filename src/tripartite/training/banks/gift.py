"""Reading GIFT, as https://docs.moodle.org/en/GIFT_format describes it."""

from __future__ import annotations

import re

from tripartite.training.banks.taken import Bank, plain

# Escaped signs stand as characters of a private area while the others are read as signs.
ESCAPED = {c: chr(0xF0000 + i) for i, c in enumerate("\\~=#{}:")}
BACK = {v: k for k, v in ESCAPED.items()}
CATEGORY = re.compile(r"\$CATEGORY\s*:\s*(.+)", re.IGNORECASE)
TITLE = re.compile(r"::(.*?)::", re.DOTALL)
FORMAT = re.compile(r"\s*\[(html|markdown|moodle|plain)\]")
CHOICE = re.compile(r"([~=])\s*(?:%(-?\d+(?:\.\d+)?)%)?([^~=]*)")
NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
RANGE = re.compile(rf"\s*({NUMBER})\s*\.\.\s*({NUMBER})\s*")
AROUND = re.compile(rf"\s*({NUMBER})\s*(?::\s*({NUMBER})\s*)?")
TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def read_gift(text: str) -> Bank:
    """The questions of a text in GIFT."""
    bank, category = Bank(), ""
    for line, block in _blocks(text):
        found = CATEGORY.fullmatch(block.strip())
        if found:
            category = found[1].strip()
        else:
            _question(bank, line, block, category)
    return bank


def _blocks(text: str) -> list[tuple[int, str]]:
    """Questions and categories, parted by blank lines, with the line where each begins; comments left out."""
    blocks: list[tuple[int, list[str]]] = []
    inside = False
    for n, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if line.startswith("//"):
            continue
        if not line or CATEGORY.fullmatch(line):
            inside = False
            if line:
                blocks.append((n, [line]))
            continue
        if not inside:
            blocks.append((n, []))
            inside = True
        blocks[-1][1].append(line)
    return [(n, "\n".join(lines)) for n, lines in blocks]


def _question(bank: Bank, line: int, block: str, category: str) -> None:
    for sign, kept in ESCAPED.items():
        block = block.replace("\\" + sign, kept)
    title = TITLE.match(block)
    name = _shown(title[1]) if title else ""
    body = block[title.end() :] if title else block
    form = FORMAT.match(body)
    style = form[1] if form else "moodle"
    body = body[form.end() :] if form else body
    begin, end = body.find("{"), body.rfind("}")
    if begin < 0 and end < 0:
        return bank.leave(line, name, "it has no answers in { }: a description is no question")
    if end < begin or begin < 0 or body.count("{") != body.count("}"):
        return bank.leave(
            line, name, "a { or } is without its other; a sign that is meant as such is written \\{ or \\}"
        )
    if body.count("{") > 1:
        return bank.leave(line, name, "several gaps in one question are not read")
    before, answers, after = body[:begin].strip(), body[begin + 1 : end].strip(), body[end + 1 :].strip()
    asked = f"{before} _____ {after}".strip() if after else before
    text, lost = _read_as(asked, style)
    if lost:
        bank.note(line, name, f"what stood in <{lost}> is not kept")
    answers, _, why = answers.partition("####")
    return _answered(
        bank, line, name or _short(text), text, answers.strip(), _styled(why, style)[0], category, style
    )


def _answered(
    bank: Bank, line: int, name: str, text: str, answers: str, why: str, category: str, style: str
) -> None:
    truth = answers.split("#", maxsplit=1)[0].strip().upper()
    if not answers:
        return bank.leave(line, name, "an essay has no answer that can be marked")
    if truth in TRUTHS:
        right = TRUTHS[truth]
        pairs = [("True", 100.0 if right else 0.0), ("False", 0.0 if right else 100.0)]
        return bank.choose(line, name, text, pairs, why, category, single=True)
    if answers.startswith("#"):
        return _numeric(bank, line, name, text, answers[1:], why, category)
    given = [
        (sign, share, _styled(raw.split("#")[0], style)[0]) for sign, share, raw in CHOICE.findall(answers)
    ]
    signs = {sign for sign, _, _ in given}
    if signs == {"="} and all("->" in raw for _, _, raw in given):
        return bank.match(
            line,
            name,
            text,
            ((a, b) for a, _, b in (raw.partition("->") for _, _, raw in given)),
            why,
            category,
        )
    if signs == {"="}:
        return bank.leave(
            line, name, "a short answer in own words cannot be marked here; give answers to choose from"
        )
    if "~" not in signs:
        return bank.leave(line, name, f"its answers cannot be read: `{_shown(answers)[:60]}`")
    single = "=" in signs or any(share and float(share) >= 99 for _, share, _ in given)
    pairs = [(raw, float(share) if share else 100.0 if sign == "=" else 0.0) for sign, share, raw in given]
    return bank.choose(line, name, text, pairs, why, category, single=single)


def _numeric(bank: Bank, line: int, name: str, text: str, answers: str, why: str, category: str) -> None:
    found: list[tuple[float, float, float]] = []
    parts = (
        [(s, raw) for _, s, raw in CHOICE.findall(answers)]
        if answers.lstrip().startswith("=")
        else [("", answers)]
    )
    for share, raw in parts:
        written = _shown(raw.split("#")[0]).replace(",", ".")
        if between := RANGE.fullmatch(written):
            low, high = float(between[1]), float(between[2])
            number, tolerance = (low + high) / 2, abs(high - low) / 2
        elif around := AROUND.fullmatch(written):
            number, tolerance = float(around[1]), float(around[2] or 0)
        else:
            return bank.leave(line, name, f"`{written[:60]}` is no number, such as 1822:5 or 1820..1825")
        found.append((number, tolerance, float(share) if share else 100.0))
    return bank.count(line, name, text, found, why, category)


def _styled(text: str, style: str) -> tuple[str, str]:
    """A text, of its own form if it names one, without escapes and without HTML where it is meant as HTML; and the tag of
    what was lost.
    """
    form = FORMAT.match(text)
    return _read_as(text[form.end() :], form[1]) if form else _read_as(text, style)


def _read_as(text: str, style: str) -> tuple[str, str]:
    shown = _shown(text)
    return plain(shown) if style == "html" else (shown, "")


def _shown(text: str) -> str:
    # A line break is written \n; a backslash before an n is two.
    text = re.sub(r"\\n", "\n", text)
    return "".join(BACK.get(c, c) for c in text).strip()


def _short(text: str) -> str:
    line = text.split("\n", maxsplit=1)[0]
    return line if len(line) <= 60 else line[:59] + "…"
