"""tripartite verify, of a certificate: who was certified for what by whom, in the reader's language."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection
from datetime import UTC, datetime

from tripartite.reports.credential import CredentialError, Verdict, verify
from tripartite.reports.data_integrity import OtherProofError, ProofError
from tripartite.reports.wording import Words, pad, width, words

LABELS = ("person", "certified", "criteria", "result", "days", "issuer", "issued", "until", "key")


def verified_file(name: str, data: bytes, trusted: Collection[str], lang: str) -> Verdict:
    """The certificate in a file. Raises ResultsError with what it means in the language, and why in English."""
    w = words(lang)
    try:
        return verify(data, trusted)
    except ProofError as error:
        raise ProofError(f"{name}: {w.of('certificate', 'not_whole')} ({error})") from error
    except OtherProofError as error:
        raise OtherProofError(f"{name}: {w.of('certificate', 'cannot_tell')} ({error})") from error
    except CredentialError as error:
        raise CredentialError(f"{name}: {w.of('certificate', 'no_certificate')} ({error})") from error


def told(verdict: Verdict, lang: str, *, asked: bool = False, recipient: str = "") -> list[str]:
    """The lines of an answer. asked: keys to trust were given; recipient: whom to hold it against."""
    w = words(lang)

    def say(key: str) -> str:
        return w.of("certificate", key)

    trust = "known" if verdict.known else "not_known" if asked else "not_checked"
    now = datetime.now(UTC)
    lines = [say("whole"), *_facts(verdict, w), say(trust)]
    if recipient:
        lines.append(
            w.fill("is_of" if verdict.is_of(recipient) else "is_not_of", "certificate", who=recipient)
        )
    if not verdict.holds(now):
        lines.append(say("early" if now < verdict.valid_from else "expired"))
    lines.append(w.fill("withdrawn", "certificate", address=verdict.address))
    return [_visible(line) for line in lines]


def _facts(v: Verdict, w: Words) -> list[str]:
    label = {key: w.of("certificate", key) for key in LABELS}
    columns = max(map(width, label.values())) + 2
    subject = v.credential["credentialSubject"]
    days = [str(subject[k])[:10] for k in ("activityStartDate", "activityEndDate") if subject.get(k)]
    facts = [
        ("person", v.name or str(subject.get("id") or "") or w.of("certificate", "hidden")),
        ("certified", v.title),
        ("criteria", v.criteria),
        *(("result", f"{name}: {value}") for name, value in v.results),
        ("days", " – ".join(dict.fromkeys(days))),
        ("issuer", f"{v.issuer or v.issuer_id} ({w.of('certificate', 'own_word')})"),
        ("issued", f"{v.valid_from:%Y-%m-%d}"),
        ("until", f"{v.valid_until:%Y-%m-%d}" if v.valid_until else ""),
        ("key", v.key),
    ]
    return [pad(label[key], columns) + " ".join(text.split()) for key, text in facts if text]


def as_json(verdict: Verdict, recipient: str = "") -> str:
    """The same for programs, with the whole credential."""
    answer = {
        "whole": True,
        "trusted": verdict.known,
        "key": verdict.key,
        "key_is_issuer": verdict.key_is_issuer,
        "valid_now": verdict.holds(datetime.now(UTC)),
        **({"is_of": verdict.is_of(recipient)} if recipient else {}),
        "credential": verdict.credential,
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _visible(line: str) -> str:
    """A line without what could move a terminal's cursor or turn its text around."""
    return "".join(
        c if unicodedata.category(c) not in ("Cc", "Cf") or c in "\u200b\u200c\u200d" else "\ufffd"
        for c in line
    )


def settled(verdict: Verdict, recipient: str) -> bool:
    """Whether all that was asked is as it should be: a key that is trusted, valid now, and of the person named."""
    return verdict.known and verdict.holds(datetime.now(UTC)) and (not recipient or verdict.is_of(recipient))
