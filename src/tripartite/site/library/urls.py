"""Addresses of the library. Identifiers of the standards stand in them as they are, so that they can be cited."""

from django.urls import path

from tripartite.site.library import twins, views

urlpatterns = [
    path("law/", views.library, name="library"),
    path("law/search/", views.search, name="search"),
    path("law/countries/<slug:country>/", views.country, name="country"),
    path("law/countries/<slug:country>/<slug:topic>/", views.topic, name="country_topic"),
    path("law/countries/<slug:country>/<slug:topic>/questions/", views.questions, name="country_questions"),
    path("law/duties/<path:key>.json", twins.duty, name="duty_twin"),
    path("law/duties/<path:key>/", views.duty, name="duty"),
    path("law/compare/", views.compare, name="compare"),
    path("law/holds/", views.holds, name="holds"),
    path("law/ratifications/", views.ratifications, name="ratifications"),
    path("law/contacts/<slug:country>/", views.contacts, name="contacts"),
    path("law/instruments/<path:key>.json", twins.instrument, name="instrument_twin"),
    path("law/instruments/<path:key>/", views.instrument, name="instrument"),
    path("law/rules/<path:key>.json", twins.rule, name="rule_twin"),
    path("law/rules/<path:key>/", views.rule, name="rule"),
    path("law/provisions/<path:key>.json", twins.provision, name="provision_twin"),
    path("law/provisions/<path:key>/", views.provision, name="provision"),
]
