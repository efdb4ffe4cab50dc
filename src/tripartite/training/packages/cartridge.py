"""A module as an IMS Common Cartridge 1.1 with pages and a test in its QTI 1.2.1 profile.

1EdTech Common Cartridge Profile 1.1, the newest that Moodle restores (backup/converter/imscc11): the manifest has LOM
metadata, one organization of the structure `rooted-hierarchy` with one item at its root, and resources of the types
webcontent and assessment. The profile knows choices and short answers, no tolerance and no order: those questions are
left out and told.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from xml.etree.ElementTree import Element, SubElement

from tripartite.reports.wording import HTML_LANGUAGE
from tripartite.training.asking import Asked
from tripartite.training.packages.content import Material, part_page, say
from tripartite.training.packages.zipped import named, xml, zipped

CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
PROFILE = "http://www.imsglobal.org/profile/cc/ccv1p1"
ASSESSMENT = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
PAGES = ("lesson", "slides", "handout")
TEST = "check"
CHOICE, SEVERAL, FILL = "cc.multiple_choice.v0p1", "cc.multiple_response.v0p1", "cc.fib.v0p1"


def cartridge(m: Material) -> tuple[bytes, list[str]]:
    """The cartridge's bytes (.imscc), and the questions that it cannot hold, each with its reason."""
    fit = [q for q in m.questions if not unfit(q)]
    files = {f"{part}.html": part_page(m, part).encode() for part in PAGES}
    if fit:
        files[f"{TEST}.xml"] = xml(_assessment(m, fit))
    left = [f"{q.id}: {unfit(q)}" for q in m.questions if unfit(q)]
    return zipped({"imsmanifest.xml": xml(_manifest(m, list(files))), **files}), left


def unfit(q: Asked) -> str:
    """Why a question cannot stand in a cartridge; empty where it can."""
    if q.kind == "order":
        return "Common Cartridge has no order of steps"
    if q.number is not None and q.tolerance:
        return "Common Cartridge has no number with a tolerance"
    return ""


# --- the manifest -----------------------------------------------------------------------------------------------


def _manifest(m: Material, files: Sequence[str]) -> Element:
    s = m.seminar
    root = Element(
        "manifest",
        {"identifier": named(m.module, s.country.lower(), s.lang), "xmlns": CP, "xmlns:lomimscc": LOM},
    )
    root.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
    root.set(
        "xsi:schemaLocation",
        f"{CP} {PROFILE}/ccv1p1_imscp_v1p2_v1p0.xsd {LOM} {PROFILE}/LOM/ccv1p1_lommanifest_v1p0.xsd",
    )
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "IMS Common Cartridge"
    SubElement(metadata, "schemaversion").text = "1.1.0"
    general = SubElement(SubElement(metadata, "lomimscc:lom"), "lomimscc:general")
    lang = HTML_LANGUAGE.get(s.lang, s.lang)
    title = SubElement(general, "lomimscc:title")
    SubElement(title, "lomimscc:string", {"language": lang}).text = m.lesson.title
    SubElement(general, "lomimscc:language").text = lang
    described = SubElement(general, "lomimscc:description")
    SubElement(described, "lomimscc:string", {"language": lang}).text = "; ".join(m.lesson.objectives)
    _organization(m, root, files)
    resources = SubElement(root, "resources")
    for name in files:
        stem, _, kind = name.partition(".")
        type_ = ASSESSMENT if kind == "xml" else "webcontent"
        about = {"identifier": named("resource", stem), "type": type_} | (
            {"href": name} if kind == "html" else {}
        )
        SubElement(SubElement(resources, "resource", about), "file", {"href": name})
    return root


def _organization(m: Material, root: Element, files: Sequence[str]) -> None:
    organizations = SubElement(root, "organizations")
    about = {"identifier": named("organization"), "structure": "rooted-hierarchy"}
    # The item at the root has no title: it stands for the cartridge itself.
    top = SubElement(SubElement(organizations, "organization", about), "item", {"identifier": named("root")})
    module = SubElement(top, "item", {"identifier": named("module")})
    SubElement(module, "title").text = m.lesson.title
    for stem in (name.partition(".")[0] for name in files):
        item = SubElement(
            module, "item", {"identifier": named("item", stem), "identifierref": named("resource", stem)}
        )
        SubElement(item, "title").text = say(stem, m.seminar)


# --- the test -------------------------------------------------------------------------------------------------------


def _assessment(m: Material, questions: Sequence[Asked]) -> Element:
    root = Element("questestinterop", {"xmlns": QTI})
    title = f"{m.lesson.title} · {say(TEST, m.seminar)}"
    assessment = SubElement(root, "assessment", {"ident": named("assessment", m.module), "title": title})
    _fields(
        assessment,
        {"cc_profile": "cc.exam.v0p1", "qmd_assessmenttype": "Examination", "qmd_scoretype": "Percentage"},
    )
    section = SubElement(assessment, "section", {"ident": named("section")})
    for q in questions:
        _item(section, q)
    return root


def _fields(parent: Element, entries: dict[str, str]) -> None:
    metadata = SubElement(parent, "qtimetadata")
    for label, entry in entries.items():
        row = SubElement(metadata, "qtimetadatafield")
        SubElement(row, "fieldlabel").text = label
        SubElement(row, "fieldentry").text = entry


def _item(section: Element, q: Asked) -> None:
    kind = FILL if q.number is not None else SEVERAL if q.kind == "multiple" else CHOICE
    item = SubElement(section, "item", {"ident": named(q.id), "title": q.id})
    _fields(SubElement(item, "itemmetadata"), {"cc_profile": kind})
    presentation = SubElement(item, "presentation")
    _material(presentation, f"{q.text} ({q.unit})" if q.unit else q.text)
    if kind == FILL:
        asked = SubElement(presentation, "response_str", {"ident": "response", "rcardinality": "Single"})
        SubElement(asked, "render_fib", {"prompt": "Dashline"})
    else:
        many = "Multiple" if kind == SEVERAL else "Single"
        choices = SubElement(
            SubElement(presentation, "response_lid", {"ident": "response", "rcardinality": many}),
            "render_choice",
        )
        for n, a in enumerate(q.answers):
            _material(SubElement(choices, "response_label", {"ident": f"a{n}"}), a.text)
    _marking(item, q, kind)
    feedback = SubElement(SubElement(item, "itemfeedback", {"ident": "why"}), "flow_mat")
    _material(feedback, q.explained)


def _material(parent: Element, text: str) -> None:
    """A text as HTML: Moodle shows it as HTML whatever its type says, and others go by the type."""
    html = escape(text.strip(), quote=False).replace("\n", "<br/>")
    SubElement(SubElement(parent, "material"), "mattext", {"texttype": "text/html"}).text = html


def _marking(item: Element, q: Asked, kind: str) -> None:
    processing = SubElement(item, "resprocessing")
    score = {"varname": "SCORE", "vartype": "Decimal", "minvalue": "0", "maxvalue": "100"}
    SubElement(SubElement(processing, "outcomes"), "decvar", score)
    explained = SubElement(processing, "respcondition", {"continue": "Yes"})
    SubElement(SubElement(explained, "conditionvar"), "other")
    SubElement(explained, "displayfeedback", {"feedbacktype": "Response", "linkrefid": "why"})
    right = SubElement(processing, "respcondition", {"continue": "No"})
    where = SubElement(right, "conditionvar")
    if kind == FILL:
        SubElement(where, "varequal", {"respident": "response", "case": "No"}).text = f"{q.number:.12g}"
    elif kind == SEVERAL:
        every = SubElement(where, "and")
        for n, a in enumerate(q.answers):
            within = every if a.right else SubElement(every, "not")
            # Moodle counts as right only what is compared by its case.
            SubElement(within, "varequal", {"respident": "response", "case": "Yes"}).text = f"a{n}"
    else:
        n = next(i for i, a in enumerate(q.answers) if a.right)
        SubElement(where, "varequal", {"respident": "response"}).text = f"a{n}"
    SubElement(right, "setvar", {"action": "Set", "varname": "SCORE"}).text = "100"
