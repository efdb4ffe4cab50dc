"""The organiser's report as a workbook: a sheet for each of the four levels, with the figures of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tripartite.reports.workbook import SHARE, WHOLE, WRAPPED, Cell, Heading, Number, Workbook, inert
from tripartite.site.people.models import User
from tripartite.site.seminars import report
from tripartite.site.seminars.feedback import MARKS, MEANINGS, TOPICS, by_subject
from tripartite.site.seminars.models import Seminar
from tripartite.site.seminars.results import Count, Result
from tripartite.site.seminars.results_told import differences_told, missing_told, share_told
from tripartite.training.gain import Gain


def write(seminar: Seminar, user: User, into: IO[bytes]) -> None:
    """Write the workbook, with what `user` may see."""
    with Workbook(into) as book:
        _reaction(book, seminar)
        _written(book, seminar)
        _learning(book, seminar)
        _behaviour(book, seminar)
        _results(book, seminar, user)


def _sheet(book: Workbook, name: str, columns: Sequence[Heading], rows: Sequence[Sequence[Cell]]) -> None:
    """A sheet, the rows of which may end early."""
    book.sheet(name, columns, [[*row, *[None] * (len(columns) - len(row))] for row in rows])


def _reaction(book: Workbook, seminar: Seminar) -> None:
    found = report.reaction(seminar)
    marks = [Heading(str(MEANINGS[n]), 12) for n in MARKS]
    columns = [Heading(_("What was rated"), 45, WRAPPED), Heading(_("Ratings"), 10), Heading(_("Mean of 1 to 5"), 30, WRAPPED), *marks]  # fmt: skip
    few = [[_("Fewer than five gave feedback: nothing is shown.")]] if found["few"] else []
    _sheet(book, _("Reaction"), columns, [*few, *map(_rated, found["items"])])


def _rated(r: report.Rated) -> list[Cell]:
    if r.mean is None:
        return [inert(r.name), None, _("fewer than five people: not shown")]
    return [
        inert(r.name),
        Number(r.n, WHOLE),
        Number(round(r.mean, 2)),
        *(Number(c, WHOLE) for c in r.counts),
    ]


def _written(book: Workbook, seminar: Seminar) -> None:
    """No row tells which texts are one person's."""
    if report.reaction(seminar)["few"]:
        return
    rows = [
        [str(TOPICS[s.asked]), "; ".join(report.topic_name(seminar, m) for m in s.subjects) or _("Other topics"), inert(s.text)]
        for s in by_subject(seminar)
    ]  # fmt: skip
    columns = [
        Heading(_("What was asked"), 35, WRAPPED),
        Heading(_("By topic"), 35, WRAPPED),
        Heading(_("What was written"), 80, WRAPPED),
    ]
    _sheet(book, _("What was written"), columns, rows)


def _learning(book: Workbook, seminar: Seminar) -> None:
    learned = report.learning(seminar)
    columns = [
        Heading("", 55, WRAPPED), Heading(pgettext("how many", "People"), 10), Heading(_("Right before"), 12), Heading(_("Right after"), 12),
        Heading(_("Gain"), 30, WRAPPED), Heading(_("95 % from"), 12), Heading(_("to"), 12),
    ]  # fmt: skip
    rows = [(_("All"), learned["all"]), *learned["sides"]]
    if learned["all"].people:
        rows += [*learned["topics"], *learned["objectives"]]
    _sheet(book, _("Learning"), columns, [_gain_row(name, g) for name, g in rows])
    if any(paper["items"] for paper in learned["papers"]):
        _questions(book, learned["papers"])


def _questions(book: Workbook, papers: Sequence[dict[str, Any]]) -> None:
    """What each question was worth; a paper that fewer than twenty took is left out."""
    columns = [
        Heading(_("Question"), 70, WRAPPED), Heading(pgettext("share", "Right"), 12), Heading(_("Correlation with the rest of the paper"), 16),
        Heading(_("Right among the best 27 per cent less that among the weakest"), 16), Heading(_("Remark"), 40, WRAPPED),
    ]  # fmt: skip
    for paper in papers:
        if paper["items"]:
            name = _("Paper %(form)s") % {"form": paper["form"]}
            reliability = None if paper["alpha"] is None else Number(round(paper["alpha"], 2))
            last = [_("Reliability of the paper (KR-20)"), None, reliability]
            _sheet(book, name, columns, [*map(_question_row, paper["items"]), [], last])


def _question_row(row: dict[str, Any]) -> list[Cell]:
    item = row["item"]
    r = None if item.point_biserial is None else Number(round(item.point_biserial, 2))
    return [inert(row["text"]), _share(item.difficulty), r, _share(item.upper_lower), "; ".join(row["flags"])]


def _gain_row(name: str, g: Gain) -> list[Cell]:
    if g.why == "few":
        return [inert(name), None, None, None, _("fewer than five people: not shown")]
    people, before, after = Number(g.people, WHOLE), _share(g.before), _share(g.after)
    if g.why == "full":
        return [inert(name), people, before, after, _("all was known before")]
    return [inert(name), people, before, after, *map(_share, (g.gain, g.low, g.high))]


def _share(x: float | None) -> Cell:
    return None if x is None else Number(x, SHARE)


def _behaviour(book: Workbook, seminar: Seminar) -> None:
    found = report.behaviour(seminar)
    columns = [Heading("", 70, WRAPPED), Heading(pgettext("how many", "Number"), 12)]
    if found["few"]:
        _sheet(book, _("Behaviour"), columns, [[_("Fewer than five undertook something: nothing is shown.")]])
        return
    rows = [(_("Participants who undertook something"), found["people"]), (_("Follow-ups that have been due"), found["due"]), *found["told"]]  # fmt: skip
    _sheet(book, _("Behaviour"), columns, [[str(name), Number(n, WHOLE)] for name, n in rows])


def _results(book: Workbook, seminar: Seminar, user: User) -> None:
    found = report.results(seminar, user)
    before, after = _("Before"), _("After")
    each = (_("first day"), _("last day"), _("not met"), _("checked"), pgettext("share", "cannot tell"))
    columns = [
        Heading(_("Facility"), 30, WRAPPED), Heading(_("Topic"), 24, WRAPPED), Heading(_("Rule"), 45, WRAPPED),
        *(Heading(f"{when}: {what}", 13, WRAPPED) for when in (before, after) for what in each),
        Heading(_("Share"), 40, WRAPPED), Heading(_("What else differs"), 40, WRAPPED),
    ]  # fmt: skip
    caution = _(
        "The seminar need not be the cause of a difference. Orders, seasons, people, managers and the records themselves change too, and nothing here shows what would have come without it."
    )
    rows = [row for r in found["facilities"] for row in _result_rows(r)] or [[_("No facility is followed yet.")]]  # fmt: skip
    _sheet(book, _("Results"), columns, [*rows, [], [caution]])


def _result_rows(r: Result) -> Iterator[list[Cell]]:
    name = inert(f"{r.facility.name}, {r.facility.organisation.name}")
    if missing := missing_told(r):
        yield [name, *[None] * 12, missing]
    differs = inert(" ".join(differences_told(r)))
    for topic, rows in r.topics:
        for c in rows:
            yield [
                name, topic, inert(c.title), *_times(r, after=False), *_counts(c.before), *_times(r, after=True), *_counts(c.after),
                share_told(c), differs,
            ]  # fmt: skip


def _times(r: Result, *, after: bool) -> list[Cell]:
    check = r.after if after else r.before
    return [check.period_from, check.period_to] if check else [None, None]


def _counts(n: Count) -> list[Cell]:
    untold: Cell = "< 5" if n.cannot_tell_few else Number(n.cannot_tell, WHOLE)
    if n.known:
        return [
            _("fewer than five people: not shown") if n.known == "few" else pgettext("share", "not told"),
            None,
            untold,
        ]
    return [Number(n.not_met, WHOLE), Number(n.checked, WHOLE), untold]
