"""Reading Aiken, as https://docs.moodle.org/en/Aiken_format describes it: a question on a line, answers, ANSWER."""

from __future__ import annotations

import re

from tripartite.training.banks.taken import Bank

CHOICE = re.compile(r"([A-Z])[.)]\s+(.*\S)")
RIGHT = re.compile(r"ANSWER:\s*([A-Z])")
NEARLY_RIGHT = re.compile(r"answer\s*:?\s*[A-Z]", re.IGNORECASE)


def read_aiken(text: str) -> Bank:
    """The questions of a text in Aiken."""
    bank = Bank()
    asked, begun, choices = "", 0, dict[str, str]()

    def forget() -> None:
        nonlocal asked, begun
        asked, begun = "", 0
        choices.clear()

    for n, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line:
            continue
        if right := RIGHT.fullmatch(line):
            _take(bank, begun or n, asked, choices, right[1])
            forget()
        elif NEARLY_RIGHT.fullmatch(line):
            bank.leave(
                begun or n, asked[:60], f"`{line[:40]}` on line {n}: write it as ANSWER: B, in capitals"
            )
            forget()
        elif (choice := CHOICE.fullmatch(line)) and asked:
            if choice[1] in choices:
                bank.note(n, asked[:60], f"the answer {choice[1]} stands twice; the first is kept")
            choices.setdefault(choice[1], choice[2])
        elif choices:
            bank.leave(begun, asked[:60], f"no line ANSWER: before line {n}, where something else begins")
            forget()
            asked, begun = line, n
        else:
            # Aiken has its question on one line; what was broken into several is joined.
            asked, begun = f"{asked} {line}".strip(), begun or n
    if asked:
        bank.leave(begun, asked[:60], "the file ends before its line ANSWER:")
    return bank


def _take(bank: Bank, line: int, asked: str, choices: dict[str, str], right: str) -> None:
    if not asked:
        return bank.leave(line, "", "a line ANSWER: without a question before it")
    if right not in choices:
        return bank.leave(
            line, asked[:60], f"the answer {right} is not among {', '.join(choices) or 'its answers'}"
        )
    pairs = [(text, 100.0 if letter == right else 0.0) for letter, text in choices.items()]
    return bank.choose(line, asked[:60], asked, pairs, "", "", single=True)
