"""How much may be uploaded, and what is said where it is too much."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tripartite.site.checks.models import Check, Upload
from tripartite.site.people.operations import RefusedError

MB = 1024 * 1024
# One part of an upload; a request's body may be somewhat larger, see DATA_UPLOAD_MAX_MEMORY_SIZE.
PART = 2 * MB


def refuse_too_much(check: Check, size: int, *, besides: Upload | None = None) -> None:
    """Refuse a file of so many bytes where it, the check or the organisation would hold too much.

    Raises RefusedError with words for the person who uploads.
    """
    if size > settings.UPLOAD_FILE_BYTES:
        raise RefusedError(
            _(
                "The file is too large: %(size)s MB. Files of up to %(most)s MB are taken. Export a shorter period, or split the file."
            )
            % {"size": -(-size // MB), "most": settings.UPLOAD_FILE_BYTES // MB}
        )
    others = check.uploads.exclude(pk=besides.pk) if besides else check.uploads.all()
    if others.count() >= settings.UPLOAD_FILES:
        raise RefusedError(
            ngettext(
                "A check takes up to %(n)s file. Remove one first, or join several into one workbook.",
                "A check takes up to %(n)s files. Remove one first, or join several into one workbook.",
                settings.UPLOAD_FILES,
            )
            % {"n": settings.UPLOAD_FILES}
        )
    if held_by(check, besides) + size > settings.UPLOAD_ORGANISATION_BYTES:
        raise RefusedError(
            _(
                "Your organisation’s files would take more than %(most)s MB. Delete earlier checks that are no longer needed."
            )
            % {"most": settings.UPLOAD_ORGANISATION_BYTES // MB}
        )


def held_by(check: Check, besides: Upload | None = None) -> int:
    """Bytes that the files of the check's organisation take or will take."""
    uploads = Upload.objects.filter(of__facility__organisation=check.facility.organisation)
    if besides:
        uploads = uploads.exclude(pk=besides.pk)
    return int(uploads.aggregate(n=Sum("size"))["n"] or 0)
