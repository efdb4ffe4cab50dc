"""Reading Moodle XML, as https://docs.moodle.org/en/Moodle_XML_format describes it."""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from tripartite.training.banks.taken import LARGEST, Bank, BankError, plain

LINE = "line of the file"  # an attribute that no file has: names of attributes hold no space
DEEPEST = 100
REASONS = {
    "shortanswer": "a short answer in own words cannot be marked here; give answers to choose from",
    "essay": "an essay has no answer that can be marked",
    "description": "a description is no question",
    "cloze": "several gaps in one question are not read",
    "calculated": "a number that Moodle draws anew each time is not read",
    "calculatedsimple": "a number that Moodle draws anew each time is not read",
    "calculatedmulti": "a number that Moodle draws anew each time is not read",
}


def read_moodle(data: bytes) -> Bank:
    """The questions of a file in Moodle XML. Raises BankError where it is none."""
    if len(data) > LARGEST:
        raise BankError(f"The file is larger than {LARGEST // 1024**2} MB; split it")
    quiz = _tree(data)
    if quiz.tag != "quiz":
        raise BankError(
            f"line 1: the file is no Moodle XML: it begins with <{quiz.tag[:40]}>, not with <quiz>"
        )
    bank, category = Bank(), ""
    for node in quiz.iter("question"):
        if node.get("type") == "category":
            category = _text(node.find("category"))[0]
        else:
            _question(bank, node, category)
    return bank


def _tree(data: bytes) -> Element:
    """The document as elements that know their line. A DOCTYPE is refused: entities can blow a file up."""
    builder, parser, depth = TreeBuilder(), expat.ParserCreate(), 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise BankError(
                f"line {parser.CurrentLineNumber}: elements within elements, deeper than {DEEPEST}"
            )
        builder.start(tag, {**attributes, LINE: str(parser.CurrentLineNumber)})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    def doctype(*_: object) -> None:
        raise BankError(f"line {parser.CurrentLineNumber}: a DOCTYPE is not read; Moodle writes none")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = builder.data, doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BankError(
            f"line {error.lineno}: the file is no XML: {expat.errors.messages[error.code]}"
        ) from error
    except (LookupError, ValueError) as error:
        raise BankError(f"line 1: the encoding of the file is not known ({error})") from error
    return builder.close()


def _question(bank: Bank, node: Element, category: str) -> None:
    line, kind = int(node.get(LINE, "1")), node.get("type", "")
    name = _text(node.find("name"))[0]
    text, lost = _text(node.find("questiontext"))
    why = _text(node.find("generalfeedback"))[0]
    if kind in ("multichoice", "truefalse", "numerical", "matching") and lost:
        bank.note(line, name, f"what stood in <{lost}> is not kept")
    if kind in ("multichoice", "truefalse"):
        single = kind == "truefalse" or (node.findtext("single") or "true").strip().lower() in ("true", "1")
        pairs = [(_text(a)[0], _share(a)) for a in node.findall("answer")]
        return bank.choose(line, name, text, pairs, why, category, single=single)
    if kind == "numerical":
        return _numeric(bank, line, name, text, node, why, category)
    if kind == "matching":
        pairs_of = ((_text(s)[0], _text(s.find("answer"))[0]) for s in node.findall("subquestion"))
        return bank.match(line, name, text, pairs_of, why, category)
    return bank.leave(line, name, REASONS.get(kind, f"the type `{kind[:40]}` is not read"))


def _numeric(bank: Bank, line: int, name: str, text: str, node: Element, why: str, category: str) -> None:
    found = []
    for answer in node.findall("answer"):
        written, tolerance = _text(answer)[0], (answer.findtext("tolerance") or "0").strip()
        try:
            found.append((float(written), float(tolerance or 0), _share(answer)))
        except ValueError:
            return bank.leave(line, name, f"`{written[:40]}` within `{tolerance[:40]}` is no number")
    return bank.count(line, name, text, found, why, category)


def _share(answer: Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0


def _text(node: Element | None) -> tuple[str, str]:
    """The <text> of a node, as plain text where it is HTML; and the tag of what a text cannot show."""
    if node is None:
        return "", ""
    text = node.findtext("text") or ""
    html = (
        node.get("format", "html" if node.tag in ("questiontext", "generalfeedback", "answer") else "")
        == "html"
    )
    return plain(text) if html else (text.strip(), "")
