from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Api(AppConfig):
    name = "tripartite.site.api"
    label = "api"

    def ready(self) -> None:
        from tripartite.site.people.audit import VERBS

        VERBS.update({"token.made": _("made the token"), "token.revoked": _("took back the token")})
