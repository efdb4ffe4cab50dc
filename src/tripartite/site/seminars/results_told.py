"""What checks before and after say, in words: the same on pages, in the PDF and in the workbook."""

from __future__ import annotations

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tripartite.site.seminars.results import FEW, UNTOLD, Compared, Count, Result
from tripartite.site.templatetags.told import number


def count_told(n: Count) -> str:
    """For how many a rule was not met in one check."""
    if n.known == UNTOLD:
        return pgettext("share", "not told")
    if n.known == FEW:
        return _("fewer than five people: not shown")
    told = _("not met for %(n)s of %(of)s") % {"n": number(n.not_met), "of": number(n.checked)}
    return f"{told} ({floatformat(n.percent, 1)} %)"


def cannot_tell_told(n: Count) -> str:
    """Of how many it could not be told; empty of nobody."""
    if not n.cannot_tell and not n.cannot_tell_few:
        return ""
    many = number(n.cannot_tell) if n.cannot_tell else "< 5"
    return pgettext("share", "cannot tell") + f": {many}"


def share_told(c: Compared) -> str:
    """Whether the share is lower, higher or the same."""
    told = {
        "lower": pgettext("share", "lower"),
        "higher": pgettext("share", "higher"),
        "same": pgettext("share", "the same"),
    }
    return told.get(c.share) or pgettext("share", "cannot tell")


def missing_told(r: Result) -> str:
    """Why nothing can be told of a facility; empty where it can."""
    if not r.seen:
        return _("Its results are not shown to your organisation today.")
    if r.is_known:
        return "" if r.topics else _("Neither check judged a rule that this seminar teaches.")
    if not r.before and not r.after:
        return _("There is neither a check of a time before the seminar nor one of a time after it.")
    if not r.before:
        return _("There is no check of a time before the seminar.")
    return _("There is no check of a time after the seminar.")


def differences_told(r: Result) -> list[str]:
    """What else differs between the two checks."""
    if not r.is_known:
        return []
    then, now = (number(n) if n is not None else "< 5" for n in r.workers)
    told = (
        (r.other_standards, _("The standards were read in different versions: a rule may have changed.")),
        (r.other_program, _("The program was of another version.")),
        (r.other_length, _("The times are of different length.")),
        (r.other_workers, _("People in the records") + f": {then} → {now}"),
    )
    return [text for is_so, text in told if is_so]
