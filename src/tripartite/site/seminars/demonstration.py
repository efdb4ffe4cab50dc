"""Made-up seminars of the demonstration: one that was held and what came of it, and one that is announced."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from tripartite.site.people.models import Organisation, User
from tripartite.site.seminars import (
    certificates,
    commitments,
    feedback,
    group_cases,
    grouping,
    handing_in,
    operations,
    participation,
    passing_on,
    quizzes,
    testing,
)
from tripartite.site.seminars.answering import Given, is_right
from tripartite.site.seminars.models import (
    Answer,
    Attempt,
    Attendance,
    HandIn,
    Opening,
    Participant,
    Person,
    Quiz,
    QuizAnswer,
    Seminar,
    Session,
    Trainer,
    When,
)
from tripartite.site.seminars.papers import Question
from tripartite.site.seminars.participation import Told

SITE = "http://localhost:8000"
AGO, AHEAD = timedelta(days=45), timedelta(days=28)
GROUP_SIZE = 6
# How often a made-up participant answers rightly, before and after.
RIGHT = {When.BEFORE: 0.45, When.AFTER: 0.75}
NAMES = (
    "Somchai", "Malee", "Prasert", "Wipa", "Anong", "Niran", "Kanya", "Surachai", "Duangjai", "Chalerm", "Ratana", "Thawat",
    "May Thu", "Zaw Min", "Khin Mar", "Aung Ko", "Thida", "Hla Myint", "Pimchai", "Sunee", "Boonmee", "Orathai", "Wichai", "Jintana",
)  # fmt: skip
SIDES = ("employer", "worker", "government", "employer", "worker", "partner")
EMPLOYERS = {
    "employer": "Example Apparel", "worker": "Example Garment Workers’ Union", "government": "Example Labour Inspectorate",
    "partner": "Example University",
}  # fmt: skip
# Whom the seminar is passed on to; "ví dụ" says that it is an example.
NAMES_PASSED_ON = (
    "Nguyễn Thị Hằng", "Trần Văn Minh", "Lê Thị Lan", "Phạm Anh Tuấn", "Hoàng Thị Mai", "Vũ Minh Đức", "Đặng Thị Hoa",
    "Bùi Quốc Huy", "Đỗ Thị Thu", "Ngô Văn Long", "Dương Thị Yến", "Lý Thanh Sơn",
)  # fmt: skip
EMPLOYERS_PASSED_ON = {
    "employer": "Công ty may Ví dụ", "worker": "Công đoàn Ví dụ", "government": "Sở Nội vụ tỉnh Ví dụ",
    "partner": "Trường Đại học Ví dụ",
}  # fmt: skip
UNDERTAKEN = (
    ("working-time", "Go through the overtime of each month with our five largest suppliers.", 5),
    ("wages", "Compare pay slips with the minimum wage of each province before every audit.", 3),
    ("safety-health", "Hold an evacuation drill in each building, also for the night shift.", 2),
    ("association", "Set up a welfare committee that workers elect.", 1),
    ("grievance", "Put up a telephone number for complaints in three languages.", 4),
)
SAID = (
    ("done", "All five sent their hours; two changed their shifts.", 5, 2400),
    ("begun", "Two of three have answered.", 2, 310),
    ("not-begun", "", None, None),
)
WRITTEN = (
    {"helped": "The calculations with real pay slips.", "missing": "How a union is founded."},
    {"helped": "คำนวณค่าล่วงเวลาจากสลิปจริง"},
    {"helped": "အချိန်ပိုကြေး တွက်နည်းကို ကိုယ်တိုင်တွက်ရတာ။", "change": "နားချိန် ပိုပေးပါ။"},
    {"helped": "Workers and managers sat at one table.", "change": "More time for overtime pay."},
    {"missing": "Recruitment fees: how workers get them back."},
    {"helped": "The case of the factory.", "logistics": "The room was cold."},
)


def make(organiser: User, organisation: Organisation, follower: User, follows: Organisation) -> Seminar:
    """A seminar that was held six weeks ago, and one passed on to `follows` that is announced. Gives the first."""
    seminar = _held(organiser, organisation)
    people = list(seminar.participants.select_related("seminar__organisation"))
    chance = random.Random(7)  # noqa: S311 - the same demonstration each time
    _attended(seminar, people, chance)
    for when in When.values:
        _tested(organiser, seminar, people, when, chance)
    _quizzed(seminar, people, chance)
    _worked_in_groups(organiser, seminar)
    _thought_of(seminar, people, chance)
    certificates.issue(organiser, seminar, SITE)
    _undertaken(people)
    _passed_on(seminar, people[0], follower, follows)
    return seminar


def _held(organiser: User, organisation: Organisation) -> Seminar:
    first_day = timezone.localdate() - AGO
    seminar = Seminar(
        organisation=organisation, title="Responsible supply chains: Bangkok", country="TH", language="en",
        languages=["en", "th", "my"], first_day=first_day, register_until=first_day, time_zone="Asia/Bangkok",
        place="Bangkok", capacity=24, needs_approval=False, questions=12,
    )  # fmt: skip
    operations.plan(
        organiser, seminar, "Example programme: responsible supply chains", "Garments in three countries"
    )
    opened = operations.set_state(organiser, seminar, Seminar.State.OPEN)
    exercise = Session(day=2, kind=Session.Kind.EXERCISE, module="working-time", minutes=60)
    operations.save_session(organiser, seminar, opened.version, exercise)
    for name in ("Example trainer on wages and hours", "Example trainer on safety"):
        operations.add_trainer(organiser, Trainer(seminar=seminar, name=name))
    for n, name in enumerate(NAMES):
        person = Person(name=f"{name} (example {n + 1})", employer=EMPLOYERS[_side(n)])
        _register(organiser, seminar, n, person, ("th", "en", "my")[n % 3], "MM" if 12 <= n < 18 else "TH")
    return seminar


def _side(n: int) -> str:
    return SIDES[n % len(SIDES)]


def _register(by: User, seminar: Seminar, n: int, person: Person, language: str, country: str) -> None:
    side = _side(n)
    told = Told(side=side, language=language, sex=("woman", "man")[n % 2], country=country)
    participation.register(seminar, person, told, by=by)


def _attended(seminar: Seminar, people: Sequence[Participant], chance: random.Random) -> None:
    """Most were there most of the time; two went home after the first day."""
    zone = ZoneInfo(seminar.time_zone)
    Attendance.objects.bulk_create(
        Attendance(
            session=s, participant=p, how=chance.choice(("badge", "code")), at=datetime.combine(s.on, s.starts, zone)
        )
        for s in seminar.sessions.filter(counted=True)
        for n, p in enumerate(people)
        if (n > 1 or s.day == 1) and chance.random() < 0.94
    )  # fmt: skip


def _tested(
    organiser: User, seminar: Seminar, people: Sequence[Participant], when: str, chance: random.Random
) -> None:
    testing.open_test(organiser, seminar, when)
    day = seminar.first_day if when == When.BEFORE else seminar.last_day
    at = datetime.combine(day, datetime.min.time(), ZoneInfo(seminar.time_zone)) + timedelta(hours=9)
    for p in people[: -3 if when == When.AFTER else None]:
        attempt = testing.begin(p, when)
        asked = [(q, _given(q, right=chance.random() < RIGHT[When(when)])) for q in attempt.paper.questions]
        Answer.objects.bulk_create(
            Answer(attempt=attempt, question=q["id"], given=g, right=is_right(q, g), at=at) for q, g in asked
        )
        testing.finish(attempt)
    testing.close_test(organiser, seminar, when)
    Attempt.objects.filter(participant__seminar=seminar, when=when).update(
        began_at=at, finished_at=at + timedelta(minutes=25)
    )
    Opening.objects.filter(seminar=seminar, when=when).update(opened_at=at, closed_at=at + timedelta(hours=1))


def _given(question: Question, *, right: bool) -> Given:
    """The key, or an answer that misses it."""
    key = question["key"]
    if isinstance(key, dict):
        return f"{key['number'] if right else key['number'] * 1.5 + 1:.12g}"
    if right:
        return list(key)
    if question["kind"] == "order":
        return list(reversed(key))
    count = len(next(iter(question["texts"].values()))["answers"])
    return [next(n for n in range(count) if n not in key)]


def _quizzed(seminar: Seminar, people: Sequence[Participant], chance: random.Random) -> None:
    """A quiz on the second day, answered by most; how its last question was answered is still shown."""
    quiz = quizzes.make(seminar.sessions.filter(module="wages").latest("number"))
    at = datetime.combine(seminar.first_day, datetime.min.time(), ZoneInfo(seminar.time_zone)) + timedelta(
        days=1, hours=10
    )
    QuizAnswer.objects.bulk_create(
        QuizAnswer(quiz=quiz, place=place, participant=p, given=(g := _given(q, right=chance.random() < 0.6)), right=is_right(q, g), at=at)
        for place, q in enumerate(quiz.questions)
        for p in people[2:]
        if chance.random() < 0.95
    )  # fmt: skip
    quiz.place, quiz.state, quiz.changed_at = len(quiz.questions) - 1, Quiz.State.SHOWING, at
    quiz.save()


def _worked_in_groups(organiser: User, seminar: Seminar) -> None:
    """Groups are drawn; the first handed in twice what is in its case. Other cases are made when somebody asks for them."""
    grouping.draw(organiser, seminar, GROUP_SIZE)
    exercise = seminar.sessions.get(kind=Session.Kind.EXERCISE)
    case = group_cases.made(seminar, 1)
    group_cases.keep(seminar, case)
    found = list(dict.fromkeys(f"{line.worker}: {line.rule['title']['en']}" for line in case.key))
    one, other = seminar.participants.filter(group=1)[:2]
    first = handing_in.hand_in(one, exercise, "\n".join(found[:-1]), None)
    handing_in.reply(organiser, first, "Well done. There is one more to find.")
    last = handing_in.hand_in(other, exercise, "\n".join(found), None)
    handing_in.reply(organiser, last, "Now all is found.")
    began = datetime.combine(exercise.on, exercise.starts, ZoneInfo(seminar.time_zone))
    for handed, minutes in ((first, 30), (last, 55)):
        HandIn.objects.filter(pk=handed.pk).update(at=began + timedelta(minutes=minutes))


def _thought_of(seminar: Seminar, people: Sequence[Participant], chance: random.Random) -> None:
    items = feedback.items_of(seminar)
    for n, p in enumerate(people[:21]):
        ratings = {i.key: chance.choice((3, 4, 4, 5, 5)) for i in items}
        feedback.give(p, ratings, WRITTEN[n // 2 % len(WRITTEN)] if n % 2 == 0 else {})


def _undertaken(people: Sequence[Participant]) -> None:
    until = timezone.localdate() + timedelta(days=60)
    for n, p in enumerate(people[:15]):
        topic, text, suppliers = UNDERTAKEN[n % len(UNDERTAKEN)]
        made = commitments.undertake(p, topic=topic, text=text, until=until, suppliers=suppliers)
        if n % 4 == 3:
            continue  # has not answered yet
        said, what, reached, workers = SAID[n % len(SAID)]
        commitments.tell(
            made.follow_ups.get(months=1), told=said, text=what, suppliers=reached, workers=workers
        )


def _passed_on(seminar: Seminar, by: Participant, follower: User, follows: Organisation) -> None:
    """Taken on to Viet Nam; announced, with the first registrations."""
    copy = passing_on.pass_on(
        follower, seminar, follows, title="Chuỗi cung ứng có trách nhiệm: Hà Nội", country="VN", language="vi",
        first_day=timezone.localdate() + AHEAD, by=by,
    )  # fmt: skip
    operations.set_state(follower, copy, Seminar.State.OPEN)
    for n, name in enumerate(NAMES_PASSED_ON):
        person = Person(name=f"{name} (ví dụ {n + 1})", employer=EMPLOYERS_PASSED_ON[_side(n)])
        _register(follower, copy, n, person, "vi", "VN")
