"""A certificate as an Open Badges 3.0 credential (a W3C Verifiable Credential): `issue` signs it, `verify` reads it offline.

Fields by the data model of Open Badges 3.0, https://www.imsglobal.org/spec/ob/v3p0/; signed as `data_integrity` says.
A signature proves who vouches for a certificate, not that its holder knows anything, and not that it was not
withdrawn since: that is told at its address alone.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from tripartite.reports.canonical_json import read_strictly
from tripartite.reports.data_integrity import DID_KEY, ProofError, did_of, signed, verified
from tripartite.reports.folder import ResultsError
from tripartite.reports.signing import Signer
from tripartite.reports.wording import HTML_LANGUAGE, words

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",  # which the type of credentialSchema is from
)
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
KINDS = ("OpenBadgeCredential", "AchievementCredential")
LARGEST = 1024 * 1024


class CredentialError(ResultsError):
    """What cannot be certified, or a file that is no credential; the text says why."""


@dataclass(frozen=True)
class Award:
    """What is certified of one person.

    address: where the credential is published, which is its id; achievement: of the seminar it is for, the same for
    all who took part. Both absolute, such as https://… or urn:uuid:….
    name: of the person, written in clear; email: kept as a salted hash. One of them must be given.
    score and pass_mark: in per cent. attended, of: sessions. evidence: addresses of pages, with a title each.
    """

    address: str
    achievement: str
    title: str
    description: str
    criteria: str
    name: str = ""
    email: str = ""
    score: float | None = None
    pass_mark: float | None = None
    attended: int | None = None
    of: int | None = None
    began: date | None = None
    ended: date | None = None
    valid_until: datetime | None = None
    language: str = "en"
    evidence: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Verdict:
    """A credential that is whole. Whether to trust its key is the reader's to say.

    key: `ed25519:…`, which the signature fits; key_is_issuer: the credential names its issuer by this very key, so that
    no other key could have signed for that issuer. issuer: a name that is the issuer's own word. name: the person's,
    empty where the credential holds only a hash. results: name and value of each.
    """

    credential: dict[str, Any]
    key: str
    key_is_issuer: bool
    issuer: str
    issuer_id: str
    title: str
    criteria: str
    name: str
    results: tuple[tuple[str, str], ...]
    valid_from: datetime
    valid_until: datetime | None
    known: bool
    hashes: tuple[tuple[str, str], ...] = field(repr=False)

    @property
    def address(self) -> str:
        """Where it is published, and where it is told if it was withdrawn."""
        return str(self.credential["id"])

    def holds(self, now: datetime) -> bool:
        """Whether the moment is within the time that it is valid in."""
        return self.valid_from <= now and (self.valid_until is None or now <= self.valid_until)

    def is_of(self, identity: str) -> bool:
        """Whether it is the credential of a person, by the e-mail address or the name that they give."""
        told = identity.strip()
        if self.name and told == self.name:
            return True
        return any(
            hmac.compare_digest(h, _hashed(x, salt)) for h, salt in self.hashes for x in {told, told.lower()}
        )


# --- issue ----------------------------------------------------------------------------------------------


def issue(
    award: Award, signer: Signer, *, issued: datetime | None = None, issuer_id: str = "", url: str = ""
) -> dict[str, Any]:
    """The signed credential, ready to be written as JSON. Raises CredentialError.

    The issuer is called as the signer. issuer_id: how the issuer is named, its `did:key` where nothing else is given;
    with `did:web:…` or an https address a reader must be told the key on another way. url: the issuer's home page.
    """
    _check(award)
    issued = (issued or datetime.now(UTC)).astimezone(UTC)
    controller = issuer_id or did_of(signer.public)
    document: dict[str, Any] = {
        "@context": list(CONTEXT),
        "id": award.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.title,
        "issuer": {
            "id": controller,
            "type": ["Profile"],
            "name": signer.name,
            **({"url": url} if url else {}),
        },
        "validFrom": _moment(issued),
        "credentialSubject": _subject(award),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if award.valid_until:
        document["validUntil"] = _moment(award.valid_until)
    if award.evidence:
        document["evidence"] = [{"id": a, "type": ["Evidence"], "name": name} for a, name in award.evidence]
    return signed(document, signer, controller, issued)


def _check(award: Award) -> None:
    for field_name in ("address", "achievement"):
        if ":" not in getattr(award, field_name):
            raise CredentialError(f"{field_name} is an absolute address, such as https://… or urn:uuid:…")
    for field_name in ("title", "description", "criteria"):
        if not getattr(award, field_name).strip():
            raise CredentialError(f"A credential must tell its {field_name}")
    if not award.name.strip() and not award.email.strip():
        raise CredentialError("A credential is somebody's: give a name, or an e-mail address to be hashed")
    if award.score is not None and not 0 <= award.score <= 100:
        raise CredentialError(f"A score is 0 to 100 per cent, not {award.score}")
    if (award.attended is None) != (award.of is None) or not 0 <= (award.attended or 0) <= (award.of or 0):
        raise CredentialError("Sessions are told as attended, and of how many")


def _subject(award: Award) -> dict[str, Any]:
    described, results = _results(award)
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "identifier": _identifiers(award),
        "achievement": {
            "id": award.achievement,
            "type": ["Achievement"],
            "achievementType": "CertificateOfCompletion",
            "name": award.title,
            "description": award.description,
            "criteria": {"narrative": award.criteria},
            "inLanguage": HTML_LANGUAGE.get(award.language, award.language),
        },
    }
    if described:
        subject["achievement"]["resultDescription"] = described
        subject["result"] = results
    for key, day in (("activityStartDate", award.began), ("activityEndDate", award.ended)):
        if day:
            subject[key] = _moment(datetime.combine(day, time(), UTC))
    return subject


def _identifiers(award: Award) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    if award.name.strip():
        plain = {"type": "IdentityObject", "hashed": False, "identityHash": award.name.strip()}
        out.append({**plain, "identityType": "name"})
    if award.email.strip():
        salt = secrets.token_hex(16)
        digest = _hashed(award.email.strip().lower(), salt)
        hidden = {"type": "IdentityObject", "hashed": True, "identityHash": digest}
        out.append({**hidden, "identityType": "emailAddress", "salt": salt})
    return out


def _hashed(identity: str, salt: str) -> str:
    return "sha256$" + hashlib.sha256((identity + salt).encode()).hexdigest()


def _results(award: Award) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What results there can be, which belongs to the achievement, and the person's."""
    described: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []

    def add(part: str, kind: str, value: str, **more: str) -> None:
        key, name = f"{award.achievement}#{part}", words(award.language).of("certificate", part)
        described.append({"id": key, "type": ["ResultDescription"], "name": name, "resultType": kind, **more})
        results.append({"type": ["Result"], "resultDescription": key, "value": value})

    if award.score is not None:
        needed = {} if award.pass_mark is None else {"requiredValue": f"{award.pass_mark:g}"}
        add("score", "Percent", f"{award.score:g}", valueMin="0", valueMax="100", **needed)
    if award.attended is not None and award.of is not None:
        add("sessions", "RawScore", str(award.attended), valueMin="0", valueMax=str(award.of))
    return described, results


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# --- verify ---------------------------------------------------------------------------------------------


def is_credential(data: bytes) -> bool:
    """Whether a file looks like a credential, and not like a bundle."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def verify(data: bytes | dict[str, Any], trusted: Collection[str] = ()) -> Verdict:
    """What a credential says, if it is whole. trusted: public keys (`ed25519:…`) that the reader knows.

    Raises ProofError where something was changed, OtherProofError where it cannot be told, CredentialError where it is
    no such credential.
    """
    document = _read(data) if isinstance(data, bytes) else data
    problem = next(iter(problems(document)), "")
    if problem:
        raise CredentialError(f"It is no Open Badges 3.0 credential: {problem}")
    key, controller = verified(document)
    issuer = document["issuer"]
    if controller != issuer["id"]:
        raise ProofError("It is signed with a key of somebody else than its issuer")
    if controller.startswith(DID_KEY) and controller != did_of(key):
        raise ProofError("Its issuer is named by another key than the one that signed it")
    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    identifiers = subject.get("identifier", [])
    until = document.get("validUntil")
    return Verdict(
        credential=document,
        key=key,
        key_is_issuer=controller.startswith(DID_KEY),
        issuer=str(issuer.get("name", "")),
        issuer_id=controller,
        title=str(achievement["name"]),
        criteria=str(achievement["criteria"].get("narrative") or achievement["criteria"].get("id", "")),
        name=next(
            (x["identityHash"] for x in identifiers if x["identityType"] == "name" and not x["hashed"]), ""
        ),
        results=_told_results(achievement, subject),
        valid_from=datetime.fromisoformat(document["validFrom"]),
        valid_until=datetime.fromisoformat(until) if until else None,
        known=key in trusted,
        hashes=tuple((x["identityHash"], x.get("salt", "")) for x in identifiers if x["hashed"]),
    )


def _read(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST:
        raise CredentialError(f"It is larger than {LARGEST // 1024**2} MB, which no credential is")
    try:
        document = read_strictly(data)
    except (ValueError, RecursionError) as error:
        raise CredentialError(f"It is no JSON that can be signed: {error}") from error
    if not isinstance(document, dict):
        raise CredentialError("It is no JSON object")
    return document


def problems(document: dict[str, Any]) -> list[str]:
    """What the data model of Open Badges 3.0 asks of a credential and this one lacks."""
    out: list[str] = []
    context, kinds = document.get("@context"), document.get("type")
    if not isinstance(context, list) or context[:1] != [CONTEXT[0]]:
        out.append(f"@context begins with {CONTEXT[0]}")
    if not isinstance(context, list) or not any(
        str(x).startswith(CONTEXT[1].rsplit("/", 1)[0]) for x in context[1:]
    ):
        out.append("@context names Open Badges 3.0")
    if (
        not isinstance(kinds, list)
        or "VerifiableCredential" not in kinds
        or not set(KINDS) & {str(k) for k in kinds}
    ):
        out.append("type is VerifiableCredential and OpenBadgeCredential")
    out += [f"{key} is a text" for key in ("id", "name") if not _is_text(document.get(key))]
    out += _issuer_problems(document.get("issuer"))
    for key in ("validFrom", "validUntil"):
        if (key == "validFrom" or key in document) and not _is_moment(document.get(key)):
            out.append(f"{key} is a time with its zone, such as 2026-03-04T09:00:00Z")
    return out + _subject_problems(document.get("credentialSubject"))


def _issuer_problems(issuer: object) -> list[str]:
    if (
        not isinstance(issuer, dict)
        or "Profile" not in (issuer.get("type") or ())
        or not _is_text(issuer.get("id"))
    ):
        return ["issuer is a Profile with an id"]
    return []


def _subject_problems(subject: object) -> list[str]:
    if not isinstance(subject, dict) or "AchievementSubject" not in (subject.get("type") or ()):
        return ["credentialSubject is an AchievementSubject"]
    out: list[str] = []
    identifiers = subject.get("identifier", [])
    if not isinstance(identifiers, list) or not all(_is_identity(x) for x in identifiers):
        out.append("identifier is a list of IdentityObject with hashed, identityHash and identityType")
    if not subject.get("id") and not identifiers:
        out.append("credentialSubject has an id or an identifier")
    achievement = subject.get("achievement")
    if not isinstance(achievement, dict) or "Achievement" not in (achievement.get("type") or ()):
        return [*out, "achievement is an Achievement"]
    out += [
        f"achievement.{k} is a text"
        for k in ("id", "name", "description")
        if not _is_text(achievement.get(k))
    ]
    if not isinstance(achievement.get("criteria"), dict):
        out.append("achievement.criteria is an object with a narrative or an id")
    return out + _result_problems(achievement, subject)


def _result_problems(achievement: dict[str, Any], subject: dict[str, Any]) -> list[str]:
    described, results = achievement.get("resultDescription", []), subject.get("result", [])
    if not isinstance(described, list) or not all(
        isinstance(x, dict) and all(_is_text(x.get(k)) for k in ("id", "name", "resultType"))
        for x in described
    ):
        return ["resultDescription is a list, each with id, name and resultType"]
    if not isinstance(results, list) or not all(isinstance(x, dict) for x in results):
        return ["result is a list of Result"]
    ids = {x["id"] for x in described}
    if any("resultDescription" in x and x["resultDescription"] not in ids for x in results):
        return ["a result names a resultDescription that its achievement has not"]
    return []


def _is_identity(x: object) -> bool:
    return (
        isinstance(x, dict)
        and x.get("type") == "IdentityObject"
        and isinstance(x.get("hashed"), bool)
        and _is_text(x.get("identityHash"))
        and _is_text(x.get("identityType"))
    )


def _is_text(x: object) -> bool:
    return isinstance(x, str) and bool(x.strip())


def _is_moment(x: object) -> bool:
    try:
        return isinstance(x, str) and datetime.fromisoformat(x).tzinfo is not None
    except ValueError:
        return False


def _told_results(achievement: dict[str, Any], subject: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    named = {x["id"]: x for x in achievement.get("resultDescription", [])}
    out = []
    for result in subject.get("result", []):
        about = named.get(result.get("resultDescription"), {})
        value = str(result.get("value") or result.get("status") or result.get("achievedLevel") or "")
        top = about.get("valueMax") if about.get("resultType") == "RawScore" else None
        out.append((str(about.get("name", "")), f"{value} / {top}" if top else value))
    return tuple(out)
