"""The report as one HTML file: opens without a network, prints on A4, reads on a phone."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from typing import Any

from tripartite.reports.terminal import broken_rules
from tripartite.reports.wording import money, quantity, say, words

PAGE = Path(__file__).with_name("page.html")
FEWEST_SHOWN = 5


def render(summary: dict[str, Any], lang: str = "en") -> str:
    """The report of a check in one language."""
    r = _Report(summary, lang)
    sections = [
        r.facts(), r.first(), r.by_month(), r.topics(), r.people(), r.unsettled(), r.sample(), r.signs(), r.indicators(),
        r.assumptions(), r.files(), r.method(),
    ]  # fmt: skip
    period = summary["period"]
    subtitle = (
        f"{r.w['period']}: {period['from']} – {period['to']} · {r.w['standards']}: {', '.join(summary['standards'])}"
        f" · {summary.get('region') or summary['country']} · {r.w['made']}: {summary['made'][:16].replace('T', ' ')}"
    )
    return Template(PAGE.read_text(encoding="utf-8")).substitute(
        lang="zh-CN" if lang == "zh" else lang,
        title=escape(r.w["title"]),
        facility=escape(str(summary.get("facility") or summary["country"])),
        notice=escape(r.w["notice"]),
        subtitle=escape(subtitle),
        body="\n".join(s for s in sections if s),
        footer=escape(f"tripartite {summary['tripartite']}. {r.w['notice']}"),
    )


class _Report:
    """Sections of one report; each gives HTML, or nothing where there is nothing to say."""

    def __init__(self, summary: dict[str, Any], lang: str) -> None:
        self.s, self.lang, self.w = summary, lang, words(lang)
        self.broken = broken_rules(summary)

    def text(self, texts: dict[str, str] | None) -> str:
        return escape(say(texts, self.lang))

    def amount(self, value: int | None, unit: str) -> str:
        return escape(quantity(value, unit, self.s["currency"], self.lang))

    def facts(self) -> str:
        w, s = self.w, self.s
        told = sum(1 for r in s["rules"] if r["met"] or r["not_met"])
        cards = [
            (f"{s['people_affected']:,}", f"{w['people_affected']} {w['of_people'].format(n=format(s['workers'], ','))}", s["people_affected"]),
            (str(len(self.broken)), f"{w['rules_broken']} {w['of_rules'].format(n=told)}", self.broken),
        ]
        for currency, owed in s["back_pay"].items():
            cards.append((money(owed["total"], currency), f"{w['back_pay']} {w['to_people'].format(n=owed['people'])}", owed["total"]))
        body = "".join(
            f'<div class="fact{" bad" if bad else ""}"><b>{escape(big)}</b>{escape(small)}</div>' for big, small, bad in cards
        )
        return f'<div class="facts">{body}</div>'

    def first(self) -> str:
        w = self.w
        if not self.broken:
            return f"<p>{escape(w['nothing_found'])}</p>"
        rows = "".join(
            f'<tr><td><a href="#{escape(r["rule"])}" style="color:inherit">{self.text(r["title"])}</a></td>'
            f'<td class="n">{r["people"]["not_met"] or ""}</td><td class="n">{r["not_met"]:,}</td>'
            f'<td class="n">{self.amount(r["worst"] and r["worst"]["observed"], r["unit"])}</td>'
            f'<td class="n">{self.amount(r["worst"] and r["worst"]["limit"], r["unit"])}</td></tr>'
            for r in self.broken[:10]
        )
        head = self._head((w["rule"], ""), (w["people"], "n"), (w["times"], "n"), (w["observed"], "n"), (w["limit"], "n"))
        return f"<h2>{escape(w['worst_first'])}</h2>{self._table(head, rows)}"

    def _head(self, *columns: tuple[str, str]) -> str:
        return "".join(f'<th scope="col"{f" class={c}" if c else ""}>{escape(t)}</th>' for t, c in columns)

    def _table(self, head: str, rows: str) -> str:
        return f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'

    def by_month(self) -> str:
        months = self.s["back_pay_by_month"]
        if len(months) < 2:  # noqa: PLR2004
            return ""
        return f"<h2>{escape(self.w['by_month'])}</h2>{month_chart(months, self.s['currency'], self.w['by_month'])}"

    def topics(self) -> str:
        w = self.w
        out = [f"<h2>{escape(w['by_topic'])}</h2>"]
        for topic, name in w["topics"].items():
            rules = [r for r in self.broken if r["topic"] == topic]
            if rules:
                out.append(f"<h3>{escape(name)}</h3>" + "".join(self._rule(r) for r in rules))
        return "".join(out) if len(out) > 1 else ""

    def _rule(self, r: dict[str, Any]) -> str:
        w, currency = self.w, self.s["currency"]
        law = f"{self.text(r['instrument_title'])}, {escape(r['article'])}"
        if r["is_convention"]:
            note = w["ratified"].format(year=r["ratified"]) if r["ratified"] else w["not_ratified"].format(country=self.s["country"])
            law += f' <span class="tag">{escape(note)}</span>'
        facts = [
            (w["people"], f"{r['people']['not_met']:,} / {r['people']['checked']:,}"),
            (w["times"], f"{r['not_met']:,}"),
            (w["observed"], quantity(r["worst"]["observed"], r["unit"], currency, self.lang) if r["worst"] else "–"),
            (w["limit"], f"{w[r['bound']]} {quantity(r['worst']['limit'], r['unit'], currency, self.lang)}" if r["worst"] else "–"),
            (w["coverage"], f"{r['coverage']:.0%}"),
        ]
        facts += [(w["owed"], money(v, c)) for c, v in r["owed"].items()]
        listed = "".join(f"<div><dt>{escape(t)}</dt><dd>{escape(v)}</dd></div>" for t, v in facts)
        advice = f"<p><b>{escape(w['what_to_do'])}:</b> {self.text(r['advice'])}</p>" if r["advice"] else ""
        return (
            f'<article id="{escape(r["rule"])}"><h3>{self.text(r["title"])}</h3><p class="soft">{law}: {self.text(r["asks"])}</p>'
            f"<dl>{listed}</dl>{share_bar(r, w)}{advice}</article>"
        )

    def people(self) -> str:
        w, s = self.w, self.s
        if not s["people"]:
            return ""
        rows = "".join(
            f'<tr><td>{escape(str(p["worker"]))}</td><td class="n">{p["findings"]:,}</td><td class="n">{p["rules"]}</td>'
            f'<td class="n">{escape(money(p["owed"], s["currency"]))}</td></tr>'
            for p in s["people"]
        )
        head = self._head((w["worker"], ""), (w["findings"], "n"), (w["rule"], "n"), (w["owed"], "n"))
        return f"<h2>{escape(w['most_affected'])}</h2>{self._table(head, rows)}"

    def unsettled(self) -> str:
        w = self.w
        rows = ""
        for r in sorted(self.s["rules"], key=lambda r: -r["people"]["cannot_tell"]):
            if not r["cannot_tell"] or r["indicator"]:
                continue
            because = "; ".join(f"{w['reasons'].get(c, c)} ({n:,})" for c, n in list(r["cannot_tell_because"].items())[:3])
            rows += (
                f"<tr><td>{self.text(r['title'])}</td><td class=\"n\">{r['people']['cannot_tell']:,}</td>"
                f"<td>{escape(because)}</td><td>{self.text(r['settled_by'])}</td></tr>"
            )
        if not rows:
            return ""
        head = self._head((w["rule"], ""), (w["people"], "n"), (w["why"], ""), (w["record"], ""))
        return f"<h2>{escape(w['cannot_tell'])}</h2>{self._table(head, rows)}"

    def sample(self) -> str:
        w = self.w
        rows = "".join(
            f'<tr><td>{self.text(r["title"])}</td><td class="n">{r["people"]["not_met"]:,} / {r["people"]["checked"]:,}</td>'
            f'<td class="n">{r["sample"]["10"]:.0%}</td><td class="n">{r["sample"]["30"]:.0%}</td></tr>'
            for r in self.broken
            if r["sample"]
        )
        if not rows:
            return ""
        head = self._head((w["rule"], ""), (w["people"], "n"), (f"{w['chance']} (10)", "n"), (f"{w['chance']} (30)", "n"))
        return f"<h2>{escape(w['sample'])}</h2><p>{escape(w['sample_notice'])}</p>{self._table(head, rows)}"

    def signs(self) -> str:
        w = self.w
        items = "".join(
            f'<li><span class="tag">{escape(w["strength"][s["strength"]])}</span> {self.text(s["text"])} '
            f'<span class="soft">({escape(w["false_alarm"].format(rate=format(s["false_alarm_rate"], ".1%")))})</span></li>'
            for s in self.s["integrity"]
        )
        body = f"<ul>{items}</ul>" if items else f"<p>{escape(w['no_signs'])}</p>"
        return f"<h2>{escape(w['integrity'])}</h2><p>{escape(w['integrity_notice'])}</p>{body}"

    def indicators(self) -> str:
        w, currency = self.w, self.s["currency"]
        shown = [g for g in self.s["indicators"] if min(g["women"], g["men"]) >= FEWEST_SHOWN]
        if not shown:
            return ""
        rows = "".join(
            f'<tr><td>{escape(g["job"])}</td><td class="n">{g["women"]}</td><td class="n">{g["men"]}</td>'
            f'<td class="n">{escape(money(g["women_hourly"], currency))}</td><td class="n">{escape(money(g["men_hourly"], currency))}</td>'
            f'<td class="n">{g["gap_bp"] / 100:.1f} %</td></tr>'
            for g in shown
        )
        head = self._head((w["job"], ""), (w["women"], "n"), (w["men"], "n"), (f"{w['women']} / h", "n"), (f"{w['men']} / h", "n"), (w["gap"], "n"))
        return f"<h2>{escape(w['indicators'])}</h2><p>{escape(w['indicator_notice'])}</p>{self._table(head, rows)}"

    def assumptions(self) -> str:
        items = "".join(f"<li>{self.text(a['text'])}</li>" for a in self.s["assumptions"])
        return f"<h2>{escape(self.w['assumptions'])}</h2><ul>{items}</ul>" if items else ""

    def files(self) -> str:
        w = self.w
        rows = "".join(
            f'<tr><td>{escape(f["file"])}</td><td>{escape(f["sheet"] or "")}</td><td>{escape(f["kind"])}</td>'
            f'<td class="n">{f["rows_read"]:,}</td><td class="n">{f["rows_used"]:,}</td><td class="n">{f["rows_rejected"]:,}</td></tr>'
            for f in self.s["files"]
        )
        if not rows:
            return ""
        head = self._head((w["file"], ""), ("", ""), (w["kind"], ""), (w["rows"], "n"), (w["used"], "n"), (w["rejected"], "n"))
        return f"<h2>{escape(w['files'])}</h2>{self._table(head, rows)}"

    def method(self) -> str:
        return f"<h2>{escape(self.w['method'])}</h2><p>{escape(self.w['method_text'])}</p>"


def share_bar(rule: dict[str, Any], w: dict[str, Any]) -> str:
    """Met, not met and cannot tell as shares of one bar, with the figures as its text alternative."""
    total = rule["applicable"] or 1
    parts = [("met", rule["met"], w["met"]), ("broken", rule["not_met"], w["not_met"]), ("unsure", rule["cannot_tell"], w["unknown"])]
    label = ", ".join(f"{name}: {n:,}" for _, n, name in parts)
    x, bars = 0.0, ""
    for css, n, _ in parts:
        wide = 600 * n / total
        # A sliver stays visible: two in a million is not none.
        wide = max(wide, 3) if n else 0
        bars += f'<rect class="{css}" x="{x:.1f}" width="{wide:.1f}" height="10"/>'
        x += wide
    return f'<svg viewBox="0 0 {max(x, 1):.0f} 10" width="600" height="10" preserveAspectRatio="none" role="img" aria-label="{escape(label)}">{bars}</svg><p class="soft">{escape(label)}</p>'


def month_chart(months: dict[str, int], currency: str, title: str) -> str:
    """Sums by month as bars; each bar's amount stands over it."""
    top = max(months.values()) or 1
    step = 660 / len(months)
    bars = ""
    for i, (month, amount) in enumerate(months.items()):
        high = 120 * amount / top
        x = i * step + 4
        bars += (
            f'<rect class="bar" x="{x:.0f}" y="{150 - high:.0f}" width="{step - 8:.0f}" height="{high:.0f}"><title>{escape(month)}: {escape(money(amount, currency))}</title></rect>'
            f'<text x="{x + step / 2 - 4:.0f}" y="168" text-anchor="middle">{escape(month[2:])}</text>'
            f'<text x="{x + step / 2 - 4:.0f}" y="{145 - high:.0f}" text-anchor="middle">{_short(amount, currency)}</text>'
        )
    label = f"{title}: " + "; ".join(f"{m} {money(v, currency)}" for m, v in months.items())
    return f'<svg viewBox="0 0 660 176" width="660" height="176" role="img" aria-label="{escape(label)}">{bars}</svg>'


def _short(amount: int, currency: str) -> str:
    from tripartite.reports.wording import MINOR_DIGITS

    major = amount / 10 ** MINOR_DIGITS.get(currency, 2)
    return f"{major / 1000:,.1f}k" if major >= 10_000 else f"{major:,.0f}"  # noqa: PLR2004
