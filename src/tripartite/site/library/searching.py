"""The search index, built once in each process."""

from __future__ import annotations

from functools import cache

from tripartite.site.places import standards
from tripartite.standards.search.ranking import Search


@cache
def index() -> Search:
    return Search(standards(), of_package=True)
