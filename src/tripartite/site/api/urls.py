from django.urls import URLPattern, URLResolver, path

from tripartite.site.api.gate import guarded
from tripartite.site.api.rest import api
from tripartite.site.api.views import nothing

_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    _pattern.callback = guarded(_pattern.callback)  # type: ignore[arg-type]

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", (_patterns, _app, _namespace)),
    path("v1/<path:rest>", guarded(nothing), name="api_nothing"),
]
