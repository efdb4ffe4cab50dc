"""Views of a check before it runs: its files, how they are read, what they are held against."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import unquote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tripartite.reports.wording import words
from tripartite.site.checks import operations
from tripartite.site.checks.addresses import about, go_to
from tripartite.site.checks.file_names import file_name
from tripartite.site.checks.forms import DATE_ORDERS, OptionsForm, initial_of
from tripartite.site.checks.limits import PART
from tripartite.site.checks.meanings import corrected, kinds, meaning_groups
from tripartite.site.checks.models import Check, Upload
from tripartite.site.checks.opened import check_for
from tripartite.site.checks.shapes import Shape, looked_at, shapes_of, undecided
from tripartite.site.languages import data_language
from tripartite.site.people.access import Action, Standing, on_facility
from tripartite.site.people.models import Facility, User
from tripartite.site.people.operations import RefusedError


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


@require_POST
@on_facility(Action.WORK)
def begin(request: HttpRequest, facility: Facility, standing: Standing) -> HttpResponse:
    """A new check; one that this person left without a file is taken up again."""
    empty = facility.checks.filter(made_by=_user(request), state=Check.State.DRAFT, uploads=None).first()
    return go_to("check_files", empty or operations.begin(_user(request), facility))


@on_facility(Action.WORK)
def files(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    """The check's files, and a form to add some; with scripts they come in parts, see static/checks/upload.js."""
    found = check_for(standing, facility, check)
    if request.method == "POST":
        for file in request.FILES.getlist("files"):
            try:
                operations.add_file(
                    _user(request), found, file_name(file.name or ""), file.size or 0, file.chunks()
                )
            except RefusedError as refusal:
                messages.error(request, f"{file.name}: {refusal}")
        return go_to("check_files", found)
    context = {**about(found, standing), "uploads": found.uploads.all(), "part": PART,
               "ready": found.uploads.exists() and all(u.is_complete for u in found.uploads.all())}  # fmt: skip
    return render(request, "checks/files.html", context)


@on_facility(Action.WORK)
def upload_part(
    request: HttpRequest, facility: Facility, standing: Standing, check: int, client: str
) -> HttpResponse:
    """A part of a file: its bytes are the request's body. Answers how much has come, also to a mere question."""
    found = check_for(standing, facility, check)
    if request.method != "POST":
        upload = found.uploads.filter(client_id=client).first()
        return JsonResponse({"received": upload.received if upload else 0})
    try:
        size, offset = (int(request.headers.get(f"Upload-{k}", "")) for k in ("Length", "Offset"))
    except ValueError:
        return JsonResponse({"error": "Upload-Length and Upload-Offset must be numbers"}, status=400)
    name = file_name(unquote(request.headers.get("Upload-Name", "")))
    try:
        upload = operations.open_upload(_user(request), found, client[:64], name, size)
        upload = operations.add_part(upload, offset, request.body)
    except operations.OffsetError as error:
        return JsonResponse({"received": error.received}, status=409)
    except RefusedError as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return JsonResponse({"received": upload.received})


@require_POST
@on_facility(Action.WORK)
def remove_file(
    request: HttpRequest, facility: Facility, standing: Standing, check: int, upload: int
) -> HttpResponse:
    found = check_for(standing, facility, check)
    try:
        operations.remove_upload(_user(request), get_object_or_404(Upload, pk=upload, of=found))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return go_to("check_files", found)


@require_POST
@on_facility(Action.WORK)
def look(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    """Have the files looked at; the page of the mapping follows."""
    found = check_for(standing, facility, check)
    if "sheets.json" in found.sealed and not found.is_underway:
        return go_to("check_mapping", found)
    try:
        operations.look(_user(request), found)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return go_to("check_files", found)
    return go_to("check", found)


@on_facility(Action.WORK)
def mapping(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    """How each sheet is read, on its first rows, to be corrected by choosing."""
    found = check_for(standing, facility, check)
    if "sheets.json" not in found.sealed or found.is_underway or found.is_done:
        return go_to("check", found)
    seen, shapes = looked_at(found)
    if request.method == "POST":
        chosen = [corrected(s, request.POST, s["at"]) for s in shapes]
        waiting = undecided(shapes, chosen)
        if waiting is None:
            operations.save_mapping(_user(request), found, chosen)
            return go_to("check_options", found)
        said = _("%(file)s: say whether the day or the month comes first.")
        messages.error(request, said % {"file": waiting["file"]})
        shapes = shapes_of(seen, {s["fingerprint"]: s for s in chosen})
        return _mapping_page(request, found, standing, seen, shapes, status=422)
    return _mapping_page(request, found, standing, seen, shapes)


def _mapping_page(
    request: HttpRequest,
    check: Check,
    standing: Standing,
    seen: list[dict[str, Any]],
    shapes: list[Shape],
    status: int = 200,
) -> HttpResponse:
    w = words(data_language(get_language()))
    logs = [s for f in seen for s in f["sheets"] if s["kind"] == "attlog"]
    context = {
        **about(check, standing),
        "files": seen,
        "logs": logs,
        "shapes": shapes,
        "w": w,
        "groups": meaning_groups(w),
        "kinds": kinds(w),
        "orders": DATE_ORDERS,
        "usable": bool(logs) or any(s["kind"] != "ignore" for s in shapes),
    }
    return render(request, "checks/mapping.html", context, status=status)


@on_facility(Action.WORK)
def options(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    """What the records are held against, and what they do not say of the facility; then the check starts."""
    found = check_for(standing, facility, check)
    if "mapping.json" not in found.sealed or found.is_underway or found.is_done:
        return go_to("check", found)
    language = data_language(get_language())
    if request.method == "POST":
        form = OptionsForm(facility, language, request.POST)
        if form.is_valid():
            try:
                operations.start(_user(request), found, form.options())
            except RefusedError as refusal:
                messages.error(request, str(refusal))
            return go_to("check", found)
    else:
        form = OptionsForm(facility, language, initial=initial_of(found.options, facility))
    context = {
        **about(found, standing),
        "form": form,
        "law": words(language).of("standard_names", facility.country.lower()),
    }
    return render(request, "checks/options.html", context, status=422 if form.errors else 200)
