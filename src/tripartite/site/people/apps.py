from django.apps import AppConfig


class People(AppConfig):
    name = "tripartite.site.people"
    label = "people"
