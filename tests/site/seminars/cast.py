"""A seminar in Beijing, with the sessions of a short day, a trainer, and people who take part."""

from __future__ import annotations

from datetime import date, time

from tests.site.cast import Cast
from tripartite.site.seminars import operations
from tripartite.site.seminars.models import Participant, Person, Seminar, Session, Trainer

FIRST_DAY = date(2026, 12, 14)
KIND = Session.Kind
DAY = (
    (9, KIND.OPENING, ""),
    (10, KIND.MODULE, "wages"),
    (11, KIND.BREAK, ""),
    (12, KIND.MODULE, "working-time"),
)


def beijing(cast: Cast, **about: object) -> Seminar:
    """An announced seminar of Lotus Garments, planned by Alice; `beijing` in addresses."""
    given = {
        "title": "Beijing",
        "country": "CN",
        "language": "en",
        "languages": ["en", "zh-hans"],
        "first_day": FIRST_DAY,
        "time_zone": "Asia/Shanghai",
        "register_until": FIRST_DAY,
        "state": Seminar.State.OPEN,
    }
    seminar = operations.make_seminar(cast.alice, Seminar(organisation=cast.factory, **{**given, **about}))
    for number, (hour, kind, module) in enumerate(DAY, 1):
        Session.objects.create(
            seminar=seminar, number=number, day=1, starts=time(hour), kind=kind, module=module, counted=kind != KIND.BREAK
        )  # fmt: skip
    return seminar


def trainer(seminar: Seminar) -> Trainer:
    return Trainer.objects.create(seminar=seminar, name="Tang Wei")


def participant(seminar: Seminar, number: int = 1, name: str = "Li Na", **about: object) -> Participant:
    """An accepted participant; of the workers' side if nothing else is said."""
    given = {"side": "worker", "language": "en", "state": Participant.State.ACCEPTED}
    one = Participant(seminar=seminar, number=number, **{**given, **about})
    one.tell(Person(name=name, employer="Union of Garment Workers"))
    one.save()
    return one
