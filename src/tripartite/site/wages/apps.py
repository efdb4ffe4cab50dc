from django.apps import AppConfig


class Wages(AppConfig):
    name = "tripartite.site.wages"
    label = "wages"
