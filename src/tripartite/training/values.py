"""Placeholders of lessons and questions: values, laws and what they ask, of one country on one day.

{rule:NAME}    the value in force with its unit: a name of values.yaml, or a rule's whole id; {rule:NAME*3/2} a
               multiple of it, for answers that are wrong
{law:NAME}     the instrument and article that the value comes from; also a provision's id, or duty:ID
{asks:NAME}    what that provision asks, in the reader's language
{from:NAME}    the day from which that provision applies
{place}        the place whose minimum wage {rule:minimum-wage} is; {floor} a blank for its amount, by month, day or hour
{country}, {day}

What belongs to the law of another country, or was not in force on the day, is not held: its line is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tripartite.currencies import COUNTRY_CURRENCY
from tripartite.reports.wording import Words, words
from tripartite.standards.fields import StandardsError, close
from tripartite.standards.load import Standards, in_force
from tripartite.standards.schema import Dated, Provision, Value, WageRow, Where
from tripartite.training.case_texts import CASE_TEXTS, UNSPACED
from tripartite.training.schema import ANY_LANGUAGE, Texts

PLACEHOLDER = re.compile(
    r"\{(rule|law|asks|from|place|floor|country|day)(?::([^{}*]+))?(?:\*(\d+)(?:/(\d+))?)?\}"
)
NOWHERE = Where()
FACTORIES = Where(sector=("factory",))


class NotHeldError(Exception):
    """The country has no such value on the day: what needs it is left out, never guessed."""


class ElsewhereError(NotHeldError):
    """The law of another country: a lesson has lines for each, and only the seminar's are meant."""


@dataclass(frozen=True)
class Held:
    """A value in force, the provision it comes from, and whether it was read there."""

    value: Value
    provision: str
    verified: bool


@dataclass
class Seminar:
    """For whom texts are filled: country, day and language.

    unverified, unread: names of the values, and ids of the provisions, that were used and not yet read in a source.
    """

    standards: Standards
    names: Mapping[str, Mapping[str, str]]
    country: str
    day: date
    lang: str = "en"
    unverified: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    fallen_back: bool = False

    @property
    def words(self) -> Words:
        return words(self.lang)

    @property
    def where(self) -> str:
        """The country as it stands in a sentence: English has an article in one name."""
        article = "the " if (self.lang, self.country) == ("en", "PH") else ""
        return article + self.words.of("countries", self.country)

    def say(self, texts: Texts) -> str:
        """A text in the seminar's language with its placeholders filled; in English where there is no other."""
        chosen = texts.get(ANY_LANGUAGE) or texts.get(self.lang)
        if chosen is None:
            chosen = texts.get("en", "")
            self.fallen_back = self.fallen_back or bool(chosen)
        return self.fill(chosen)

    def fill(self, text: str) -> str:
        """A text with its placeholders filled. Raises NotHeldError, StandardsError."""
        return PLACEHOLDER.sub(lambda m: self._filled(*m.groups()), text)

    def _filled(self, what: str, name: str | None, times: str | None, by: str | None) -> str:
        if what == "country":
            return self.where
        if what == "day":
            return self.day.isoformat()
        if what == "place":
            return self._place()
        if what == "floor":
            return self._of_period("____")
        if not name:
            raise StandardsError(f"{{{what}}} names nothing; write it as {{{what}:overtime-month}}")
        if what == "rule":
            return self._worded(name, int(times or 1), int(by or 1))
        provision = self.provision(name)
        if not provision.verified:
            self.unread.add(provision.id)
        if what == "law":
            return self.words.cite(self.standards.instrument(provision).title, provision.article)
        if what == "from":
            if provision.start is None:
                raise NotHeldError(f"{name}: no day from which it applies is held")
            return provision.start.isoformat()
        if provision.asks.get(self.lang) is None:
            self.fallen_back = True
        return self.words.say(provision.asks)

    def _worded(self, name: str, times: int, by: int) -> str:
        held = self.held(name)
        # A multiple serves answers that are wrong: a law that changes must not make it a fraction.
        number = held.value.number * times // by
        told = self.words.quantity(number, held.value.unit, COUNTRY_CURRENCY[self.country])
        if name == "minimum-wage":
            return self._of_period(told)
        return told

    def _of_period(self, amount: str) -> str:
        """An amount by the month, day or hour for which the minimum wage is set."""
        return CASE_TEXTS[self.lang][f"{self._level()[0]}-floor"].format(n=amount)

    def held(self, name: str) -> Held:
        """The value of a name or rule in force. Raises NotHeldError where the country has none, StandardsError."""
        key = self._key(name)
        if key.startswith("normal "):
            return self._normal(name, key.removeprefix("normal "))
        if key == "premium overtime":
            return self._overtime_premium(name)
        if key.startswith("minimum "):
            return self._minimum(name)
        self._of_here(key)
        rule = self.standards.rule(key)
        return self._noted(name, self._first(name, in_force(rule.values, self.day)), rule.provision)

    def _key(self, name: str) -> str:
        if name in self.names:
            if self.country not in self.names[name]:
                raise NotHeldError(f"{name}: no value for {self.country}")
            return self.names[name][self.country]
        if "/" not in name:
            raise StandardsError(f"There is no value `{name}`{close(name, list(self.names))}")
        return name

    def _of_here(self, key: str) -> None:
        """Raises ElsewhereError for what belongs to another country's law."""
        room = key.split("/", maxsplit=1)[0].upper()
        if room in COUNTRY_CURRENCY and room != self.country:
            raise ElsewhereError(f"{key}: the law of {room}, not of {self.country}")

    def _first(self, name: str, dated: list[Dated]) -> Dated:
        """The value of factories, else what holds without condition, else the first that does not hang on a place."""
        general = (
            [v for v in dated if v.where == FACTORIES]
            or [v for v in dated if v.where == NOWHERE]
            or [v for v in dated if not v.where.region]
        )
        if not general:
            raise NotHeldError(f"{name}: nothing in force on {self.day}")
        return general[0]

    def _normal(self, name: str, span: str) -> Held:
        premiums = self.standards.rooms[self.country.lower()].premiums
        fitting = [
            n
            for n in (premiums.normal_hours if premiums else ())
            if n.hours_system == "standard" and n.per == span and in_force([n.dated], self.day)
        ]
        dated = self._first(name, [n.dated for n in fitting])
        return self._noted(name, dated, next(n.provision for n in fitting if n.dated is dated))

    def _level(self) -> tuple[str, WageRow]:
        """The minimum wage of the example's place as values.yaml names it: `minimum monthly CN-BJ 1`."""
        _, period, region, *wage_class = self._key("minimum-wage").split()
        rows = [
            w
            for w in self.standards.rooms[self.country.lower()].wages
            if (w.region, w.wage_class) == (region, " ".join(wage_class))
            and w.start <= self.day <= (w.end or self.day)
            and getattr(w, period)
        ]
        if not rows:
            raise NotHeldError(f"minimum-wage: none of {region} is held on {self.day}")
        return period, max(rows, key=lambda w: w.start)

    def _minimum(self, name: str) -> Held:
        period, w = self._level()
        if not w.verified:
            self.unverified.add(name)
        amount: int = getattr(w, period)
        return Held(Value(amount, "money", str(amount)), self._of_duty("minimum-wage").id, w.verified)

    def _place(self) -> str:
        """The place of the minimum wage by name: region and class, and the country, which comes first in some languages."""
        _, w = self._level()
        named = self.standards.rooms[self.country.lower()].region_names
        regions, classes = (named.regions, named.classes) if named else ({}, {})
        region = () if w.region == self.country else (self.words.say(regions.get(w.region, {})) or w.region,)
        kind = (self.words.say(classes.get(w.wage_class, {})) or w.wage_class,) if w.wage_class else ()
        before, after = ((self.where,), ()) if self.lang in UNSPACED else ((), (self.where,))
        return self.words.listed((*before, *region, *kind, *after))

    def _overtime_premium(self, name: str) -> Held:
        premiums = self.standards.rooms[self.country.lower()].premiums
        fitting = [
            c
            for c in (premiums.cells if premiums else ())
            if "ordinary" in c.days and c.hours == "overtime" and c.time == "any"
            and c.beyond_in_month is None and "standard" in c.hours_system and in_force([c.dated], self.day)
        ]  # fmt: skip
        dated = self._first(name, [c.dated for c in fitting])
        return self._noted(name, dated, next(c.provision for c in fitting if c.dated is dated))

    def _noted(self, name: str, dated: Dated, provision: str) -> Held:
        if not dated.verified:
            self.unverified.add(name)
        return Held(dated.value, provision, dated.verified)

    def provision(self, name: str) -> Provision:
        """The provision of a name: a value's, a duty's in this country, or its own id. Raises NotHeldError."""
        if name.startswith("duty:"):
            return self._of_duty(name.removeprefix("duty:"))
        if name in self.names or any(name in room.rules for room in self.standards.rooms.values()):
            return self.standards.provision(self.held(name).provision)
        self._of_here(name)
        found = self.standards.provision(name)
        # What foreign markets will ask is taught before it applies; national law is not.
        to_come = found.start is not None and found.start > self.day and not name.startswith("trade/")
        if to_come or (found.end is not None and found.end < self.day):
            raise NotHeldError(f"{name}: not in force on {self.day}")
        return found

    def _of_duty(self, duty: str) -> Provision:
        room = self.standards.rooms[self.country.lower()]
        if duty not in self.standards.rooms["core"].duties:
            raise StandardsError(
                f"There is no duty `{duty}`{close(duty, list(self.standards.rooms['core'].duties))}"
            )
        # values.yaml names the one that teaches best, where a duty has many in a country.
        chosen = self.names.get(f"duty:{duty}", {}).get(self.country)
        if chosen and _holds(room.provisions[chosen], self.day):
            return room.provisions[chosen]
        named = room.by_duty[duty].provisions if duty in room.by_duty else ()
        every = [room.provisions[p] for p in named if _holds(room.provisions[p], self.day)]
        if not every:
            raise NotHeldError(f"duty {duty}: no provision of {self.country} on {self.day}")
        return next((p for p in every if p.verified), every[0])


def _holds(p: Provision, day: date) -> bool:
    return (p.start is None or p.start <= day) and (p.end is None or p.end >= day)
