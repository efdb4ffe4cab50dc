from django.apps import AppConfig


class Checks(AppConfig):
    name = "tripartite.site.checks"
    label = "checks"
