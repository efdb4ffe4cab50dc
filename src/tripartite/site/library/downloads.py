"""The whole body of standards to take along: JSON-LD, JSON, tables, and the minimum wages as a data package."""

from __future__ import annotations

import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tripartite.site.library.kept import Kept, send
from tripartite.site.people.access import public
from tripartite.site.places import standards
from tripartite.standards.export import export

# Name of the file: format of the export, media type.
FILES = {
    "standards.jsonld": ("jsonld", "application/ld+json"),
    "standards.json": ("json", "application/json"),
    "standards-csv.zip": ("csv", "application/zip"),
    "minimum-wages.zip": ("datapackage", "application/zip"),
}
_making = Lock()


@public
@require_safe
def download(request: HttpRequest, name: str) -> HttpResponse:
    if name not in FILES:
        raise Http404(f"There is no file `{name}` of the standards: {', '.join(FILES)}")
    with _making:  # two who ask at once wait for one making
        file = _file(name)
    response = send(request, file)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@cache
def _file(name: str) -> Kept:
    form, media = FILES[name]
    with tempfile.TemporaryDirectory() as folder:
        files = export(standards(), Path(folder), [form])
        content = _zipped(files) if name.endswith(".zip") else files[0].read_bytes()
    return Kept.of(HttpResponse(content, content_type=media))


def _zipped(files: list[Path]) -> bytes:
    """The same files give the same bytes: no time of making is written."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = ZipInfo(path.name)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return stream.getvalue()
