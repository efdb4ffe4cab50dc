"""Two parallel forms of a test: as many questions on each objective, of the same difficulty, none in both."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence

from tripartite.standards.fields import StandardsError
from tripartite.training.asking import Asked


def draw_forms(asked: Sequence[Asked], length: int, seed: str) -> tuple[list[Asked], list[Asked]]:
    """Forms A and B of `length` questions each, for before and after. Raises StandardsError if there are too few.

    Within an objective questions are paired by level, so that the partners are the nearest there are; which of a pair
    goes to which form is drawn. Pairs are taken from the objectives in turn.
    """
    rng = random.Random(f"{seed} forms")  # noqa: S311 - the same forms from the same seed
    by_objective: dict[tuple[str, str], list[Asked]] = defaultdict(list)
    for q in asked:
        by_objective[q.module, q.objective].append(q)
    queues = [_pairs(rng, qs) for qs in by_objective.values()]
    rng.shuffle(queues)
    most = sum(len(queue) for queue in queues)
    if length > most:
        raise StandardsError(
            f"Two forms of {length} questions need more pairs on the same objective than the {most} there are; "
            "ask for fewer, or add modules"
        )
    forms: tuple[list[Asked], list[Asked]] = ([], [])
    while len(forms[0]) < length:
        for queue in queues:
            if queue and len(forms[0]) < length:
                _deal(rng, forms, queue.pop())
    return forms


def _pairs(rng: random.Random, questions: list[Asked]) -> list[tuple[Asked, Asked]]:
    """Pairs of neighbours by level, in random order. Of an odd number one is left over."""
    mixed = rng.sample(questions, len(questions))
    mixed.sort(key=lambda q: q.level)
    if len(mixed) % 2:
        mixed.pop(rng.randrange(len(mixed)))
    pairs = list(zip(mixed[::2], mixed[1::2], strict=True))
    rng.shuffle(pairs)
    return pairs


def _deal(rng: random.Random, forms: tuple[list[Asked], list[Asked]], pair: tuple[Asked, Asked]) -> None:
    """The harder of an unequal pair goes to the form that is easier so far; of an equal pair, as the lot falls."""
    easy, hard = sorted(pair, key=lambda q: q.level)
    levels = [sum(q.level for q in form) for form in forms]
    to_first = rng.random() < 0.5
    if easy.level != hard.level and levels[0] != levels[1]:
        to_first = levels[0] < levels[1]
    forms[0].append(hard if to_first else easy)
    forms[1].append(easy if to_first else hard)


def most_questions(asked: Sequence[Asked]) -> int:
    """The longest forms that `draw_forms` can make of these questions."""
    counts = Counter((q.module, q.objective) for q in asked)
    return sum(n // 2 for n in counts.values())
