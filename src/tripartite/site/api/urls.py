from django.urls import URLPattern, URLResolver, path, re_path

from tripartite.site.api.gate import guarded
from tripartite.site.api.rest import api
from tripartite.site.api.views import nothing

_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    _pattern.callback = guarded(_pattern.callback)  # type: ignore[arg-type]

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", (_patterns, _app, _namespace)),
    # Whatever else stands below, even on several lines, is answered in the same shape.
    re_path(r"^v1/(?P<rest>[\s\S]*)$", guarded(nothing), name="api_nothing"),
]
