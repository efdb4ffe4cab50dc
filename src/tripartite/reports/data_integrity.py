"""Signatures within JSON documents: W3C Verifiable Credential Data Integrity with the cryptosuite eddsa-jcs-2022.

https://www.w3.org/TR/vc-di-eddsa/ (Recommendation of 15 May 2025), section 3.3: the document and the options of its
proof are each put into canonical form (RFC 8785) and hashed, and Ed25519 signs the two hashes. Keys are written as
Multikeys and named by `did:key`, so that a document carries the key that it is to be verified with.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from typing import Any

from tripartite.reports.canonical_json import canonical
from tripartite.reports.folder import ResultsError
from tripartite.reports.signing import KIND, Signer, is_signed, public_bytes

SUITE = "eddsa-jcs-2022"
DID_KEY = "did:key:"
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BASE58, ED25519_PUBLIC = "z", b"\xed\x01"
LONGEST = 128  # letters of a key or a signature; longer ones only cost time to decode


class ProofError(ResultsError):
    """The document is not what was signed, or its proof is broken; the text says which."""


class OtherProofError(ResultsError):
    """The document is signed in a way that this program does not know: whether it is whole cannot be told."""


def multikey(public: str) -> str:
    """A public key as text (`ed25519:…`) as a Multikey (`z6Mk…`)."""
    return BASE58 + base58(ED25519_PUBLIC + public_bytes(public))


def public_of(key: str) -> str:
    """The public key as text (`ed25519:…`) of a Multikey. Raises ProofError."""
    raw = _multibase(key)
    if len(raw) != 34 or not raw.startswith(ED25519_PUBLIC):
        raise ProofError(f"`{key[:80]}` is no Ed25519 key; one begins with z6Mk")
    return KIND + base64.b64encode(raw[2:]).decode()


def did_of(public: str) -> str:
    """The `did:key:z6Mk…` of a public key as text."""
    return DID_KEY + multikey(public)


def signed(document: dict[str, Any], signer: Signer, controller: str, created: datetime) -> dict[str, Any]:
    """The document with a proof by the signer. controller: whose key it is, such as the issuer's did:key."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verificationMethod": f"{controller}#{multikey(signer.public)}",
        "proofPurpose": "assertionMethod",
        "@context": document["@context"],
    }
    value = BASE58 + base58(signer.sign(_hashes(document, proof)))
    return {**document, "proof": {**proof, "proofValue": value}}


def verified(document: dict[str, Any]) -> tuple[str, str]:
    """The public key as text that the proof is by, and who is said to hold it. Raises ProofError, OtherProofError."""
    proof = document.get("proof")
    if isinstance(proof, list) and len(proof) == 1:
        proof = proof[0]
    if not isinstance(proof, dict):
        raise ProofError("It has no proof, or several: nobody has signed it so that it can be told")
    suite = proof.get("cryptosuite", proof.get("type"))
    if proof.get("type") != "DataIntegrityProof" or suite != SUITE:
        raise OtherProofError(f"It is signed by `{str(suite)[:80]}`; this program reads `{SUITE}`")
    if proof.get("proofPurpose") != "assertionMethod":
        raise ProofError("Its proof was not made to assert what it says (proofPurpose)")
    controller, _, key = str(proof.get("verificationMethod", "")).partition("#")
    if not key.startswith(BASE58):
        raise OtherProofError("Its proof names a key that is not within the file: verificationMethod#z6Mk…")
    unsecured = {k: v for k, v in document.items() if k != "proof"}
    options = {k: v for k, v in proof.items() if k != "proofValue"}
    if options.get("@context") != unsecured.get("@context"):
        raise ProofError("Its @context is not the one that was signed")
    public, signature = public_of(key), _multibase(str(proof.get("proofValue", "")))
    if len(signature) != 64 or not is_signed(public, signature, _hashes(unsecured, options)):
        raise ProofError("Its signature does not fit: something was changed after it was signed")
    return public, controller


def _hashes(document: dict[str, Any], options: dict[str, Any]) -> bytes:
    """What is signed: the hash of the proof's options, then that of the document."""
    try:
        return b"".join(hashlib.sha256(canonical(x)).digest() for x in (options, document))
    except (ValueError, RecursionError) as error:
        raise ProofError(f"It cannot be put into canonical form: {error}") from error


# --- base58btc ------------------------------------------------------------------------------------------


def base58(data: bytes) -> str:
    """Bytes in the alphabet of Bitcoin, leading zeros as ones."""
    number, out = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        out = ALPHABET[digit] + out
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + out


def _multibase(text: str) -> bytes:
    """The bytes of `z` and base58btc, if they are written in the one way they can be. Raises ProofError."""
    digits = text.removeprefix(BASE58)
    if not text.startswith(BASE58) or len(text) > LONGEST or any(c not in ALPHABET for c in digits):
        raise ProofError(f"`{text[:80]}` is no key or signature in base58btc")
    number = 0
    for c in digits:
        number = number * 58 + ALPHABET.index(c)
    zeros = len(digits) - len(digits.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)
