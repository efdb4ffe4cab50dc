"""Passing a seminar on, as pages: a participant takes it to their own supply chain; an organiser sees the tree."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tripartite.site.languages import LANGUAGES_SPOKEN
from tripartite.site.people.access import Action, Standing, by_participant, on_seminar, standing_in
from tripartite.site.people.models import Organisation, User
from tripartite.site.people.operations import RefusedError
from tripartite.site.places import COUNTRIES, country_choices
from tripartite.site.seminars import passing_on
from tripartite.site.seminars.kit import kit
from tripartite.site.seminars.models import Participant, Seminar
from tripartite.site.seminars.stated import stated
from tripartite.site.seminars.views import about

SOON = timedelta(days=28)


class PassOnForm(forms.Form):
    """For which country, in which language, when, and by which organisation of one's own."""

    country = forms.ChoiceField(label=gettext_lazy("country whose law is taught"), choices=country_choices)
    language = forms.ChoiceField(label=gettext_lazy("language"), choices=LANGUAGES_SPOKEN)
    title = forms.CharField(label=gettext_lazy("title"), max_length=200)
    first_day = forms.DateField(
        label=gettext_lazy("first day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation that holds it"),
        queryset=Organisation.objects.none(),
        empty_label=None,
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organisation.objects.filter(memberships__user=user) if user.is_authenticated else None
        field = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        working = [o.pk for o in own or () if standing_in(user, o).may(Action.WORK)]
        field.queryset = Organisation.objects.filter(pk__in=working)
        self.fields["first_day"].widget.attrs["min"] = str(timezone.localdate())

    def clean_first_day(self) -> Any:
        day = self.cleaned_data["first_day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


@by_participant
def pass_on(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The kit to take along without an account; or a seminar of one's own, copied to one's organisation."""
    seminar = participant.seminar
    user = cast("User", request.user)
    if request.method == "POST" and not user.is_authenticated:
        return redirect_to_login(request.path)
    initial = {
        "country": participant.country if participant.country in COUNTRIES else seminar.country,
        "language": get_language(),
        "title": seminar.title,
        "first_day": timezone.localdate() + SOON,
    }
    form = PassOnForm(user, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = passing_on.pass_on(user, seminar, said.pop("organisation"), by=participant, **said)
        except RefusedError as refused:
            form.add_error("country", str(refused))
        else:
            messages.success(request, _("It is yours now. Set rooms, trainers and places, then announce it."))
            return redirect("seminar", org=made.organisation.slug, seminar=made.slug)
    context = {
        "participant": participant,
        "seminar": seminar,
        "form": form,
        "has_organisation": form.fields["organisation"].queryset.exists(),  # type: ignore[attr-defined]
        "is_over": _is_over(seminar),
        "countries": country_choices(),
        "languages": LANGUAGES_SPOKEN,
        "passed_on": participant.passed_on.select_related("organisation"),
    }
    return render(request, "seminars/pass_on.html", context, status=422 if form.is_bound else 200)


@require_safe
@by_participant
def take_kit(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The kit as an archive, once the seminar is over: it holds questions like those of its test."""
    if not _is_over(participant.seminar):
        messages.error(request, _("The kit is given out from the last day of the seminar on."))
        return redirect("pass_on", token=participant.token)
    return _kit(request, participant.seminar)


@require_safe
@on_seminar(Action.SEE)
def organisers_kit(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    return _kit(request, seminar)


@require_safe
@on_seminar(Action.WORK)
def statements(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """What was done in the seminar as xAPI statements."""
    site = request.build_absolute_uri("/").rstrip("/")
    body = json.dumps(stated(seminar, site), ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{seminar.code}-xapi.json"'
    return response


def _is_over(seminar: Seminar) -> bool:
    return timezone.localdate() >= seminar.last_day


def _kit(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    country, language = request.GET.get("country", ""), request.GET.get("language", "")
    country = country if country in COUNTRIES else seminar.country
    language = language if language in dict(LANGUAGES_SPOKEN) else seminar.language
    on = seminar.first_day if country == seminar.country else timezone.localdate()
    response = HttpResponse(kit(seminar, country, language, on), content_type="application/zip")
    name = f"{seminar.code}-{country}-{language}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@on_seminar(Action.SEE)
def tree(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """What came of the seminar: those who passed it on, and who was reached by side and country."""
    root = passing_on.tree(seminar)
    sides, countries = passing_on.reached_by(root)
    named = dict(Organisation.Side.choices)
    context = {
        **about(seminar, standing),
        "root": root,
        "people": sum(b.people for b in root.all()),
        "count": len(root.all()) - 1,
        "sides": [(named[s], n) for s, n in sides.items()],
        "countries": sorted(countries.items()),
        "sides_named": Organisation.Side.choices,
    }
    return render(request, "seminars/tree.html", context)
