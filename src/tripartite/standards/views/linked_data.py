"""A view as JSON-LD: provisions and instruments as schema.org Legislation, rules and contacts beside them.

`legislationDate` is the day on which a text was adopted, which the rooms do not hold: the first day in force is given as
`legislationDateOfApplicability`. `legislationDateVersion` is the day that the view is of.
"""

from __future__ import annotations

from typing import Any

from tripartite.standards.fields import StandardsError
from tripartite.standards.linked import (
    CONTEXT,
    LANGUAGE_TAGS,
    LICENCE,
    property_value,
    relation_term,
    span,
    texts,
    without_empty,
)

View = dict[str, Any]


def jsonld(view: View) -> dict[str, Any]:
    """A view of a provision, rule, instrument, duty or contacts as JSON-LD. Raises StandardsError for another."""
    makers = {
        "provision": _provision,
        "rule": _rule,
        "instrument": _instrument,
        "contacts": _contacts,
        "duty": _duty,
    }
    if view.get("kind") not in makers:
        raise StandardsError(
            f"There is no JSON-LD of a view of kind `{view.get('kind')}`: {', '.join(makers)}"
        )
    return {"@context": CONTEXT, "license": LICENCE, **makers[view["kind"]](view)}


def _provision(view: View) -> dict[str, Any]:
    related: dict[str, list[dict[str, str]]] = {}
    for r in view["relations"]:
        if r["direction"] == "to":
            related.setdefault(relation_term(r["kind"]), []).append({"@id": r["provision"]["id"]})
    return without_empty({
        **_legislation(view), "@id": view["id"], "legislationIdentifier": view["article"],
        "legislationType": view["instrument"]["type"], "isPartOf": _part_of(view["instrument"]),
        "abstract": texts(view["texts"]), "inLanguage": [_tag(lang) for lang in view["texts"]],
        "keywords": [t["id"] for t in view["topics"]], "about": [f"duty/{d['id']}" for d in view["duties"]],
        "isBasedOn": view["source"]["url"], "creditText": _credit(view), "additionalProperty": _ratified(view), **related,
    })  # fmt: skip


def _instrument(view: View) -> dict[str, Any]:
    return without_empty({
        **_legislation(view), "@id": view["id"], "name": texts(view["titles"]), "legislationIdentifier": view["number"] or view["name"],
        "legislationType": view["type"], "legislationPassedBy": view["issuer"], "url": view["url"],
        "inLanguage": [_tag(lang) for lang in view["titles"]], "isBasedOn": view["source"]["url"],
        "hasPart": [{"@id": p["id"], "@type": "Legislation", "legislationIdentifier": p["article"]} for p in view["provisions"]],
        "additionalProperty": _ratified(view),
    })  # fmt: skip


def _duty(view: View) -> dict[str, Any]:
    return {
        "@type": "DefinedTerm", "@id": f"duty/{view['id']}", "termCode": view["id"], "name": texts(view["titles"]),
        "keywords": [view["topic"]["id"]],
        "subjectOf": [{"@id": p["id"], "@type": "Legislation"} for g in view["counterparts"] for p in g["provisions"]],
    }  # fmt: skip


def _legislation(view: View) -> dict[str, Any]:
    """What provisions and instruments have in common."""
    force = {True: "InForce", False: "NotInForce"}.get(view["in_force"])
    return {
        "@type": "Legislation", "legislationJurisdiction": view["country"], "legislationDateVersion": view["day"],
        "legislationDateOfApplicability": view["from"], "temporalCoverage": span(view["from"], view["to"]),
        "legislationLegalForce": f"https://schema.org/{force}" if force else None,
    }  # fmt: skip


def _part_of(i: View) -> dict[str, Any]:
    name = i["title"]
    return without_empty({
        "@id": i["id"], "@type": "Legislation", "name": {"@language": name["lang"], "@value": name["text"]},
        "legislationIdentifier": i["number"] or i["name"],
    })  # fmt: skip


def _tag(lang: str) -> str:
    return LANGUAGE_TAGS.get(lang, lang)


def _credit(view: View) -> str:
    read = view["source"]["read"]
    if not view["verified"]:
        return "not verified"
    return f"verified; read on {read}" if read else "verified"


def _ratified(view: View) -> list[dict[str, Any]]:
    return [
        property_value(f"{s['state']} by {country}", s.get("registered"), s.get("verified"))
        for country, s in (view["ratified"] or {}).items()
    ]


def _rule(view: View) -> dict[str, Any]:
    """A rule computes a provision: its values are properties with the days between which they hold."""
    values = [
        {
            **property_value(view["bound"], v["value"]["written"], v["verified"]),
            "validFrom": v["from"], **({"validThrough": v["to"]} if v["to"] else {}),
            **({"valueReference": [property_value(k, str(x)) for k, x in v["where"].items()]} if v["where"] else {}),
        }
        for v in view["history"]
    ]  # fmt: skip
    return without_empty({
        "@id": f"rule/{view['id']}", "@type": "CreativeWork", "name": texts(view["titles"]), "isBasedOn": {"@id": view["provision"]["id"]},
        "keywords": [view["topic"]["id"]], "inLanguage": [_tag(lang) for lang in view["titles"]],
        "about": property_value(view["measure"], view["per"]), "additionalProperty": values,
    })  # fmt: skip


def _contacts(view: View) -> dict[str, Any]:
    return {
        "@graph": [
            without_empty({
                "@id": c["id"], "@type": "Organization", "name": texts(c["names"]), "url": c["url"], "areaServed": view["country"],
                "address": c["address"]["text"] if c["address"] else None, "description": "verified" if c["verified"] else "not verified",
                "isBasedOn": c["source"]["url"],
                "contactPoint": [
                    without_empty({
                        "@type": "ContactPoint", "telephone": p["number"], "contactType": c["kind"],
                        "availableLanguage": [_tag(lang) for lang in p["languages"]],
                    })
                    for p in c["phones"]
                ],
            })
            for c in view["contacts"]
        ]
    }  # fmt: skip
