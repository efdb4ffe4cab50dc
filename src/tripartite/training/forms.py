"""Two parallel forms of a test: as many questions on each objective, of the same difficulty, none in both."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence

from tripartite.standards.fields import StandardsError
from tripartite.training.asking import Asked


def draw_forms(asked: Sequence[Asked], length: int, seed: str) -> tuple[list[Asked], list[Asked]]:
    """Forms A and B of `length` questions each, for before and after. Raises StandardsError if there are too few.

    Within an objective questions are paired by level and kind, so that the partners are the nearest there are; which
    of a pair goes to which form keeps the forms alike, or is drawn. Pairs are taken from the objectives in turn.
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
    drawn: list[tuple[Asked, Asked]] = []
    while len(drawn) < length:
        drawn += [queue.pop() for queue in queues if queue]
    forms: tuple[list[Asked], list[Asked]] = ([], [])
    # The most unequal first: those that follow make up for them.
    for pair in sorted(drawn[:length], key=_apart, reverse=True):
        _deal(rng, forms, pair)
    places = rng.sample(range(length), length)
    return [forms[0][i] for i in places], [forms[1][i] for i in places]


def _pairs(rng: random.Random, questions: list[Asked]) -> list[tuple[Asked, Asked]]:
    """Pairs in random order: first of one level and kind, then of one level, then of the nearest. One may be left over."""
    rest = rng.sample(questions, len(questions))
    pairs: list[tuple[Asked, Asked]] = []
    for alike in (_level_and_kind, _level, None):
        rest = sorted(rest, key=_level) if alike is None else rest
        groups: dict[object, list[Asked]] = defaultdict(list)
        for q in rest:
            groups[alike(q) if alike else None].append(q)
        rest = []
        for group in groups.values():
            pairs += zip(group[::2], group[1::2], strict=False)
            rest += group[len(group) // 2 * 2 :]
    rng.shuffle(pairs)
    return pairs


def _apart(pair: tuple[Asked, Asked]) -> tuple[int, bool]:
    return abs(pair[0].level - pair[1].level), pair[0].kind != pair[1].kind


def _level(q: Asked) -> int:
    return q.level


def _level_and_kind(q: Asked) -> tuple[int, str]:
    return q.level, q.kind


def _deal(rng: random.Random, forms: tuple[list[Asked], list[Asked]], pair: tuple[Asked, Asked]) -> None:
    """A pair goes to the forms in the way that keeps them alike in level, then in kind; else as the lot falls."""
    ways = rng.sample([pair, pair[::-1]], 2)
    first, second = min(ways, key=lambda way: _unlike(forms, way))
    forms[0].append(first)
    forms[1].append(second)


def _unlike(forms: tuple[list[Asked], list[Asked]], way: tuple[Asked, ...]) -> tuple[int, int]:
    """How far the forms would be apart with these two: in the sum of levels, and in how many are of each kind."""
    levels, kinds = 0, Counter[str]()
    for sign, form, more in ((1, forms[0], way[0]), (-1, forms[1], way[1])):
        for q in (*form, more):
            levels += sign * q.level
            kinds[q.kind] += sign
    return abs(levels), sum(map(abs, kinds.values()))


def most_questions(asked: Sequence[Asked]) -> int:
    """The longest forms that `draw_forms` can make of these questions."""
    counts = Counter((q.module, q.objective) for q in asked)
    return sum(n // 2 for n in counts.values())
