from django.apps import AppConfig


class Api(AppConfig):
    name = "tripartite.site.api"
    label = "api"
