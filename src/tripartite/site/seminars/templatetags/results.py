"""Checks before and after, as pages say them."""

from __future__ import annotations

from django import template

from tripartite.site.seminars import results_told

register = template.Library()

register.filter(results_told.count_told)
register.filter(results_told.cannot_tell_told)
register.filter(results_told.share_told)
register.filter(results_told.missing_told)
register.filter(results_told.differences_told)
