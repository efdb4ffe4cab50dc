"""The line below a finding that names the module which teaches what it is about."""

from __future__ import annotations

from typing import Any

from django import template

from tripartite.site.plans.learning import address_of, modules_for
from tripartite.site.seminars.curriculum import module_title

register = template.Library()


@register.inclusion_tag("plans/taught.html")
def taught(rule: str, topic: str, country: str, cause: str = "") -> dict[str, Any]:
    """Modules for a finding, and those for its cause where one is noted."""
    modules = modules_for(rule, topic, country, cause)
    return {"modules": [(module_title(m, country), address_of(m, country)) for m in modules]}
