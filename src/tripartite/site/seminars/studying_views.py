"""Self-study of a module: what there is to learn, a lesson, and one question at a time, with and without an account."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tripartite.site.library.kept import kept
from tripartite.site.people.access import public
from tripartite.site.people.operations import RefusedError
from tripartite.site.places import country_choices
from tripartite.site.seminars import answering, studying
from tripartite.site.seminars.studying import Study
from tripartite.site.templatetags.told import number as told_number
from tripartite.training.lesson import markdown


@public
@require_safe
@kept
def learn(request: HttpRequest) -> HttpResponse:
    """All modules of a country, by topic."""
    country = _country(request)
    context = {"topics": studying.by_topic(request.user, country), **_about(request, country)}
    return render(request, "seminars/learning/learn.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@kept
def module(request: HttpRequest, module: str) -> HttpResponse:
    """A lesson; who is signed in says by a button that it was read."""
    study = _study(request, module)
    if "read" in request.POST and request.user.is_authenticated:
        studying.has_read(request.user, study)
        return redirect(_question_address(study, 1) if study.questions else _module_address(study))
    read = studying.lesson(study)
    context = {
        "study": study, "lesson": read.lesson, "left_out": read.left_out, "fallen_back": read.fallen_back,
        # Escaped where it is made: lessons hold nothing but headings, lists and bold.
        "text": mark_safe(markdown(read.lesson.parts["lesson"])),  # noqa: S308
        "handout": mark_safe(markdown(read.lesson.parts["handout"])),  # noqa: S308
        "reading": dict(read.lesson.reading).items(), "today": timezone.localdate(),
        **_about(request, study.country),
    }  # fmt: skip
    return render(request, "seminars/learning/learn_module.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, module: str, number: int) -> HttpResponse:
    """One question, then whether the answer is right, why, and the law.

    Without an account the answer stands in the address, so that nothing needs to be stored, not even a cookie.
    """
    if request.method != "POST" and "check" not in request.GET:
        return _put(request, module=module, number=number)
    response = _answered(request, module, number)
    response["Cache-Control"] = "private, no-store"
    return response


@kept
def _put(request: HttpRequest, module: str, number: int) -> HttpResponse:
    study = _study(request, module)
    asked = _asked(study, number)
    return _page(request, study, number, {"q": answering.shown(asked, None, place=number)})


def _answered(request: HttpRequest, module: str, number: int) -> HttpResponse:
    study = _study(request, module)
    asked = _asked(study, number)
    wrong = _("There is no answer yet. Give one, then check it.")
    try:
        given = answering.from_form(asked, request.POST if request.method == "POST" else request.GET)
    except RefusedError as refusal:
        given, wrong = None, str(refusal)
    if not given:
        q = {**answering.shown(asked, None, place=number), "error": wrong}
        return _page(request, study, number, {"q": q}, status=422)
    if request.method == "POST" and request.user.is_authenticated:
        study = studying.answer(request.user, study, asked, given)
    explained = answering.explained(asked, given, place=number)
    return _page(request, study, number, {"q": explained, "explained": True})


def _page(
    request: HttpRequest, study: Study, number: int, about: dict[str, Any], status: int = 200
) -> HttpResponse:
    following = number + 1 if number < len(study.questions) else None
    context = {
        "study": study, "rows": study.questions, "here": _question_address(study, number),
        "following": following and _question_address(study, following),
        **_about(request, study.country), **about,
    }  # fmt: skip
    return render(request, "seminars/learning/learn_question.html", context, status=status)


def _about(request: HttpRequest, country: str) -> dict[str, Any]:
    """What each page of self-study knows; `digits` are the language's, for counts that a script makes."""
    return {
        "country": country, "countries": country_choices(), "signed_in": request.user.is_authenticated,
        "digits": "".join(told_number(n) for n in range(10)), "pattern": _("{n} of {all} right"),
    }  # fmt: skip


def _country(request: HttpRequest) -> str:
    country = studying.country_of(request.GET.get("country", ""))
    if country is None:
        raise Http404("There is no law of such a country here")
    return country


def _study(request: HttpRequest, module: str) -> Study:
    study = studying.study(request.user, module, _country(request))
    if study is None:
        raise Http404(f"There is no module `{module}` in this country")
    return study


def _asked(study: Study, number: int) -> dict[str, Any]:
    if not 1 <= number <= len(study.questions):
        raise Http404(f"There is no question {number}")
    return study.questions[number - 1]


def _module_address(study: Study) -> str:
    return f"{reverse('learn_module', kwargs={'module': study.module.id})}?country={study.country}"


def _question_address(study: Study, number: int) -> str:
    where = reverse("learn_question", kwargs={"module": study.module.id, "number": number})
    return f"{where}?country={study.country}"
