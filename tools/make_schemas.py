"""Write the JSON Schemas of the standards' files to docs/schemas, from the shapes that the loader uses."""

from __future__ import annotations

import json
from pathlib import Path

from tripartite.check.cases import cases_schema
from tripartite.check.payslip import input_schema
from tripartite.standards.causes import causes_schema
from tripartite.standards.schema import FILE_KINDS, json_schema
from tripartite.training.findings import findings_schema
from tripartite.training.schema import json_schemas as of_training

TARGET = Path(__file__).parents[1] / "docs/schemas"


def schemas() -> dict[str, str]:
    """Text of each schema file by its name."""
    made = {f"{kind}.json": json_schema(kind) for kind in FILE_KINDS}
    made["cases.json"] = cases_schema()
    made["causes.json"] = causes_schema()
    made["training-findings.json"] = findings_schema()
    made["pay-input.json"] = input_schema()
    made |= {f"{kind}.json": schema for kind, schema in of_training().items()}
    return {name: json.dumps(s, ensure_ascii=False, indent=1) + "\n" for name, s in made.items()}


if __name__ == "__main__":
    for file_name, text in schemas().items():
        (TARGET / file_name).write_text(text, encoding="utf-8")
