"""Certificates as Open Badges 3.0: the published vectors of what they are signed by, and files that were changed."""

from __future__ import annotations

import copy
import hashlib
import json
import struct
from datetime import UTC, date, datetime, timedelta

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tripartite.cli import main
from tripartite.reports import credential as c
from tripartite.reports import data_integrity as d
from tripartite.reports import signing
from tripartite.reports.canonical_json import canonical, read_strictly
from tripartite.reports.credential_command import told
from tripartite.reports.wording import languages, words

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
ADDRESS = "https://seminars.example/certificates/7f9a"
AWARD = c.Award(
    address=ADDRESS,
    achievement="https://seminars.example/seminars/12",
    title="Decent work in supply chains 供应链中的体面劳动",
    description="Three days on international labour standards and the law of China.",
    criteria="Attended four fifths of the sessions and reached 70 % in the test.",
    name="李晓梅",
    email="Li.Xiaomei@example.org",
    score=87.5,
    pass_mark=70,
    attended=11,
    of=12,
    began=date(2026, 3, 2),
    ended=date(2026, 3, 4),
    language="zh",
    evidence=(("https://seminars.example/seminars/12/programme", "Programme"),),
)


@pytest.fixture(scope="module")
def signer():
    return signing.new_signer("培训中心 Training Centre")


@pytest.fixture(scope="module")
def issued(signer):
    return c.issue(AWARD, signer, issued=NOON, url="https://seminars.example/")


def as_file(document) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


# --- RFC 8785: https://www.rfc-editor.org/rfc/rfc8785, sections 3.2.2 to 3.2.4 and appendix B ----------------

# Appendix B: the bits of a double, and how it is written.
NUMBERS = {
    "0000000000000000": "0", "8000000000000000": "0", "0000000000000001": "5e-324", "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308", "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992", "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000", "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23", "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000", "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21", "3eb0c6f7a0b5ed8c": "9.999999999999997e-7", "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332", "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333", "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343", "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}  # fmt: skip


@pytest.mark.parametrize(("bits", "written"), NUMBERS.items())
def test_numbers_are_written_as_rfc_8785_writes_them(bits, written):
    assert canonical(struct.unpack(">d", bytes.fromhex(bits))[0]).decode() == written


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_leads_back_to_itself(x):
    assert float(canonical(x)) == x


def test_the_document_of_rfc_8785_has_its_published_bytes():
    source = r"""{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"""
    published = (
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a"
        "5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d3237"
        "5d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d"
    )
    assert canonical(json.loads(source)).hex() == published


def test_keys_are_sorted_by_utf_16_as_section_3_2_3_shows():
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    in_order = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical(dict.fromkeys(keys, 0)))) == in_order


@pytest.mark.parametrize("node", [float("nan"), float("inf"), 2**53 + 1, "\ud800", {1: 2}, object()])
def test_what_json_cannot_hold_is_refused(node):
    with pytest.raises((ValueError, AttributeError)):
        canonical(node)


@pytest.mark.parametrize("text", ['{"a":1,"a":2}', '{"x":{"b":1,"b":1}}', '{"a":NaN}', "[1,", "\ufeff{}"])
def test_json_with_two_readings_is_not_read(text):
    with pytest.raises(ValueError, match=r"."):
        read_strictly(text.encode())


# --- eddsa-jcs-2022: https://www.w3.org/TR/vc-di-eddsa/, appendix B.3, Recommendation of 15 May 2025 -------------

SECRET, PUBLIC = (
    "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq",
    "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
)
METHOD = f"did:key:{PUBLIC}#{PUBLIC}"
VECTOR = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
DOCUMENT_HASH = "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19"
OPTIONS_HASH = "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db"
VALUE = "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"


@pytest.fixture
def w3c_signer():
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    secret = d._multibase(SECRET)  # 0x8026 and the 32 bytes, by the table of Multicodec
    assert secret[:2] == b"\x80\x26"
    return signing.Signer("W3C", Ed25519PrivateKey.from_private_bytes(secret[2:]))


def test_the_published_vector_is_signed_to_the_letter(w3c_signer):
    assert d.multikey(w3c_signer.public) == PUBLIC
    assert hashlib.sha256(canonical(VECTOR)).hexdigest() == DOCUMENT_HASH
    document = d.signed(
        VECTOR, w3c_signer, f"did:key:{PUBLIC}", datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)
    )
    proof = document["proof"]
    assert proof["verificationMethod"] == METHOD
    options = {k: v for k, v in proof.items() if k != "proofValue"}
    assert hashlib.sha256(canonical(options)).hexdigest() == OPTIONS_HASH
    assert proof["proofValue"] == VALUE


def test_the_published_vector_is_verified_and_no_other(w3c_signer):
    document = d.signed(
        VECTOR, w3c_signer, f"did:key:{PUBLIC}", datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)
    )
    assert d.verified(document) == (w3c_signer.public, f"did:key:{PUBLIC}")
    for change in (
        {"name": "Alumni credential"}, {"@context": VECTOR["@context"][:1]}, {"more": 1}, {"validFrom": "2023-01-01T00:00:01Z"},
    ):  # fmt: skip
        with pytest.raises(d.ProofError):
            d.verified({**document, **change})


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"cryptosuite": "eddsa-rdfc-2022"}, d.OtherProofError),
        ({"type": "Ed25519Signature2020"}, d.OtherProofError),
        ({"verificationMethod": "https://vc.example/issuers/5678#key-1"}, d.OtherProofError),
        ({"proofPurpose": "authentication"}, d.ProofError),
        ({"proofValue": "z" + "1" * 64}, d.ProofError),
        ({"proofValue": "z" + "2" * 4_000_000}, d.ProofError),
        ({"proofValue": 7}, d.ProofError),
        ({"@context": []}, d.ProofError),
        ({"created": "2023-02-24T23:36:39Z"}, d.ProofError),
        ({"verificationMethod": f"did:key:{PUBLIC}#z6Mk0"}, d.ProofError),
    ],
)
def test_a_proof_that_does_not_fit_is_told_apart_from_one_not_known(issued, change, error):
    with pytest.raises(error):
        c.verify({**issued, "proof": {**issued["proof"], **change}})


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_base58_leads_back(data):
    assert d._multibase("z" + d.base58(data)) == data


# --- the credential ---------------------------------------------------------------------------------------


def test_a_credential_says_who_was_certified_for_what_by_whom(issued, signer):
    v = c.verify(as_file(issued), {signer.public})
    assert (v.name, v.title, v.issuer, v.key, v.address) == (
        AWARD.name,
        AWARD.title,
        signer.name,
        signer.public,
        ADDRESS,
    )
    assert v.known
    assert v.key_is_issuer
    assert v.results == (("测验得分（%）", "87.5"), ("出席课次", "11 / 12"))
    assert v.valid_from == NOON
    assert v.holds(NOON)
    assert not v.holds(NOON - timedelta(seconds=1))
    assert not c.verify(issued).known


def test_spaces_and_the_order_of_keys_are_no_change(issued):
    turned = json.loads(json.dumps(issued), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert c.verify(json.dumps(turned, indent=3).encode()).name == AWARD.name


def test_every_changed_letter_is_refused(issued):
    text = as_file(issued).decode()
    for i, letter in enumerate(text):
        other = "x" if letter != "x" else "y"
        with pytest.raises((d.ProofError, d.OtherProofError, c.CredentialError)):
            c.verify((text[:i] + other + text[i + 1 :]).encode())


def test_a_file_cut_short_anywhere_is_refused(issued):
    data = as_file(issued)
    for end in range(0, len(data), 7):
        with pytest.raises(c.CredentialError):
            c.verify(data[:end])


def test_a_credential_signed_by_another_for_its_issuer_is_refused(issued, signer):
    mallory = signing.new_signer(signer.name)
    unsigned = {k: v for k, v in issued.items() if k != "proof"}
    # The key is Mallory's, and the issuer is said to be the training centre.
    with pytest.raises(d.ProofError, match="another key"):
        c.verify(d.signed(unsigned, mallory, unsigned["issuer"]["id"], NOON))
    with pytest.raises(d.ProofError, match="somebody else"):
        c.verify(d.signed(unsigned, mallory, d.did_of(mallory.public), NOON))


def test_an_issuer_of_the_web_is_known_by_its_key_alone(signer):
    document = c.issue(AWARD, signer, issued=NOON, issuer_id="did:web:seminars.example")
    v = c.verify(document, {signer.public})
    assert v.known
    assert not v.key_is_issuer
    assert v.issuer_id == "did:web:seminars.example"


def test_the_address_is_kept_as_a_salted_hash(issued, signer):
    text = as_file(issued).decode()
    assert "example.org" not in text
    v = c.verify(issued)
    assert v.is_of("li.xiaomei@example.org")
    assert v.is_of(" Li.Xiaomei@Example.org ")
    assert v.is_of(AWARD.name)
    assert not v.is_of("li.xiaomei@example.com")
    assert not v.is_of("")
    again = c.issue(AWARD, signer, issued=NOON)
    assert again["credentialSubject"]["identifier"][1] != issued["credentialSubject"]["identifier"][1]


# The required fields of Open Badges 3.0, https://www.imsglobal.org/spec/ob/v3p0/, appendix B (data models): Property 1 or 1..*.
REQUIRED = {
    "": ("@context", "id", "type", "name", "issuer", "validFrom", "credentialSubject"),
    "issuer": ("id", "type"),
    "credentialSubject": ("type", "achievement"),
    "credentialSubject.identifier.0": ("type", "hashed", "identityHash", "identityType"),
    "credentialSubject.achievement": ("id", "type", "criteria", "description", "name"),
    "credentialSubject.achievement.resultDescription.0": ("id", "type", "name", "resultType"),
    "credentialSubject.result.0": ("type",),
    "credentialSchema.0": ("id", "type"),
    "evidence.0": ("type",),
    "proof": ("type", "cryptosuite", "created", "proofPurpose", "proofValue", "verificationMethod"),
}
# Whose absence verify must tell: the others are no part of what it relies on.
TOLD = [(where, key) for where in list(REQUIRED)[:6] for key in REQUIRED[where]]


def at(document, where):
    for step in filter(None, where.split(".")):
        document = document[int(step) if step.isdigit() else step]
    return document


@pytest.mark.parametrize("where", REQUIRED)
def test_what_the_specification_requires_is_there(issued, where):
    for key in REQUIRED[where]:
        assert at(issued, where)[key] not in ("", None, [], {})


@pytest.mark.parametrize(("where", "key"), TOLD)
def test_a_field_that_is_missing_is_told(issued, where, key):
    broken = copy.deepcopy(issued)
    del at(broken, where)[key]
    if (where, key) == ("credentialSubject.achievement.resultDescription.0", "type"):
        with pytest.raises(d.ProofError):
            c.verify(broken)
        return
    assert c.problems(broken)
    with pytest.raises(c.CredentialError):
        c.verify(broken)


def test_values_are_of_the_published_vocabularies(issued):
    subject = issued["credentialSubject"]
    kinds = {x["resultType"] for x in subject["achievement"]["resultDescription"]}
    assert kinds == {"Percent", "RawScore"}
    assert {x["identityType"] for x in subject["identifier"]} == {"name", "emailAddress"}
    assert subject["achievement"]["achievementType"] == "CertificateOfCompletion"
    assert subject["achievement"]["inLanguage"] == "zh-Hans"


# The classes of the data model (appendix B) as far as ours have them: every property known, its type, what must be there, and
# whether others may stand beside them. Written out here: 1EdTech lets registered users alone pass its own schema on.
TEXT = {"type": "string", "minLength": 1}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
LANGUAGE = {"type": "string", "pattern": r"^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"}


def one_class(called, required, *, closed=False, listed=True, **properties):
    kind = {"type": "array", "contains": {"const": called}, "minItems": 1} if listed else {"const": called}
    return {
        "type": "object", "properties": {"type": kind, **properties}, "required": ["type", *required],
        "additionalProperties": not closed,
    }  # fmt: skip


def many(of):
    return {"type": "array", "minItems": 1, "items": of}


IDENTITY = one_class(
    "IdentityObject", ["hashed", "identityHash", "identityType"], closed=True, listed=False, hashed={"type": "boolean"},
    identityHash=TEXT, identityType={"enum": ["name", "emailAddress"]}, salt=TEXT,
)  # fmt: skip
IDENTITY["if"] = {"properties": {"hashed": {"const": True}}}
IDENTITY["then"] = {
    "required": ["salt"],
    "properties": {"identityHash": {"pattern": r"^sha256\$[0-9a-f]{64}$"}},
}
DESCRIBED = one_class(
    "ResultDescription", ["id", "name", "resultType"], id=TEXT, name=TEXT, resultType={"enum": ["Percent", "RawScore"]},
    requiredValue=TEXT, valueMin=TEXT, valueMax=TEXT,
)  # fmt: skip
ACHIEVEMENT = one_class(
    "Achievement", ["id", "criteria", "description", "name"], id=TEXT, achievementType={"enum": ["CertificateOfCompletion"]},
    criteria={"type": "object", "properties": {"id": TEXT, "narrative": TEXT}, "minProperties": 1, "additionalProperties": False},
    description=TEXT, name=TEXT, inLanguage=LANGUAGE, resultDescription=many(DESCRIBED),
)  # fmt: skip
SUBJECT = one_class(
    "AchievementSubject", ["achievement"], closed=True, id=TEXT, activityStartDate=MOMENT, activityEndDate=MOMENT,
    achievement=ACHIEVEMENT, identifier=many(IDENTITY),
    result=many(one_class("Result", [], resultDescription=TEXT, value=TEXT)),
)  # fmt: skip
CREDENTIAL = one_class(
    "VerifiableCredential", ["@context", "id", "name", "issuer", "validFrom", "credentialSubject"],
    **{"@context": {"type": "array", "minItems": 2, "prefixItems": [{"const": "https://www.w3.org/ns/credentials/v2"}]}},
    id=TEXT, name=TEXT, issuer=one_class("Profile", ["id"], id=TEXT, name=TEXT, url=TEXT), validFrom=MOMENT, validUntil=MOMENT,
    credentialSubject=SUBJECT, evidence=many(one_class("Evidence", [], id=TEXT, name=TEXT)),
    credentialSchema=many(one_class("1EdTechJsonSchemaValidator2019", ["id"], listed=False, id=TEXT)),
    proof=one_class("DataIntegrityProof", ["created", "cryptosuite", "proofPurpose", "proofValue", "verificationMethod"],
                    listed=False, created=MOMENT),
)  # fmt: skip


def unlike_the_model(document):
    validator = jsonschema.Draft202012Validator(CREDENTIAL)
    return [f"{e.json_path}: {e.message}" for e in validator.iter_errors(document)]


@pytest.mark.parametrize("lang", languages())
def test_a_credential_is_as_the_data_model_asks_in_every_language(signer, lang):
    from dataclasses import replace

    for change in ({}, {"name": ""}, {"email": ""}, {"score": None, "attended": None, "of": None}, {"began": None, "ended": None},
                   {"valid_until": NOON + timedelta(days=365)}, {"evidence": ()}, {"title": '<b>😀</b> & "x"'}):  # fmt: skip
        document = c.issue(replace(AWARD, language=lang, **change), signer, issued=NOON)
        assert unlike_the_model(document) == []
        for described in document["credentialSubject"]["achievement"].get("resultDescription", []):
            low, high = float(described["valueMin"]), float(described["valueMax"])
            assert low <= float(described.get("requiredValue", low)) <= high


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("id", None), ("issuer.type", ["Person"]), ("validFrom", "4 March 2026"), ("credentialSubject.more", 1), ("type", ["OpenBadgeCredential"]),
        ("credentialSubject.identifier.1.identityHash", "li.xiaomei@example.org"), ("credentialSubject.identifier.0.colour", "red"),
        ("credentialSubject.achievement.inLanguage", "Chinese"), ("credentialSubject.achievement.criteria", {}),
        ("credentialSubject.result.0.value", 87.5),
    ],
)  # fmt: skip
def test_the_model_written_out_here_refuses_what_is_wrong(issued, where, value):
    broken = copy.deepcopy(issued)
    *path, key = where.split(".")
    at(broken, ".".join(path))[key] = value
    assert unlike_the_model(broken)


@pytest.mark.parametrize(
    "node",
    [
        None,
        [],
        7,
        "x",
        {},
        {"type": "Profile"},
        {"type": ["Profile"], "id": 3},
        [{"type": 1}],
        {"type": {"a": 1}},
    ],
)
@pytest.mark.parametrize(
    "key", ["@context", "type", "issuer", "validFrom", "validUntil", "credentialSubject", "proof"]
)
def test_strange_contents_are_refused_in_words(issued, key, node):
    with pytest.raises((c.CredentialError, d.ProofError, d.OtherProofError)):
        c.verify({**issued, key: node})


@pytest.mark.parametrize(
    "change",
    [
        {"address": "7f9a"}, {"title": " "}, {"criteria": ""}, {"name": "", "email": ""}, {"score": 101}, {"score": -1},
        {"attended": 13}, {"attended": None}, {"of": None}, {"score": float("nan")},
    ],
)  # fmt: skip
def test_what_cannot_be_certified_is_refused(signer, change):
    from dataclasses import replace

    with pytest.raises(c.CredentialError):
        c.issue(replace(AWARD, **change), signer)


# --- the command -----------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path, issued):
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(issued, ensure_ascii=False, indent=2), encoding="utf-8")
    return path


def test_the_command_tells_a_certificate_in_plain_words(file, signer, capsys):
    assert main(["verify", str(file), "--trust", signer.public, "--recipient", "li.xiaomei@example.org"]) == 0
    out = capsys.readouterr().out
    for part in (
        AWARD.name,
        AWARD.title,
        signer.name,
        "11 / 12",
        "2026-03-04",
        "It is the certificate of",
        ADDRESS,
    ):
        assert part in out
    assert main(["verify", str(file), "--trust", signer.public, "--recipient", "somebody else"]) == 1
    assert "NOT the certificate" in capsys.readouterr().out


def test_a_key_that_is_not_known_is_told_and_a_changed_file_refused(file, signer, capsys):
    assert main(["verify", str(file)]) == 1
    assert "has not been checked" in capsys.readouterr().out
    assert main(["verify", str(file), "--trust", signing.new_signer("other").public]) == 1
    assert "NOT among those you trust" in capsys.readouterr().out
    file.write_text(file.read_text(encoding="utf-8").replace("87.5", "97.5"), encoding="utf-8")
    assert main(["verify", str(file), "--trust", signer.public, "--lang", "vi"]) == 2
    assert "KHÔNG còn nguyên vẹn" in capsys.readouterr().err


def test_the_json_answer_holds_all_of_it(file, signer, issued, capsys):
    assert main(["verify", str(file), "--trust", signer.public, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["credential"] == issued
    assert answer["trusted"]
    assert answer["valid_now"]


def test_another_json_file_is_no_certificate(tmp_path, capsys):
    path = tmp_path / "x.json"
    path.write_text('{"a": 1}')
    assert main(["verify", str(path)]) == 2
    assert "no certificate" in capsys.readouterr().err


def test_a_certificate_of_a_time_that_is_over_is_said_to_be(signer, capsys, tmp_path):
    from dataclasses import replace

    document = c.issue(replace(AWARD, valid_until=NOON + timedelta(days=1)), signer, issued=NOON)
    path = tmp_path / "c.json"
    path.write_bytes(as_file(document))
    assert main(["verify", str(path), "--trust", signer.public]) == 1
    assert "no longer valid" in capsys.readouterr().out


@pytest.mark.parametrize("lang", languages())
def test_it_is_told_in_every_language(issued, lang):
    verdict = c.verify(issued)
    lines = told(verdict, lang, recipient="x")
    w = words(lang)
    for key in ("whole", "not_checked"):
        assert w.of("certificate", key) in lines
    assert lang == "en" or w.of("certificate", "whole") != words("en").of("certificate", "whole")
    assert set(w.entries["certificate"]) == set(words("en").entries["certificate"])
    assert not any("{" in line for line in lines)


def test_a_name_cannot_steer_the_terminal(signer):
    from dataclasses import replace

    document = c.issue(replace(AWARD, name="Li\x1b[2J\u202e"), signer, issued=NOON)
    assert "\x1b" not in "".join(told(c.verify(document), "en"))
    assert "\u202e" not in "".join(told(c.verify(document), "en"))


# --- read by others ----------------------------------------------------------------------------------------------------


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@settings(deadline=None)
@given(JSON)
def test_another_implementation_of_rfc_8785_gives_the_same_bytes(node):
    import rfc8785

    assert canonical(node) == rfc8785.dumps(node)


def test_a_library_of_open_badges_reads_what_is_issued(issued, signer):
    from openbadgeslib.ob3.credential import OpenBadgeCredential

    read = OpenBadgeCredential.from_vc_document({k: v for k, v in issued.items() if k != "proof"})
    assert (read.id, read.name, read.issuer.name) == (ADDRESS, AWARD.title, signer.name)
    assert (read.issuance_date, read.achievement.criteria_narrative) == (NOON, AWARD.criteria)
    assert [(r.value, r.result_description) for r in read.results] == [
        ("87.5", f"{AWARD.achievement}#score"),
        ("11", f"{AWARD.achievement}#sessions"),
    ]
    hashed = read.identifiers[1]
    again = type(hashed).create("li.xiaomei@example.org", hashed.salt)
    assert again.identity_hash == hashed.identity_hash
    assert read.evidence[0].id == AWARD.evidence[0][0]


def test_every_word_of_a_credential_is_defined_by_the_published_contexts(issued):
    """What no context defines is lost to readers of JSON-LD: it is not there when the document was expanded and compacted."""
    from openbadgeslib.ob3.contexts import document_loader
    from pyld import jsonld

    how = {"documentLoader": document_loader()}
    for document in (
        {k: v for k, v in issued.items() if k != "proof"},
        {k: v for k, v in issued["proof"].items() if k != "proofValue"},
    ):
        expanded = jsonld.expand(document, how)
        back = jsonld.compact(expanded, document["@context"], how)
        assert same_content(document, back) == []


def same_content(ours, theirs, path=""):
    """Paths at which something of ours is missing; a list of one may have become its one."""
    if isinstance(ours, list) and not isinstance(theirs, list):
        theirs = [theirs]
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return [
            p
            for k in ours
            for p in (same_content(ours[k], theirs[k], f"{path}/{k}") if k in theirs else [f"{path}/{k}"])
        ]
    if isinstance(ours, list) and path.endswith("type"):
        alias = {"OpenBadgeCredential": "AchievementCredential"}  # the contexts name both by one address
        return [] if {alias.get(x, x) for x in ours} == {alias.get(x, x) for x in theirs} else [path]
    if isinstance(ours, list):
        if len(ours) != len(theirs):
            return [path]
        return [
            p
            for i, (a, b) in enumerate(zip(ours, theirs, strict=True))
            for p in same_content(a, b, f"{path}/{i}")
        ]
    return [] if ours == theirs else [path]
