"""Modules as packages: their structure as the formats are published, and the page at work in a browser.

SCORM 1.2: ADL Content Aggregation Model 1.2 (section 2.3) and Run-Time Environment 1.2 (sections 3.3, 3.4); the schemas
imscp_rootv1p1p2.xsd and adlcp_rootv1p2.xsd. Common Cartridge 1.1: 1EdTech's profile, and the schemas of its manifest
(ccv1p1_imscp_v1p2_v1p0) and of its QTI 1.2.1 profile (ccv1p1_qtiasiv1p2p1_v1p0) with the sets of rules in them; what they
ask is written out here, by name. The page runs on the SCORM 1.2 run-time of scorm-again, see readers/README.md.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from datetime import date
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from playwright.sync_api import sync_playwright

from tripartite.cli import main
from tripartite.reports.wording import languages
from tripartite.standards.load import load
from tripartite.training.asking import askable
from tripartite.training.lesson import lesson_of
from tripartite.training.load import load_curriculum
from tripartite.training.packages import cartridge as cc
from tripartite.training.packages import qti
from tripartite.training.packages.content import Material, say, shuffled, whole_page
from tripartite.training.packages.scorm import ADL, CP, scorm
from tripartite.training.values import Seminar

READERS = Path(__file__).parent / "readers"
NAME = re.compile(r"[A-Za-z_][\w.-]*")  # xsd:ID, of letters that we use


def material(country, lang, module):
    curriculum = load_curriculum()
    seminar = Seminar(load(), curriculum.names, country, date(2026, 3, 2), lang)
    m = curriculum.module(module)
    asked, _ = askable(curriculum, seminar, "1", [m])
    return Material(module, lesson_of(m, seminar), tuple(asked), seminar)


@pytest.fixture(
    scope="module", params=[("CN", "zh", "working-time"), ("VN", "vi", "wages"), ("MM", "my", "child-labour")]
)
def m(request):
    return material(*request.param)


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def parsed(files, name):
    return fromstring(files[name].decode())  # noqa: S314 - what was written here a moment ago


def children(node):
    return [re.sub(r"\{.*\}", "", c.tag) for c in node]


# --- SCORM 1.2 ---------------------------------------------------------------------------------------------------


def test_the_manifest_is_as_its_schemas_ask(m):
    files = unpacked(scorm(m))
    assert next(iter(files)) == "imsmanifest.xml"
    root = parsed(files, "imsmanifest.xml")
    assert root.tag == f"{{{CP}}}manifest"
    assert children(root) == ["metadata", "organizations", "resources"]  # manifestType is a sequence
    assert [c.text for c in root[0]] == ["ADL SCORM", "1.2"]  # newSchemaType, newSchemaversionType
    assert len(root.get("version")) <= 20
    ids = [e.get("identifier") for e in root.iter() if e.get("identifier")]
    assert len(ids) == len(set(ids))
    assert all(NAME.fullmatch(i) for i in ids)
    (organization,) = root[1]
    assert root[1].get("default") == organization.get("identifier")
    assert children(organization) == ["title", "item"]
    (item,) = organization.findall(f"{{{CP}}}item")
    # itemType: title first, elements of other namespaces last.
    assert [c.tag for c in item] == [f"{{{CP}}}title", f"{{{ADL}}}masteryscore"]
    assert 0 < len(item[0].text) <= 200
    assert item[1].text == "70"
    (resource,) = root[2]
    assert resource.get("identifier") == item.get("identifierref")
    assert resource.get("type") == "webcontent"
    assert resource.get(f"{{{ADL}}}scormtype") == "sco"
    listed = [f.get("href") for f in resource]
    assert resource.get("href") in listed
    assert set(listed) == set(files) - {"imsmanifest.xml"}


def test_the_same_material_gives_the_same_bytes(m):
    assert scorm(m) == scorm(m)
    assert cc.cartridge(m) == cc.cartridge(m)


def test_the_page_asks_for_nothing_outside_the_package(m):
    page = whole_page(m)
    assert not re.findall(r"(?:src|href)=\"(?:https?:|//)", page)
    assert set(re.findall(r'src="([^"]+)"', page)) == {"platform.js", "check.js"}


# A platform: the run-time of scorm-again with what it knew of the learner before, and a record of every call to it.
PLATFORM = """
window.calls = []; window.data = {};
const runtime = new Scorm12API({ autocommit: false, logLevel: 5, mastery_override: true });
runtime.loadFromJSON(KNOWN, 'cmi');
window.API = {};
for (const name of ['LMSInitialize', 'LMSFinish', 'LMSGetValue', 'LMSSetValue', 'LMSCommit', 'LMSGetLastError']) {
  window.API[name] = (...args) => {
    if (window.refuse && args[0] === 'cmi.core.score.raw' && name === 'LMSSetValue') return 'false';
    const result = runtime[name](...args);
    const error = String(runtime.LMSGetLastError());
    calls.push({ name, args, result: String(result), error });
    if (name === 'LMSSetValue' && error === '0') data[args[0]] = args[1];
    return result;
  };
}
"""
KNOWN = {
    "student_data": {"mastery_score": "70"},
    "core": {"lesson_mode": "normal", "credit": "credit", "lesson_status": "not attempted"},
}


def wrong(page):
    """Calls that the run-time refused."""
    return page.evaluate("calls.filter(c => c.error !== '0' || c.result === 'false')")


def names(page):
    return page.evaluate("calls.map(c => c.name)")


# The data model of SCORM 1.2 (Run-Time Environment, 3.4.4): its types and vocabularies, beside what the run-time holds.
TYPES = {
    r"cmi\.core\.lesson_status": r"passed|completed|failed|incomplete|browsed",
    r"cmi\.core\.score\.(raw|min|max)": r"100|\d{1,2}",
    r"cmi\.core\.exit": r"suspend",
    r"cmi\.core\.session_time": r"\d{4}:\d\d:\d\d(\.\d{1,2})?",
    r"cmi\.suspend_data": r"(?s).{0,4096}",
    r"cmi\.interactions\.\d+\.id": r"[!-~]{1,255}",
    r"cmi\.interactions\.\d+\.type": r"choice|sequencing|numeric",
    r"cmi\.interactions\.\d+\.student_response": r"([a-z0-9](,[a-z0-9])*|-?\d+(\.\d+)?|)",
    r"cmi\.interactions\.\d+\.result": r"correct|wrong",
}


def legal(page):
    """Whether every value that was set is of the type of its element."""
    told = page.evaluate("calls.filter(c => c.name === 'LMSSetValue').map(c => c.args)")
    assert told
    for name, value in told:
        (type_,) = [t for n, t in TYPES.items() if re.fullmatch(n, name)]
        assert isinstance(value, str)
        assert re.fullmatch(type_, value), (name, value)
    return True


@pytest.fixture(scope="module")
def browser():
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.fail(
            "The browser tests need Chromium: apt-get install chromium, or make test, which installs it"
        )
    with sync_playwright() as p:
        chromium = p.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--allow-file-access-from-files"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser, m, tmp_path):
    """The package in a frame of a platform, or alone; holds afterwards that no script complained."""
    for name, content in unpacked(scorm(m)).items():
        (tmp_path / name).write_bytes(content)
    contexts, complaints = [], []

    def open_(*, platform=True, before="", known=KNOWN):
        context = browser.new_context(viewport={"width": 360, "height": 740})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda e: complaints.append(str(e)))
        if not platform:
            page.goto((tmp_path / "index.html").as_uri())
            return page, page.main_frame
        frame = '<iframe name="sco" src="index.html" style="width:360px;height:700px"></iframe>'
        shutil.copy(READERS / "scorm-again" / "scorm12.min.js", tmp_path)
        script = PLATFORM.replace("KNOWN", json.dumps(known))
        (tmp_path / "platform.html").write_text(
            f'<meta charset="utf-8"><script src="scorm12.min.js"></script><script>{script}{before}</script>{frame}',
            encoding="utf-8",
        )
        page.goto((tmp_path / "platform.html").as_uri())
        sco = page.frame("sco")
        sco.wait_for_selector("#check")
        return page, sco

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def answer(frame, m, *, right=True, send=True):
    """Answer every question as the key has it; or none of them."""
    for q in m.questions if right else ():
        field = frame.locator(f"#q-{q.id}")
        if q.number is not None:
            field.locator("input").fill(f"{q.number:,.10g}")
        elif q.kind == "order":
            for i, (number, _) in enumerate(shuffled(q)):
                field.locator("select").nth(i).select_option(str(number))
        else:
            for i, a in enumerate(q.answers):
                if a.right:
                    field.locator("input").nth(i).check()
        field.locator("input, select").last.dispatch_event("change", {"bubbles": True})
    if send:
        frame.locator("#check button").click()


def left(page):
    """Leave the module; gives the status that the platform then keeps."""
    page.evaluate("document.querySelector('iframe').remove()")
    assert names(page)[-1] == "LMSFinish"
    return page.evaluate("runtime.cmi.core.lesson_status")


def test_all_right_is_a_hundred_and_passed(opened, m):
    page, sco = opened()
    assert page.evaluate("data['cmi.core.lesson_status']") == "incomplete"
    answer(sco, m)
    assert "100 %" in sco.inner_text("#result")
    assert sco.inner_text("#told") == say("sent", m.seminar)
    assert sco.locator(".verdict.bad").count() == 0
    assert sco.locator(".why:visible").count() == len(m.questions)
    data = page.evaluate("data")
    assert data["cmi.core.score.raw"] == "100"
    assert data["cmi.core.lesson_status"] == "passed"
    assert sum(1 for k in data if k.endswith(".result")) == len(m.questions)
    assert left(page) == "passed"
    assert names(page)[0] == "LMSInitialize"
    assert wrong(page) == []
    assert legal(page)
    assert re.fullmatch(r"\d{4}:\d\d:\d\d\.00", page.evaluate("data['cmi.core.session_time']"))


def test_nothing_answered_fails_and_a_second_try_passes_and_stays_passed(opened, m):
    page, sco = opened()
    answer(sco, m, right=False)
    assert page.evaluate("data['cmi.core.lesson_status']") == "failed"
    assert page.evaluate("data['cmi.core.score.raw']") == "0"
    answer(sco, m)
    assert page.evaluate("data['cmi.core.lesson_status']") == "passed"
    sco.locator("#check").evaluate("f => f.reset()")
    answer(sco, m, right=False)
    assert "0 %" in sco.inner_text("#result")
    assert page.evaluate("data['cmi.core.score.raw']") == "100"
    assert page.evaluate("data['cmi.core.lesson_status']") == "passed"
    # The platform sets the status by score and mastery score when the module ends.
    assert left(page) == "passed"
    assert wrong(page) == []
    assert legal(page)


def test_who_comes_back_finds_what_was_answered_and_keeps_what_was_passed(opened, m):
    page, sco = opened()
    answer(sco, m, send=False)
    kept = page.evaluate("data['cmi.suspend_data']")
    assert page.evaluate("data['cmi.core.exit']") == "suspend"
    assert names(page)[-1] == "LMSCommit"  # nothing waits for a line that may be gone
    assert len(kept) <= 4096
    assert legal(page)
    core = {**KNOWN["core"], "lesson_status": "passed", "entry": "resume", "score": {"raw": "90"}}
    page, sco = opened(known={**KNOWN, "core": core, "suspend_data": kept})
    sco.locator("#check button").click()
    assert sco.locator(".verdict.bad").count() == 0
    assert page.evaluate("data['cmi.core.score.raw']") == "100"
    sco.locator("#check").evaluate("f => f.reset()")
    sco.locator("#check button").click()
    assert page.evaluate("data['cmi.core.score.raw']") == "100"
    assert left(page) == "passed"
    assert wrong(page) == []


@pytest.mark.parametrize("m", [("MM", "my", "child-labour")], indirect=True)
def test_a_number_that_is_being_typed_is_kept_when_the_typing_rests(opened, m):
    page, sco = opened()
    q = next(q for q in m.questions if q.number is not None)
    sco.locator(f"#q-{q.id} input").press_sequentially("၁၈")  # and the field is not left
    page.wait_for_function("data['cmi.suspend_data']")
    assert json.loads(page.evaluate("data['cmi.suspend_data']")) == {f"q-{q.id}": ["၁၈"]}
    assert names(page).count("LMSCommit") == 1
    assert wrong(page) == []
    assert legal(page)


@pytest.mark.parametrize("m", [("MM", "my", "child-labour")], indirect=True)
@pytest.mark.parametrize("kept", ["no JSON", "null", '{"q-ch-1": 1}'])
def test_what_another_module_kept_does_no_harm(opened, m, kept):
    page, sco = opened(known={**KNOWN, "suspend_data": kept})
    answer(sco, m)
    assert page.evaluate("data['cmi.core.score.raw']") == "100"


@pytest.mark.parametrize("m", [("MM", "my", "child-labour")], indirect=True)
def test_a_platform_that_refuses_is_told_to_the_learner(opened, m):
    _, sco = opened(before="window.refuse = true;")
    answer(sco, m)
    assert sco.inner_text("#told") == say("failed", m.seminar)
    _, sco = opened(before="window.API.LMSInitialize = () => 'false';")
    answer(sco, m)
    assert sco.inner_text("#told") == say("failed", m.seminar)


def test_the_page_works_from_a_file_without_a_platform(opened, m):
    page, frame = opened(platform=False)
    answer(frame, m)
    assert "100 %" in page.inner_text("#result")
    assert page.inner_text("#told") == say("alone", m.seminar)
    # It fits a phone, and says what language it is in.
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_attribute("html", "lang").startswith(m.seminar.lang)


def test_numbers_may_be_written_in_the_digits_of_the_reader(browser, tmp_path):
    thai = material("TH", "th", "working-time")
    for name, content in unpacked(scorm(thai)).items():
        (tmp_path / name).write_bytes(content)
    q = next(x for x in thai.questions if x.number is not None and x.number >= 8)
    page = browser.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    written = f"{q.number:.10g}"
    for digits in ("๐๑๒๓๔๕๖๗๘๙", "၀၁၂၃၄၅၆၇၈၉", "０１２３４５６７８９"):
        page.locator(f"#q-{q.id} input").fill("".join(digits[int(c)] if c.isdigit() else c for c in written))
        page.locator("#check button").click()
        assert "good" in page.locator(f"#q-{q.id} .verdict").get_attribute("class")
    page.locator(f"#q-{q.id} input").fill(f"{written}x")
    page.locator("#check button").click()
    assert "bad" in page.locator(f"#q-{q.id} .verdict").get_attribute("class")
    page.close()


def test_a_page_carries_the_letters_that_machines_lack():
    assert "Noto Sans Myanmar Carried" in re.findall(r"@font-face \{[^}]*\}", whole_page(material("MM", "my", "child-labour")))[0]  # fmt: skip
    assert "@font-face" not in whole_page(material("PH", "en", "child-labour"))


def test_where_an_answer_stands_is_told_once():
    for q in material("CN", "zh", "working-time").questions:
        assert q.explained.count(q.law) >= 1
        assert f"{q.law} {q.law}" not in q.explained
        assert q.explained == q.why or q.law not in q.why


def test_what_is_written_in_a_question_is_no_markup():
    from dataclasses import replace

    m = material("CN", "en", "wages")
    evil = replace(
        m.questions[0], text="</script><script>alert(1)</script>", why="<img src=x onerror=alert(1)>", id="x"
    )
    page = whole_page(replace(m, questions=(evil,)))
    assert "<script>alert" not in page
    assert "<img" not in page


@pytest.mark.parametrize("lang", languages())
def test_every_word_of_the_package_is_in_every_language(lang):
    from tripartite.training.packages.content import _words

    for key, texts in _words().items():
        assert texts.get(lang), key
        assert set(re.findall(r"\{\w+\}", texts[lang])) == set(re.findall(r"\{\w+\}", texts["en"]))


# --- Common Cartridge 1.1 -------------------------------------------------------------------------------------------


def test_the_cartridge_has_one_root_and_names_all_its_files(m):
    files = unpacked(cc.cartridge(m)[0])
    root = parsed(files, "imsmanifest.xml")
    ns = f"{{{cc.CP}}}"
    assert root.tag == f"{ns}manifest"
    assert children(root) == ["metadata", "organizations", "resources"]
    assert [root[0].findtext(f"{ns}{k}") for k in ("schema", "schemaversion")] == [
        "IMS Common Cartridge",
        "1.1.0",
    ]
    lom = f"{{{cc.LOM}}}"
    assert root[0].find(f"{lom}lom/{lom}general/{lom}title/{lom}string").text == m.lesson.title
    (organization,) = root[1]
    assert organization.get("structure") == "rooted-hierarchy"
    (top,) = organization
    assert top.find(f"{ns}title") is None  # the item at the root has none
    resources = {r.get("identifier"): r for r in root[2]}
    refs = [i.get("identifierref") for i in root.iter(f"{ns}item") if i.get("identifierref")]
    assert set(refs) == set(resources)
    listed = [f.get("href") for r in resources.values() for f in r]
    assert set(listed) == set(files) - {"imsmanifest.xml"}
    assert {r.get("type") for r in resources.values()} == {"webcontent", cc.ASSESSMENT}
    ids = [e.get("identifier") for e in root.iter() if e.get("identifier")]
    assert len(ids) == len(set(ids))
    assert all(NAME.fullmatch(i) for i in ids)


# What the schema of the QTI profile lets stand within each element, as a sequence of names.
WITHIN = {
    "questestinterop": "assessment", "assessment": "qtimetadata section", "section": "(item )*item",
    "qtimetadata": "(qtimetadatafield )*qtimetadatafield", "qtimetadatafield": "fieldlabel fieldentry",
    "item": "itemmetadata presentation resprocessing itemfeedback", "itemmetadata": "qtimetadata",
    "presentation": "material (response_lid|response_str)", "response_lid": "render_choice", "response_str": "render_fib",
    "render_choice": "(response_label )*response_label", "response_label": "material", "material": "mattext",
    "resprocessing": "outcomes (respcondition )*respcondition", "outcomes": "decvar",
    "respcondition": "conditionvar (displayfeedback|setvar)", "conditionvar": "(other|varequal|and)",
    "and": "((not|varequal) )*(not|varequal)", "not": "varequal", "itemfeedback": "flow_mat", "flow_mat": "material",
}  # fmt: skip


# The attributes that the schema knows of each element, with their values where it lists them; + stands on those it requires.
ATTRIBUTES = {
    "assessment": {"ident+": "", "title+": ""}, "section": {"ident+": "", "title": ""}, "item": {"ident+": "", "title": ""},
    "response_lid": {"ident+": "", "rcardinality": "Single|Multiple|Ordered"},
    "response_str": {"ident+": "", "rcardinality": "Single|Multiple|Ordered"},
    "render_fib": {"prompt": "Asterisk|Box|Dashline|Underline"}, "response_label": {"ident+": ""},
    "mattext": {"texttype": "text/plain|text/html"}, "respcondition": {"continue": "Yes|No"},
    "decvar": {"varname+": "SCORE", "vartype": "Decimal|Integer", "minvalue": "", "maxvalue": ""},
    "setvar": {"varname": "", "action": "Set"}, "varequal": {"respident+": "", "case": "Yes|No"},
    "displayfeedback": {"feedbacktype+": "Response|Solution|Hint", "linkrefid+": ""}, "itemfeedback": {"ident+": "", "title": ""},
}  # fmt: skip


def test_the_test_is_as_the_schema_of_the_profile_asks(m):
    files = unpacked(cc.cartridge(m)[0])
    root = parsed(files, "check.xml")
    for node in root.iter():
        assert node.tag.startswith(f"{{{cc.QTI}}}")
        name = node.tag.split("}")[1]
        if name in WITHIN:
            assert re.fullmatch(WITHIN[name], " ".join(children(node))), name
        else:
            assert not len(node), name
        known = ATTRIBUTES.get(name, {})
        assert {k.rstrip("+") for k in known if k.endswith("+")} <= set(node.attrib)
        for key, value in node.attrib.items():
            allowed = known.get(key, known.get(f"{key}+"))
            assert allowed is not None, (name, key)
            assert not allowed or value in allowed.split("|"), (name, key)


def test_moodle_restores_the_cartridge(m):
    """By backup/converter/imscc11/lib.php and backup/cc/: it looks for its namespace in the first 500 bytes."""
    files = unpacked(cc.cartridge(m)[0])
    begin = re.sub(r"[\s'\"]", "", files["imsmanifest.xml"][:500].decode(errors="replace").lower())
    assert "xmlns=http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1" in begin
    root, ns = parsed(files, "imsmanifest.xml"), f"{{{cc.CP}}}"
    resources = {r.get("identifier"): r for r in root.iter(f"{ns}resource")}
    known = {"webcontent", "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"}
    assert {r.get("type") for r in resources.values()} == known
    # Items two levels below the organization become sections; what stands in them becomes pages and a quiz.
    (module,) = root.findall(f"{ns}organizations/{ns}organization/{ns}item/{ns}item")
    assert [i.get("identifierref") for i in module.findall(f"{ns}item")] == list(resources)
    for name in files:
        assert re.fullmatch(r"[a-z0-9.]+", name)
    q = f"{{{cc.QTI}}}"
    by_id = {x.id: x for x in m.questions}
    for item in parsed(files, "check.xml").iter(f"{q}item"):
        asked = by_id[item.get("title")]
        text = item.find(f"{q}presentation/{q}material/{q}mattext").text
        assert unescape(text.replace("<br/>", "\n")) == (
            f"{asked.text} ({asked.unit})" if asked.unit else asked.text
        )
        (right,) = [c for c in item.iter(f"{q}respcondition") if c.findtext(f"{q}setvar") == "100"]
        where = right.find(f"{q}conditionvar")
        if asked.number is not None:
            assert [float(v.text) for v in where.findall(f"{q}varequal")] == [asked.number]
            continue
        # Of several, those that are compared by case and are in no `not`; of one, the one.
        several = where.find(f"{q}and")
        found = where if several is None else several
        good = {v.text for v in found.findall(f"{q}varequal") if several is None or v.get("case") == "Yes"}
        labels = list(item.iter(f"{q}response_label"))
        told = [(unescape(x.find(f"{q}material/{q}mattext").text), x.get("ident") in good) for x in labels]
        assert told == [(a.text, a.right) for a in asked.answers]


def test_pages_of_a_package_lead_nowhere_but_into_it(m):
    for data in (scorm(m), cc.cartridge(m)[0]):
        files = unpacked(data)
        assert all(name.isascii() and not name.startswith("/") and ".." not in name for name in files)
        for name, content in files.items():
            if name.endswith(".html"):
                found = re.findall(r'(?:href|src)="([^"]*)"', content.decode())
                anchors = {f"#{i}" for i in re.findall(r' id="([^"]*)"', content.decode())}
                assert {f for f in found if not f.startswith("https://")} <= anchors | set(files)


def test_a_cartridge_shows_texts_that_look_like_markup():
    from dataclasses import replace

    m = material("CN", "en", "wages")
    odd = replace(next(q for q in m.questions if q.kind == "single"), text="a <b>x</b> &amp; y\nz", id="odd")
    root = parsed(unpacked(cc.cartridge(replace(m, questions=(odd,)))[0]), "check.xml")
    text = next(root.iter(f"{{{cc.QTI}}}mattext"))
    assert (text.get("texttype"), text.text) == (
        "text/html",
        "a &lt;b&gt;x&lt;/b&gt; &amp;amp; y<br/>z",
    )


def test_the_test_keeps_the_rules_of_the_profile(m):
    """Rule sets 1 to 13 of the schema's Schematron, as far as our kinds of questions meet them."""
    root = parsed(unpacked(cc.cartridge(m)[0]), "check.xml")
    q = f"{{{cc.QTI}}}"
    fields = {f[0].text: f[1].text for f in root.find(f"{q}assessment/{q}qtimetadata")}
    assert fields == {
        "cc_profile": "cc.exam.v0p1",
        "qmd_assessmenttype": "Examination",
        "qmd_scoretype": "Percentage",
    }  # 1
    items = list(root.iter(f"{q}item"))
    assert len({i.get("ident") for i in items}) == len(items)  # 13a
    by_id = {x.id: x for x in m.questions}
    for item in items:
        (profile,) = [f[1].text for f in item.find(f"{q}itemmetadata/{q}qtimetadata")]  # 2f, 2g
        assert profile in (cc.CHOICE, cc.SEVERAL, cc.FILL)  # 2b
        asked = by_id[item.get("title")]
        response = item.find(f"{q}presentation")[1]
        labels = [x.get("ident") for x in response.iter(f"{q}response_label")]
        equal = list(item.iter(f"{q}varequal"))
        assert {e.get("respident") for e in equal} == {response.get("ident")}  # 3e to 7c
        if profile == cc.CHOICE:
            assert response.get("rcardinality") == "Single"  # 4a
            assert len(labels) >= 3  # 4d
            (right,) = [e.text for e in equal]
            assert asked.answers[labels.index(right)].right
        elif profile == cc.SEVERAL:
            assert response.get("rcardinality") == "Multiple"  # 5a
            assert len(labels) >= 2  # 5d
            chosen = [e.text for e in item.find(f".//{q}and").findall(f"{q}varequal")]
            assert chosen == [x for x, a in zip(labels, asked.answers, strict=True) if a.right]
        else:
            assert response.tag == f"{q}response_str"  # 6a, 6b
            assert float(equal[0].text) == asked.number
        assert {e.text for e in equal} <= set(labels) or profile == cc.FILL  # 9a
        feedback = {f.get("ident") for f in item.findall(f"{q}itemfeedback")}
        assert {f.get("linkrefid") for f in item.iter(f"{q}displayfeedback")} == feedback  # 12c, 12d


def test_what_a_cartridge_cannot_hold_is_told():
    for m in (material("CN", "en", "working-time"), material("VN", "en", "wages")):
        data, left = cc.cartridge(m)
        root = parsed(unpacked(data), "check.xml")
        held = {i.get("title") for i in root.iter(f"{{{cc.QTI}}}item")}
        assert held | {x.split(":")[0] for x in left} == {q.id for q in m.questions}
        assert left
        assert all("Common Cartridge has no" in x for x in left)


# --- QTI 2.1 --------------------------------------------------------------------------------------------------------

# What the information model lets stand within each element, in its order (Item Information Model 2.1, sections 4 to 9).
QTI_WITHIN = {
    "assessmentItem": "responseDeclaration outcomeDeclaration outcomeDeclaration itemBody responseProcessing modalFeedback",
    "responseDeclaration": "correctResponse", "correctResponse": "(value )*value", "outcomeDeclaration": "defaultValue",
    "defaultValue": "value", "itemBody": "(p )*(choiceInteraction|orderInteraction|p)",
    "choiceInteraction": "(simpleChoice )*simpleChoice", "orderInteraction": "(simpleChoice )*simpleChoice",
    "p": "(textEntryInteraction)?", "responseProcessing": "(responseCondition)?", "responseCondition": "responseIf",
    "responseIf": "equal setOutcomeValue", "equal": "variable correct", "setOutcomeValue": "baseValue", "modalFeedback": "p",
}  # fmt: skip


# The attributes that the model requires of each element.
QTI_ATTRIBUTES = {
    "assessmentItem": "identifier title adaptive timeDependent", "responseDeclaration": "identifier cardinality baseType",
    "outcomeDeclaration": "identifier cardinality baseType", "choiceInteraction": "responseIdentifier shuffle maxChoices",
    "orderInteraction": "responseIdentifier shuffle", "textEntryInteraction": "responseIdentifier", "simpleChoice": "identifier",
    "equal": "toleranceMode", "variable": "identifier", "correct": "identifier", "setOutcomeValue": "identifier",
    "baseValue": "baseType", "modalFeedback": "outcomeIdentifier identifier showHide",
}  # fmt: skip


def test_qti_holds_every_question_as_the_model_asks(m):
    files = unpacked(qti.qti(m))
    root = parsed(files, "imsmanifest.xml")
    cp, ns = f"{{{qti.CP}}}", f"{{{qti.QTI}}}"
    assert children(root) == ["metadata", "organizations", "resources"]
    resources = root.find(f"{cp}resources")
    assert {r.get("href") for r in resources} == set(files) - {"imsmanifest.xml"}
    assert {r.get("type") for r in resources} == {"imsqti_item_xmlv2p1"}
    ids = [e.get("identifier") for e in root.iter() if e.get("identifier")]
    assert len(ids) == len(set(ids))
    assert len(resources) == len(m.questions)
    for q in m.questions:
        item = parsed(files, f"items/{q.id}.xml")
        for node in item.iter():
            name = node.tag.removeprefix(ns)
            assert re.fullmatch(QTI_WITHIN.get(name, ""), " ".join(children(node))), name
            assert set(QTI_ATTRIBUTES.get(name, "").split()) <= set(node.attrib), name
        assert NAME.fullmatch(item.get("identifier"))
        response = item.find(f"{ns}responseDeclaration")
        right = [v.text for v in response.iter(f"{ns}value")]
        offered = [c.get("identifier") for c in item.iter(f"{ns}simpleChoice")]
        assert len(offered) == len(set(offered))
        kind = (response.get("cardinality"), response.get("baseType"))
        if q.number is not None:
            assert kind == ("single", "float")
            assert float(right[0]) == pytest.approx(q.number, rel=1e-11)
            equal = item.find(f".//{ns}equal")
            near = [float(x) for x in equal.get("tolerance", "0").split()]
            assert near == pytest.approx([q.tolerance] * len(near))
            assert (equal.get("toleranceMode") == "absolute") == bool(q.tolerance)
            continue
        assert item.find(f"{ns}responseProcessing").get("template") == qti.MATCH_CORRECT
        assert set(right) <= set(offered)
        said = {c.get("identifier"): c.text for c in item.iter(f"{ns}simpleChoice")}
        assert [said[x] for x in right] == [a.text for a in q.answers if a.right]
        assert kind == ({"order": "ordered", "multiple": "multiple"}.get(q.kind, "single"), "identifier")


def test_the_command_writes_packages_and_tells_what_is_missing(tmp_path, capsys):
    words = ["training", "export", "--country", "CN", "--on", "2026-03-02", "--module", "working-time"]
    for kind, name in (("scorm", "a.zip"), ("cartridge", "a.imscc"), ("qti", "q.zip")):
        assert main([*words, "--format", kind, "--out", str(tmp_path / name)]) == 0
        assert "imsmanifest.xml" in unpacked((tmp_path / name).read_bytes())
    assert "no order of steps" in capsys.readouterr().out
    assert main([*words, "--format", "scorm"]) == 2
    assert "--out" in capsys.readouterr().err
