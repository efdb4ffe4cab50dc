from django.apps import AppConfig


class Plans(AppConfig):
    name = "tripartite.site.plans"
    label = "plans"
