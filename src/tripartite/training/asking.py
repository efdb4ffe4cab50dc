"""Questions made ready to be asked: of one country, day, language and seed, with the answer from the standards."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from tripartite.currencies import COUNTRY_CURRENCY
from tripartite.training.load import Curriculum
from tripartite.training.pay_cases import PayCase, make_case, worked
from tripartite.training.schema import Module, Question, Texts
from tripartite.training.values import NotHeldError, Seminar

# How a unit of the measures is asked for: how many of its smallest make one, and the name in `unit_names`.
UNITS = {
    "minute": (60, "hour"),
    "bp": (100, "%"),
    "day": (1, "day"),
    "year": (1, "year"),
    "month": (1, "month"),
    "count": (1, "count"),
}


@dataclass(frozen=True)
class Answer:
    """One answer to choose, and whether it is right."""

    text: str
    right: bool


@dataclass(frozen=True)
class Asked:
    """A question as it is put. answers: in the order shown; of an order question, in their right order.

    number and tolerance: of a numeric question. law: where the answer stands. doubtful: that provision was not yet
    read in a source, and whoever asks must say so. fallen_back: something is in English for want of a translation.
    """

    id: str
    module: str
    objective: str
    kind: str
    level: int
    text: str
    answers: tuple[Answer, ...]
    number: float | None
    tolerance: float
    unit: str
    why: str
    provision: str
    law: str
    doubtful: bool
    fallen_back: bool


def ask(question: Question, seminar: Seminar, seed: str) -> Asked:
    """The question ready to be put. Raises NotHeldError where the country has no verified value for it."""
    s = Seminar(seminar.standards, seminar.names, seminar.country, seminar.day, seminar.lang)
    rng = random.Random(f"{seed} {question.id}")  # noqa: S311 - the same paper from the same seed
    provision = s.provision(question.provision)
    text = "\n\n".join(filter(None, (s.say(question.given), s.say(question.asks))))
    number: float | None = None
    tolerance, unit, why = 0.0, "", s.say(question.why)
    if question.case:
        pay = make_case(question.case, s.country, s.day, seed + question.id)
        text = f"{_told(pay, s)}\n\n{text}"
        number, tolerance, unit = pay.answer, pay.tolerance, COUNTRY_CURRENCY[s.country]
        why = f"{why} {worked(pay, s.words)}"
    elif question.value:
        number, unit = _number(question.value, s)
    answers = _answers(question, s, rng)
    if s.unverified:
        raise NotHeldError(f"{question.id}: not verified: {', '.join(sorted(s.unverified))}")
    if len({a.text for a in answers}) < len(answers):
        raise NotHeldError(f"{question.id}: two answers are the same in {s.country}")
    law = s.words.cite(s.standards.instrument(provision).title, provision.article)
    return Asked(
        question.id, question.module, question.objective, question.kind, question.level, text, answers, number, tolerance,
        unit, why, provision.id, law, not provision.verified, s.fallen_back,
    )  # fmt: skip


def _answers(question: Question, s: Seminar, rng: random.Random) -> tuple[Answer, ...]:
    if question.kind == "order":
        return tuple(Answer(s.say(t), right=True) for t in question.order)
    answers = [Answer(s.say(t), right=True) for t in question.right]
    answers += [Answer(s.say(t), right=False) for t in question.wrong]
    rng.shuffle(answers)
    return tuple(answers)


def _number(name: str, s: Seminar) -> tuple[float, str]:
    value = s.held(name).value
    if value.unit == "money":
        raise NotHeldError(f"{name}: an amount that is nought or differs by place is no number to ask for")
    size, unit = UNITS[value.unit]
    return value.number / size, str(s.words.entries["unit_names"].get(unit, unit))


_CASE_TEXTS: dict[str, Texts] = {
    "monthly": {
        "en": "A worker in {where} is paid {wage} a month. In {month} there were, beyond the normal hours: {hours}.",
        "zh": "{where}一名劳动者的月工资为{wage}。{month}在正常工时之外有：{hours}。",
        "th": "ลูกจ้างคนหนึ่งในประเทศ{where}ได้ค่าจ้างเดือนละ {wage} ในเดือน {month} นอกจากเวลาทำงานปกติแล้วยังทำงานดังนี้: {hours}",
        "my": "{where}ရှိ အလုပ်သမားတစ်ဦးသည် တစ်လ {wage} ရသည်။ {month} တွင် ပုံမှန်အလုပ်ချိန်အပြင် ထပ်လုပ်ခဲ့သည်မှာ - {hours}။",
    },
    "daily": {
        "en": "A worker in {where} is paid {wage} a day of 8 hours. In {month} there were, beyond the normal hours: {hours}.",
        "zh": "{where}一名劳动者的日工资（八小时）为{wage}。{month}在正常工时之外有：{hours}。",
        "th": "ลูกจ้างคนหนึ่งในประเทศ{where}ได้ค่าจ้างวันละ {wage} สำหรับ 8 ชั่วโมง ในเดือน {month} นอกจากเวลาทำงานปกติแล้วยังทำงานดังนี้: {hours}",
        "my": "{where}ရှိ အလုပ်သမားတစ်ဦးသည် ၈ နာရီရှိသော တစ်နေ့အတွက် {wage} ရသည်။ {month} တွင် ပုံမှန်အလုပ်ချိန်အပြင် ထပ်လုပ်ခဲ့သည်မှာ - {hours}။",
    },
    "hourly": {
        "en": "A worker in {where} is paid {wage} an hour. In {month} there were, beyond the normal hours: {hours}.",
        "zh": "{where}一名劳动者的小时工资为{wage}。{month}在正常工时之外有：{hours}。",
        "th": "ลูกจ้างคนหนึ่งในประเทศ{where}ได้ค่าจ้างชั่วโมงละ {wage} ในเดือน {month} นอกจากเวลาทำงานปกติแล้วยังทำงานดังนี้: {hours}",
        "my": "{where}ရှိ အလုပ်သမားတစ်ဦးသည် တစ်နာရီ {wage} ရသည်။ {month} တွင် ပုံမှန်အလုပ်ချိန်အပြင် ထပ်လုပ်ခဲ့သည်မှာ - {hours}။",
    },
    "divisor": {
        "en": "A month's wage is divided by {n} hours.",
        "zh": "月工资按{n}小时折算。",
        "th": "ค่าจ้างรายเดือนหารด้วย {n} ชั่วโมง",
        "my": "လစာကို {n} နာရီဖြင့် စားသည်။",
    },
    "paid": {
        "en": "For them {paid} was paid.",
        "zh": "为此支付了{paid}。",
        "th": "สำหรับชั่วโมงเหล่านี้จ่ายไปแล้ว {paid}",
        "my": "ထိုနာရီများအတွက် {paid} ပေးခဲ့သည်။",
    },
    "ordinary_overtime": {
        "en": "{n} overtime on working days",
        "zh": "工作日加班{n}",
        "th": "ล่วงเวลาในวันทำงาน {n}",
        "my": "အလုပ်ရက် အချိန်ပို {n}",
    },
    "rest": {
        "en": "{n} on the weekly rest day",
        "zh": "休息日工作{n}",
        "th": "ทำงานในวันหยุดประจำสัปดาห์ {n}",
        "my": "အပတ်စဉ်နားရက်တွင် {n}",
    },
    "holiday": {
        "en": "{n} on a public holiday",
        "zh": "法定节假日工作{n}",
        "th": "ทำงานในวันหยุดตามประเพณี {n}",
        "my": "အများပိတ်ရက်တွင် {n}",
    },
}  # fmt: skip


def _told(pay: PayCase, s: Seminar) -> str:
    """The case in words."""

    def phrase(key: str, **values: object) -> str:
        texts = _CASE_TEXTS[key]
        s.fallen_back = s.fallen_back or s.lang not in texts
        return (texts.get(s.lang) or texts["en"]).format(**values)

    case = pay.case
    hours = s.words.listed(
        phrase(k, n=s.words.quantity(int(h.split()[0]) * 60, "minute")) for k, h in case["hours"].items()
    )
    # The wage is written in whole units: digits in groups, as every amount of a report.
    amount, currency = case["wage"].split()
    parts = [
        phrase(
            case["basis"], where=s.words.of("countries", s.country), wage=f"{int(amount):,} {currency}",
            month=case["month"], hours=hours,
        )
    ]  # fmt: skip
    if case.get("month_hours"):
        parts.append(phrase("divisor", n=case["month_hours"]))
    if case.get("paid"):
        amount, currency = case["paid"]["overtime"].split()
        parts.append(phrase("paid", paid=f"{int(amount):,} {currency}"))
    return ("" if s.lang == "zh" else " ").join(parts)


def askable(
    curriculum: Curriculum, seminar: Seminar, seed: str, modules: Iterable[Module] | None = None
) -> tuple[list[Asked], list[str]]:
    """All questions that can be put in a seminar, and why each of the others cannot."""
    asked, left_out = [], []
    for m in modules if modules is not None else curriculum.of_country(seminar.country):
        for q in m.questions:
            if q.countries and seminar.country not in q.countries:
                continue
            try:
                asked.append(ask(q, seminar, seed))
            except NotHeldError as reason:
                left_out.append(str(reason) if str(reason).startswith(q.id) else f"{q.id}: {reason}")
    return asked, left_out
