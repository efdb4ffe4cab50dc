from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Plans(AppConfig):
    name = "tripartite.site.plans"
    label = "plans"

    def ready(self) -> None:
        from tripartite.site.checks.signals import check_done
        from tripartite.site.people.audit import VERBS
        from tripartite.site.plans.operations import take_up

        VERBS.update(
            {
                "action.made": _("planned the action"),
                "action.changed": _("changed the action"),
                "action.set_aside": _("set aside the action"),
                "action.resumed": _("took up again the action"),
                "action.commented": _("wrote about the action"),
                "action.evidence": _("added evidence to the action"),
                "action.closed": _("closed, as the check showed it mended, the action"),
                "action.reopened": _("reopened, as the check found it again, the action"),
                "backpay.made": _("made the list of wages owed"),
                "backpay.replaced": _("replaced the list of wages owed"),
                "backpay.paid": _("noted payments for the list of wages owed"),
                "backpay.taken_back": _("took back a payment noted for the list of wages owed"),
                "backpay.proof": _("added proof of payment to the list of wages owed"),
                "backpay.sheet": _("downloaded the sheet to pay from, of the list of wages owed"),
            }
        )
        check_done.connect(take_up, dispatch_uid="plans")
