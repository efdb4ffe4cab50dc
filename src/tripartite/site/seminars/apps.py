from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Seminars(AppConfig):
    name = "tripartite.site.seminars"
    label = "seminars"

    def ready(self) -> None:
        from tripartite.site.people.audit import VERBS

        VERBS.update(
            {
                "seminar.made": _("planned the seminar"),
                "seminar.changed": _("changed the seminar"),
                "seminar.followed": _("followed, for a seminar, the facility"),
                "seminar.unfollowed": _("no longer followed, for a seminar, the facility"),
                "seminar.passed_on": _("passed on the seminar"),
                "certificate.issued": _("issued a certificate of the seminar"),
                "certificate.withdrawn": _("withdrew a certificate of the seminar"),
                "participant.added": _("added the participant"),
                "participant.decided": _("decided on registrations for"),
                "participant.changed": _("corrected the participant"),
                "participant.withdrew": _("withdrew from the seminar:"),
                "participant.erased": _("erased the details of"),
                "participants.listed": _("took out the list of participants of"),
                "attendance.corrected": _("corrected attendance at"),
                "attendance.noted": _("noted, by a program, attendance at"),
                "letter.told": _("told in person:"),
                "test.drawn": _("drew the papers of the test of"),
                "test.opened": _("opened a test of"),
                "test.closed": _("closed a test of"),
                "groups.drawn": _("drew the groups of"),
                "groups.moved": _("moved to another group of its seminar:"),
                "hand_in.answered": _("replied to a group’s work in"),
                "test.typed": _("typed in a test on paper of"),
            }
        )
