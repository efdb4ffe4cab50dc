from django.apps import AppConfig


class Sharing(AppConfig):
    name = "tripartite.site.sharing"
    label = "sharing"
