from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Sharing(AppConfig):
    name = "tripartite.site.sharing"
    label = "sharing"

    def ready(self) -> None:
        from tripartite.site.people.audit import VERBS

        VERBS.update(
            {
                "key.made": _("made a signing key"),
                "key.retired": _("retired the signing key"),
                "bundle.signed": _("signed a bundle of"),
            }
        )
