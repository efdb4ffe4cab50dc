"""Questions as a QTI 2.1 package: items of every kind that we have, also those that a cartridge cannot hold.

1EdTech Question and Test Interoperability 2.1, Assessment Test, Section, and Item Information Model; the package by IMS
Content Packaging 1.1.4. A number is marked by `equal` with an absolute tolerance, an order by an orderInteraction.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from tripartite.reports.wording import HTML_LANGUAGE
from tripartite.training.asking import Asked
from tripartite.training.packages.content import Material, shuffled
from tripartite.training.packages.zipped import named, xml, zipped

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
MATCH_CORRECT = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
TYPE = "imsqti_item_xmlv2p1"


def qti(m: Material) -> bytes:
    """The package's bytes: an item for each question."""
    files = {f"items/{q.id}.xml": xml(_item(m, q)) for q in m.questions}
    return zipped({"imsmanifest.xml": xml(_manifest(m, list(files))), **files})


def _manifest(m: Material, files: Sequence[str]) -> Element:
    s = m.seminar
    root = Element(
        "manifest", {"identifier": named(m.module, s.country.lower(), s.lang), "xmlns": CP, "xmlns:xsi": XSI}
    )
    root.set(
        "xsi:schemaLocation", f"{CP} http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd"
    )
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "QTIv2.1 Package"
    SubElement(metadata, "schemaversion").text = "1.0.0"
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    for name in files:
        ident = named(name.removeprefix("items/").removesuffix(".xml"))
        resource = SubElement(resources, "resource", {"identifier": ident, "type": TYPE, "href": name})
        SubElement(resource, "file", {"href": name})
    return root


def _item(m: Material, q: Asked) -> Element:
    lang = HTML_LANGUAGE.get(m.seminar.lang, m.seminar.lang)
    about = {
        "identifier": named(q.id),
        "title": q.id,
        "adaptive": "false",
        "timeDependent": "false",
        "xml:lang": lang,
    }
    root = Element("assessmentItem", {"xmlns": QTI, "xmlns:xsi": XSI, **about})
    root.set("xsi:schemaLocation", f"{QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd")
    # A choice of several is a set; an order is a sequence; one answer is alone.
    cardinality = "ordered" if q.kind == "order" else "multiple" if q.kind == "multiple" else "single"
    declared = {
        "identifier": "RESPONSE",
        "cardinality": cardinality,
        "baseType": "identifier" if q.number is None else "float",
    }
    response = SubElement(root, "responseDeclaration", declared)
    correct = SubElement(response, "correctResponse")
    for value in _right(q):
        SubElement(correct, "value").text = value
    score = {"identifier": "SCORE", "cardinality": "single", "baseType": "float", "normalMaximum": "1"}
    default = SubElement(SubElement(root, "outcomeDeclaration", score), "defaultValue")
    SubElement(default, "value").text = "0"
    feedback = {"identifier": "FEEDBACK", "cardinality": "single", "baseType": "identifier"}
    SubElement(
        SubElement(SubElement(root, "outcomeDeclaration", feedback), "defaultValue"), "value"
    ).text = "why"
    _body(root, q)
    _marking(root, q)
    shown = {"outcomeIdentifier": "FEEDBACK", "identifier": "why", "showHide": "show"}
    SubElement(SubElement(root, "modalFeedback", shown), "p").text = q.explained
    return root


def _right(q: Asked) -> list[str]:
    if q.number is not None:
        return [f"{q.number:.12g}"]
    return [f"a{n}" for n, a in enumerate(q.answers) if a.right]


def _body(root: Element, q: Asked) -> None:
    body = SubElement(root, "itemBody")
    for line in q.text.split("\n"):
        if line.strip():
            SubElement(body, "p").text = line
    if q.number is not None:
        about = {"responseIdentifier": "RESPONSE", "expectedLength": "15"}
        entry = SubElement(SubElement(body, "p"), "textEntryInteraction", about)
        entry.tail = f" {q.unit}" if q.unit else None
    elif q.kind == "order":
        asked = SubElement(body, "orderInteraction", {"responseIdentifier": "RESPONSE", "shuffle": "true"})
        for number, step in shuffled(q):
            SubElement(asked, "simpleChoice", {"identifier": f"a{number - 1}"}).text = step
    else:
        most = "0" if q.kind == "multiple" else "1"
        asked = SubElement(
            body,
            "choiceInteraction",
            {"responseIdentifier": "RESPONSE", "shuffle": "true", "maxChoices": most},
        )
        for n, a in enumerate(q.answers):
            SubElement(asked, "simpleChoice", {"identifier": f"a{n}"}).text = a.text


def _marking(root: Element, q: Asked) -> None:
    """By the template that compares with the correct response; of a number, by what is near enough to it."""
    if q.number is None:
        SubElement(root, "responseProcessing", {"template": MATCH_CORRECT})
        return
    where = SubElement(SubElement(SubElement(root, "responseProcessing"), "responseCondition"), "responseIf")
    near = f"{q.tolerance:.12g}"
    how = (
        {"toleranceMode": "absolute", "tolerance": f"{near} {near}"}
        if q.tolerance
        else {"toleranceMode": "exact"}
    )
    equal = SubElement(where, "equal", how)
    SubElement(equal, "variable", {"identifier": "RESPONSE"})
    SubElement(equal, "correct", {"identifier": "RESPONSE"})
    outcome = SubElement(where, "setOutcomeValue", {"identifier": "SCORE"})
    SubElement(outcome, "baseValue", {"baseType": "float"}).text = "1"
