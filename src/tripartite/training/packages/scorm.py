"""A module as a SCORM 1.2 package with one SCO: ADL SCORM 1.2 Content Aggregation Model, section 2.3."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from tripartite.training.packages.content import Material, scripts, whole_page
from tripartite.training.packages.zipped import named, xml, zipped

PAGE = "index.html"
CP, ADL = "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.adlnet.org/xsd/adlcp_rootv1p2"
LONGEST_TITLE = 200


def scorm(m: Material) -> bytes:
    """The package's bytes, to be uploaded to a learning platform; index.html in it opens in a browser too."""
    files = {PAGE: whole_page(m).encode(), **scripts()}
    return zipped({"imsmanifest.xml": xml(_manifest(m, list(files))), **files})


def _manifest(m: Material, files: list[str]) -> Element:
    s = m.seminar
    title = m.lesson.title[:LONGEST_TITLE]
    # The attributes are written with their prefixes: elements of IMS stand in the default namespace.
    root = Element(
        "manifest", {"identifier": named(m.module, s.country.lower(), s.lang), "version": s.day.isoformat()}
    )
    root.set("xmlns", CP)
    root.set("xmlns:adlcp", ADL)
    root.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
    root.set("xsi:schemaLocation", f"{CP} imscp_rootv1p1p2.xsd {ADL} adlcp_rootv1p2.xsd")
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "ADL SCORM"
    SubElement(metadata, "schemaversion").text = "1.2"
    organizations = SubElement(root, "organizations", {"default": named("organization")})
    organization = SubElement(organizations, "organization", {"identifier": named("organization")})
    SubElement(organization, "title").text = title
    item = SubElement(
        organization,
        "item",
        {"identifier": named("item"), "identifierref": named("sco"), "isvisible": "true"},
    )
    SubElement(item, "title").text = title
    SubElement(item, "adlcp:masteryscore").text = str(m.mastery)
    resources = SubElement(root, "resources")
    sco = {"identifier": named("sco"), "type": "webcontent", "adlcp:scormtype": "sco", "href": PAGE}
    resource = SubElement(resources, "resource", sco)
    for name in files:
        SubElement(resource, "file", {"href": name})
    return root
