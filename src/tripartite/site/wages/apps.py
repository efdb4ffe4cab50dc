from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Wages(AppConfig):
    name = "tripartite.site.wages"
    label = "wages"

    def ready(self) -> None:
        from tripartite.site.people import audit

        audit.VERBS.update(
            {
                "log.asked": _("asked workers for their logs of hours at"),
                "log.closed": _("takes no more logs of hours at"),
                "log.received": _("received a worker’s log of hours at"),
                "log.withdrawn": _("lost a worker’s log of hours, withdrawn, at"),
                "log.opened": _("opened a worker’s log of hours at"),
            }
        )
