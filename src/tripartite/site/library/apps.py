from django.apps import AppConfig


class Library(AppConfig):
    name = "tripartite.site.library"
    label = "library"
