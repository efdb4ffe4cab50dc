from __future__ import annotations

import sys

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Checks(AppConfig):
    name = "tripartite.site.checks"
    label = "checks"

    def ready(self) -> None:
        from tripartite.site.checks.operations import refuse_while_underway
        from tripartite.site.people.audit import VERBS
        from tripartite.site.people.signals import organisation_leaves

        VERBS.update(
            {
                "check.begun": _("began the check"),
                "check.started": _("started the check"),
                "check.published": _("published the check"),
                "check.answered": _("answered the check"),
                "check.downloaded": _("downloaded from the check"),
                "check.deleted": _("deleted the check"),
                "check.records_deleted": _("deleted the records of the check"),
                "file.uploaded": _("uploaded files to the check"),
                "file.removed": _("removed a file from the check"),
                "mapping.saved": _("saved how files are read for"),
            }
        )
        organisation_leaves.connect(refuse_while_underway, dispatch_uid="checks")
        if "db_worker" in sys.argv:
            from tripartite.site.checks.reaper import watch

            watch()
