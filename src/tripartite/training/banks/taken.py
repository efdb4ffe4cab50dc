"""What is taken from a question bank, and what could not be, with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tripartite.standards.fields import StandardsError

LARGEST = 16 * 1024 * 1024
BREAKS = ("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4")
# What makes good part marks whole: shares of right answers are written with a few digits.
NEARLY_WHOLE = 99.0


class BankError(StandardsError):
    """A file that is no question bank; the text says what is wrong, and where."""


@dataclass(frozen=True)
class TakenAnswer:
    """One answer to choose. share: what it adds, in per cent; negative where it takes away."""

    text: str
    right: bool
    share: float


@dataclass(frozen=True)
class Taken:
    """A question as it was read. kind: single, multiple, numeric, or order (answers in their right order).

    number and tolerance: of a numeric one. why: its explanation. line: where it begins in the file.
    """

    kind: str
    name: str
    text: str
    answers: tuple[TakenAnswer, ...]
    number: float | None
    tolerance: float
    why: str
    category: str
    line: int


@dataclass(frozen=True)
class Trouble:
    """What was not taken, or not as it stood. left_out: the question is missing from what was read."""

    line: int
    name: str
    reason: str
    left_out: bool

    def __str__(self) -> str:
        return f"line {self.line}: {self.name + ': ' if self.name else ''}{self.reason}"


@dataclass
class Bank:
    """All of a file."""

    questions: list[Taken] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def leave(self, line: int, name: str, reason: str) -> None:
        self.troubles.append(Trouble(line, name, reason, left_out=True))

    def note(self, line: int, name: str, reason: str) -> None:
        self.troubles.append(Trouble(line, name, reason, left_out=False))

    def choose(
        self,
        line: int,
        name: str,
        text: str,
        answers: Iterable[tuple[str, float]],
        why: str,
        category: str,
        *,
        single: bool,
    ) -> None:
        """Take a question with answers to choose, each with its share in per cent; told if it is not well made."""
        found = [(t.strip(), s) for t, s in answers if t.strip()]
        full = [s for _, s in found if s >= NEARLY_WHOLE]
        if not text:
            return self.leave(line, name, "the question has no text")
        if len(found) < 2:
            return self.leave(line, name, "fewer than two answers to choose from")
        if len({t for t, _ in found}) < len(found):
            return self.leave(line, name, "two answers are the same")
        if single and len(full) != 1:
            return self.leave(line, name, f"{len(full)} answers are right where one must be")
        if not any(s > 0 for _, s in found):
            return self.leave(line, name, "no answer is right")
        if single and any(0 < s < NEARLY_WHOLE for _, s in found):
            self.note(line, name, "part marks are not kept: what is not wholly right counts as wrong")
        kept = tuple(TakenAnswer(t, s >= NEARLY_WHOLE if single else s > 0, s) for t, s in found)
        self.questions.append(
            Taken("single" if single else "multiple", name, text, kept, None, 0.0, why, category, line)
        )
        return None

    def match(
        self, line: int, name: str, text: str, pairs: Iterable[tuple[str, str]], why: str, category: str
    ) -> None:
        """Take a matching of steps to 1, 2, 3 ... as an order; others are left out."""
        steps = [(a.strip(), b.strip()) for a, b in pairs if a.strip()]
        if sorted(b for _, b in steps) != sorted(str(n) for n in range(1, len(steps) + 1)) or len(steps) < 3:
            return self.leave(
                line, name, "matching is only read where steps are matched with 1, 2, 3 …, as an order"
            )
        ordered = sorted(steps, key=lambda s: int(s[1]))
        kept = tuple(TakenAnswer(a, right=True, share=100.0) for a, _ in ordered)
        self.questions.append(Taken("order", name, text, kept, None, 0.0, why, category, line))
        return None

    def count(
        self,
        line: int,
        name: str,
        text: str,
        answers: list[tuple[float, float, float]],
        why: str,
        category: str,
    ) -> None:
        """Take a numeric question; each answer is a number, a tolerance and a share in per cent."""
        full = [a for a in answers if a[2] >= NEARLY_WHOLE]
        if len(full) != 1:
            return self.leave(line, name, f"{len(full)} numbers are wholly right where one must be")
        if len(answers) > 1:
            self.note(line, name, "numbers with part marks are not kept")
        number, tolerance, _ = full[0]
        self.questions.append(Taken("numeric", name, text, (), number, tolerance, why, category, line))
        return None


def text_of(data: bytes) -> str:
    """The text of a file. Raises BankError."""
    if len(data) > LARGEST:
        raise BankError(f"The file is larger than {LARGEST // 1024**2} MB; split it")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BankError(f"line {line}: the file is not UTF-8; save it as UTF-8 and read it again") from error


class _Plain(HTMLParser):
    """HTML as plain text, with a line for each block, and whether it held what a text cannot."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lost = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BREAKS:
            self.parts.append("\n")
        if tag in ("img", "audio", "video", "iframe", "object", "script", "math", "svg"):
            self.lost = tag
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain(html: str) -> tuple[str, str]:
    """The text of HTML, and the tag of something that a text cannot show; empty where there was none."""
    reader = _Plain()
    reader.feed(html)
    reader.close()
    text = re.sub(r"[ \t\u00a0]+", " ", "".join(reader.parts))
    return re.sub(r" ?\n[ \n]*", "\n", text).strip(), reader.lost
