"""The organiser's report as PDF, in the language that is active: what the page says, for who was not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from tripartite.reports import pdf
from tripartite.reports.pdf_content import a_column, a_section, a_table, a_text
from tripartite.reports.wording import Words, words
from tripartite.site.languages import data_language
from tripartite.site.people.models import User
from tripartite.site.places import country_name
from tripartite.site.seminars import report
from tripartite.site.seminars.feedback import MARKS, MEANINGS
from tripartite.site.seminars.models import Seminar
from tripartite.site.seminars.results import Count, Result
from tripartite.site.seminars.results_told import (
    cannot_tell_told,
    count_told,
    differences_told,
    missing_told,
    share_told,
)
from tripartite.site.seminars.templatetags.learning import mean, share
from tripartite.site.templatetags.told import day, number
from tripartite.training.gain import Gain

Node = dict[str, Any]


def report_pdf(seminar: Seminar, user: User) -> bytes:
    """The bytes of the PDF, with what `user` may see. Raises ResultsError where the parts for it are not installed."""
    now = timezone.localtime()
    w = words(data_language(get_language()))
    days = f"{day(seminar.first_day)} – {day(seminar.last_day)}"
    told = {
        "lang": w.lang,
        "kicker": _("Report"),
        "title": seminar.title,
        "document": " – ".join((_("Report"), seminar.title)),
        "running": seminar.title[:56],
        "about": [
            (_("Organisation that holds it"), seminar.organisation.name),
            (pgettext("of a seminar", "Days"), days),
            (_("Country"), country_name(seminar.country)),
        ],
        "notice": _("Groups of fewer than five people are not shown."),
        "contents": w["contents"],
        "footer": f"{seminar.organisation.name}, {day(now)} ·",
        "sections": [
            _reaction(seminar, w),
            _learning(seminar, w),
            _behaviour(seminar),
            _results(seminar, user, w),
        ],
    }
    drawn = pdf.draw(told, now)
    assert isinstance(drawn, bytes)  # noqa: S101 - of a PDF there is one file
    return drawn


def _reaction(seminar: Seminar, w: Words) -> Node:
    found = report.reaction(seminar)
    title = "1. " + _("Reaction")
    if found["few"]:
        return a_section(title, a_text(_("Fewer than five gave feedback: nothing is shown.")))
    of = _("Feedback of %(n)s of %(of)s participants. Who did not answer may think otherwise.")
    columns = [
        a_column(_("What was rated"), "3fr"),
        a_column(_("Mean of 1 to 5"), "1.7fr", number=True),
        a_column("", "1.6fr"),
        *(a_column(str(MEANINGS[m]), "1fr", number=True) for m in MARKS),
    ]
    said = of % {"n": number(found["n"]), "of": number(found["of"])}
    rows = [_rated(r) for r in found["items"]]
    return a_section(title, a_text(said), a_table(columns, rows, w), *_written(found))


def _rated(r: report.Rated) -> list[Any]:
    if r.mean is None:
        return [r.name, _("fewer than five people: not shown"), "", *("" for _mark in MARKS)]
    return [r.name, mean(r.mean), _bar((r.mean - 1) / 4), *map(number, r.counts)]


def _bar(part: float) -> Node:
    return {"bar": part, "tone": "plain"}


def _written(found: dict[str, Any]) -> Iterator[Node]:
    """What was written, by what was asked and then by topic."""
    yield from _lists((str(asked), texts) for asked, texts in found["written"])
    if found["subjects"]:
        yield {"kind": "heading", "text": _("By topic")}
        yield a_text(
            _(
                "The same texts by the topics of the seminar that they name, as found by their words; one can stand under several. Topics that fewer than five people named are among the others."
            )
        )
        yield from _lists((f"{topic} ({number(len(texts))})", texts) for topic, texts in found["subjects"])


def _lists(groups: Iterable[tuple[str, list[str]]]) -> Iterator[Node]:
    for heading, texts in groups:
        yield {"kind": "heading", "text": heading}
        yield {"kind": "list", "items": texts}


def _learning(seminar: Seminar, w: Words) -> Node:
    found = report.learning(seminar)
    told = (
        _(
            "Of those who took both tests. The gain is how much of what was not known before was known afterwards, with its 95 %% interval; what was not answered counts as not right."
        )
        % ()
    )
    tables = [
        (_("All and by side"), [(_("All"), found["all"]), *found["sides"]]),
        (_("By topic"), found["topics"]),
        (_("By objective"), found["objectives"]),
    ]
    shown = tables if found["all"].people else tables[:1]
    alike = report.forms_told(found["forms"])
    papers = (node for paper in found["papers"] if paper["items"] for node in _paper(paper, w))
    return a_section(
        "2. " + _("Learning"), a_text(told), *_gains(shown, w), a_text(alike) if alike else None, *papers
    )


def _paper(paper: Node, w: Words) -> Iterator[Node]:
    columns = [a_column(_("Paper %(form)s") % {"form": paper["form"]}, "4fr"), a_column(pgettext("share", "Right"), number=True), a_column(_("Remark"), "2fr")]  # fmt: skip
    rows = [[i["text"], share(i["item"].difficulty), "; ".join(i["flags"])] for i in paper["items"]]
    yield a_table(columns, rows, w, most=None)


def _gains(tables: Sequence[tuple[str, Sequence[tuple[str, Gain]]]], w: Words) -> Iterator[Node]:
    for caption, rows in tables:
        columns = [
            a_column(caption, "3fr"), a_column(pgettext("how many", "People"), number=True),
            a_column(_("Right before"), number=True), a_column(_("Right after"), number=True), a_column("", "1.4fr"),
            a_column(_("Gain"), "2fr", number=True),
        ]  # fmt: skip
        yield a_table(columns, [_gain_row(name, g) for name, g in rows], w, most=None)


def _gain_row(name: str, g: Gain) -> list[Any]:
    if g.why == "few":
        return [name, "", "", "", "", _("fewer than five people: not shown")]
    gain = (
        _("all was known before")
        if g.why == "full"
        else f"{share(g.gain)} ({share(g.low)} – {share(g.high)})"
    )
    return [name, number(g.people), share(g.before), share(g.after), _bar(g.after or 0), gain]


def _behaviour(seminar: Seminar) -> Node:
    found = report.behaviour(seminar)
    title = "3. " + _("Behaviour")
    if found["few"]:
        return a_section(title, a_text(_("Fewer than five undertook something: nothing is shown.")))
    told = _(
        "%(n)s participants undertook something; %(due)s follow-ups have been due. This is what they say themselves; what is not answered is not known."
    ) % {"n": number(found["people"]), "due": number(found["due"])}
    items = [f"{label}: {number(n)}" for label, n in found["told"]]
    return a_section(title, a_text(told), {"kind": "list", "items": items} if items else None)


def _results(seminar: Seminar, user: User, w: Words) -> Node:
    found = report.results(seminar, user)
    title = "4. " + _("Results")
    cause = _(
        "Whether fewer findings are made at workplaces is seen in their checks before and after, where these cover both. Much else changes in such a time: that they fall does not prove that the seminar was the cause."
    )
    if not found["followed"]:
        return a_section(title, a_text(cause), a_text(_("No facility is followed yet.")))
    counted = _(
        "%(known)s of %(followed)s followed facilities have checks before and after. Each rule that the seminar teaches is counted once for each of them, by whether the share of people whom it is not met for is lower afterwards."
    ) % {"known": number(found["known"]), "followed": number(found["followed"])}
    facilities = [node for r in found["facilities"] for node in _facility(r, w)]
    return a_section(
        title, a_text(cause), a_text(counted), _tallies(found["topics"], w) if found["topics"] else None, *facilities
    )  # fmt: skip


def _tallies(tallies: Sequence[report.Tally], w: Words) -> Node:
    columns = [
        a_column(_("Topic"), "3fr"),
        *(a_column(heading, number=True) for heading in report.share_headings()),
    ]
    rows = [[t.topic, *map(number, t.counts)] for t in tallies]
    return a_table(columns, rows, w, most=None)


def _facility(r: Result, w: Words) -> Iterator[Node]:
    yield {"kind": "heading", "text": f"{r.facility.name}, {r.facility.organisation.name}"}
    if r.before and r.after:
        times = (
            (_("Before"), r.before.period_from, r.before.period_to),
            (_("After"), r.after.period_from, r.after.period_to),
        )
        yield {"kind": "list", "items": [f"{name}: {day(start)} – {day(end)}" for name, start, end in times]}
    if differs := differences_told(r):
        yield a_text(_("What else differs between the two checks:"))
        yield {"kind": "list", "items": differs}
    if missing := missing_told(r):
        yield a_text(missing if r.is_known or not r.seen else _("Not known yet.") + " " + missing)
    for topic, rows in r.told:
        columns = [a_column(topic, "3fr"), a_column(_("Before"), "2fr"), a_column(_("After"), "2fr"), a_column(_("Share"), "1fr")]  # fmt: skip
        told = [[c.title, _counted(c.before), _counted(c.after), share_told(c)] for c in rows]
        yield a_table(columns, told, w, most=None)
    if r.untold:
        more = _("%(n)s more rules could be told of in neither check.") % {"n": number(r.untold)}
        yield a_text(more, soft=True)


def _counted(n: Count) -> str:
    return "; ".join(filter(None, (count_told(n), cannot_tell_told(n))))
