"""The description of the API, read back: each operation with an example that can be sent as it stands."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

V1 = "/api/v1/"
METHODS = ("get", "post", "put", "patch", "delete")
# What stands for a part of an address in examples. Where the same name means another thing, the path says which.
PARTS: dict[str, str | int] = {
    "org": "lotus-garments",
    "facility": "dongguan",
    "number": 1,
    "file": "a1",
    "finding": "F0000001",
    "earlier": 1,
    "form": "xlsx",
    "action": 1,
    "evidence": 1,
    "schedule": 1,
    "payment": 1,
    "seminar": "beijing",
    "session": 2,
    "code": "the-code-in-its-address",
    "member": 1,
    "invitation": 1,
    "country": "cn",
    "place": "CN-GD",
    "topic": "wages",
    "key": "cn/labour-law/41",
}
KEYS = {"rules": "cn/overtime-in-a-day", "instruments": "cn/labour-law", "duties": "overtime-cap"}


@dataclass(frozen=True)
class Operation:
    """One operation: what it does, what scope it wants, and a request that it takes."""

    id: str
    tag: str
    method: str
    template: str
    told: str
    scope: str
    path: str
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    sends: str = ""

    @property
    def address(self) -> str:
        return self.path + (f"?{urlencode(self.query)}" if self.query else "")

    @property
    def example(self) -> str:
        """The request as a line for a shell, with the site and the token in variables."""
        parts = ["curl"]
        if self.method not in ("get", "post") or (self.method == "post" and not self.sends):
            parts.append(f"-X {self.method.upper()}")
        if self.scope:
            parts.append('-H "Authorization: Bearer $TOKEN"')
        if self.sends == "json":
            parts.append("-H 'Content-Type: application/json'")
            parts.append(f"-d {shlex.quote(json.dumps(self.body, ensure_ascii=False))}")
        elif self.sends == "file":
            parts.append(f"-F file=@{'bundle.zip' if self.path.endswith('/verify') else 'evidence.pdf'}")
        elif self.sends == "bytes":
            parts.append("-H 'Content-Type: application/octet-stream' --data-binary @days.csv")
        return " ".join([*parts, f'"$SITE{self.address}"'])


def with_examples(schema: dict[str, Any]) -> dict[str, Any]:
    """The description with an example for each part of an address."""
    for path, item in schema["paths"].items():
        for method in METHODS:
            for parameter in item.get(method, {}).get("parameters", []):
                if parameter["in"] == "path":
                    parameter["example"] = part_of(path, parameter["name"])
    return schema


def part_of(path: str, name: str) -> str | int:
    """An example of a part of an address."""
    kind = path.removeprefix(f"{V1}library/").partition("/")[0]
    return KEYS.get(kind, PARTS[name]) if name == "key" else PARTS[name]


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation, in the order of the description."""
    from tripartite.site.api.rest import api

    schema = api.get_openapi_schema(path_prefix=V1)
    return tuple(
        _operation(schema, path, method, item[method])
        for path, item in schema["paths"].items()
        for method in METHODS
        if method in item
    )


def _operation(schema: dict[str, Any], path: str, method: str, said: dict[str, Any]) -> Operation:
    filled, query = path, {}
    for p in said.get("parameters", []):
        if p["in"] == "path":
            filled = filled.replace("{" + p["name"] + "}", str(p["example"]))
        elif p["in"] == "query" and (p.get("required") or p["schema"].get("examples")):
            query[p["name"]] = p["schema"]["examples"][0]
    content = said.get("requestBody", {}).get("content", {})
    sends = "json" if "application/json" in content else "file" if "multipart/form-data" in content else ""
    if "application/octet-stream" in content:
        sends = "bytes"
    return Operation(
        id=said["operationId"],
        tag=said["tags"][0],
        method=method,
        template=path,
        told=said["description"],
        scope=said.get("x-scope", ""),
        path=filled,
        query=query,
        body=_body(schema, content["application/json"]) if sends == "json" else None,
        sends=sends,
    )


def _body(schema: dict[str, Any], content: dict[str, Any]) -> Any:
    return content["example"] if "example" in content else _example_of(schema, content["schema"])


def _example_of(schema: dict[str, Any], part: dict[str, Any]) -> Any:
    """An example of a schema: the one it names, else one of each property that has one."""
    if "$ref" in part:
        part = schema["components"]["schemas"][part["$ref"].rpartition("/")[2]]
    if "examples" in part:
        return part["examples"][0]
    if part.get("type") == "array":
        found = _example_of(schema, part["items"])
        return [] if found is None else [found]
    made = {name: _example_of(schema, p) for name, p in part.get("properties", {}).items()}
    return {k: v for k, v in made.items() if v not in (None, [], {}, "")} if "properties" in part else None
