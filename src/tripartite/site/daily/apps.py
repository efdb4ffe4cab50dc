from __future__ import annotations

import sys

from django.apps import AppConfig
from django.conf import settings


class Daily(AppConfig):
    name = "tripartite.site.daily"
    label = "daily"

    def ready(self) -> None:
        if "db_worker" in sys.argv and settings.DAILY == "worker":
            from tripartite.site.daily.running import watch

            watch()
