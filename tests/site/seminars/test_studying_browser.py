"""Self-study on a telephone in Burmese and on a desk in English, without an account: kept on the device, with no cookie."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from tests.site.conftest import no_accessibility_faults, screenshot
from tests.site.seminars.test_studying import studied
from tests.site.seminars.test_tests import key_of, wrong_to
from tripartite.site.seminars.models import Studied
from tripartite.site.seminars.papers import Question
from tripartite.site.templatetags.told import number


def answer(page: Any, question: Question, given: Any) -> None:
    name = f"q-{question['id']}"
    if question["kind"] == "numeric":
        page.fill(f"[name='{name}']", str(given))
    elif question["kind"] == "order":
        for rank, step in enumerate(given, 1):
            page.select_option(f"[name='{name}-{step}']", str(rank))
    else:
        for n in given:
            page.check(f"[name='{name}'][value='{n}']")
    page.click("form.study button")
    page.locator(".explained").wait_for()


@pytest.mark.parametrize(("width", "language", "country"), [("phone", "my", "MM"), ("desktop", "en", "CN")])
def test_a_module_from_the_list_to_its_last_question(request, width, language, country):
    page = request.getfixturevalue(f"{width}_page")
    methods: set[str] = set()
    page.on("request", lambda r: methods.add(r.method))
    study = studied("working-time", country, language)
    page.goto(f"/{language}/learn/")
    page.locator("[data-kept]").wait_for()
    assert not page.locator("[data-forget]").is_visible()
    no_accessibility_faults(page)
    screenshot(page, f"learn-{language}")
    page.click(f"a[href='/{language}/learn/working-time/?country={country}']")
    no_accessibility_faults(page)
    screenshot(page, f"learn-module-{language}")
    page.click("[data-has-read]")
    kinds: set[str] = set()
    for n, question in enumerate(study.questions, 1):
        if question["kind"] not in kinds:
            kinds.add(question["kind"])
            no_accessibility_faults(page)
            screenshot(page, f"learn-{question['kind']}-{language}")
        answer(page, question, wrong_to(question) if n == 1 else key_of(question))
        if n in (1, 2):
            no_accessibility_faults(page)
            screenshot(page, f"learn-answered-{n}-{language}")
        if n < len(study.questions):
            page.locator(".buttons a").first.click()
            page.locator("form.study").wait_for()
    of = len(study.questions)
    with translation.override(language):
        told = translation.gettext("{n} of {all} right").format(n=number(of - 1), all=number(of))
    page.goto(f"/{language}/learn/?country={country}")
    page.get_by_text(told).wait_for()
    no_accessibility_faults(page)
    screenshot(page, f"learn-progress-{language}")
    held = json.loads(page.evaluate("localStorage.getItem('tripartite-study')"))[f"{country}/working-time"]
    assert held["read"] is True
    assert held["answers"] == {q["id"]: n > 0 for n, q in enumerate(study.questions)}
    page.goto(f"/{language}/learn/?country=VN")
    assert page.get_by_text(told).count() == 0
    page.click("[data-forget]")
    page.goto(f"/{language}/learn/?country={country}")
    assert page.get_by_text(told).count() == 0
    assert page.evaluate("localStorage.getItem('tripartite-study')") is None
    assert page.context.cookies() == []
    assert methods == {"GET"}
    assert not Studied.objects.exists()


def test_what_a_device_held_is_offered_to_the_account_once(phone_page, live_server, django_user_model):
    page, study = phone_page, studied("wages")
    page.goto("/en/learn/wages/questions/1/?country=CN")
    answer(page, study.questions[0], key_of(study.questions[0]))
    page.locator(".explained").wait_for()
    user = django_user_model.objects.create_user("alice", password="a long pass phrase")  # noqa: S106
    client = Client()
    client.force_login(user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.goto("/en/learn/wages/?country=CN")
    offer = page.get_by_role("button", name="Add it to my account")
    no_accessibility_faults(page)
    screenshot(page, "learn-take-en")
    page.route("**/learn/take/", lambda route: route.abort())
    offer.click()
    page.get_by_text("It could not be sent").wait_for()
    assert page.evaluate("localStorage.getItem('tripartite-study')")
    page.unroute("**/learn/take/")
    offer.click()
    page.get_by_text("What this device held is now kept with your account.").wait_for()
    page.get_by_text(f"1 of {len(study.questions)} right").wait_for()
    assert page.evaluate("localStorage.getItem('tripartite-study')") is None
    assert not page.get_by_role("button", name="Add it to my account").is_visible()
    assert list(Studied.objects.values_list("user", "module")) == [(user.pk, "wages")]


def test_what_a_device_holds_may_be_broken(phone_page):
    phone_page.goto("/en/learn/wages/?country=CN")
    for broken in ("{", "null", "7", '{"CN/wages": 5}', '{"CN/wages": {"answers": 5}}'):
        phone_page.evaluate("text => localStorage.setItem('tripartite-study', text)", broken)
        phone_page.goto("/en/learn/wages/?country=CN")
        phone_page.get_by_text("kept on this device alone").wait_for()


def test_without_scripts(chromium, live_server, transactional_db):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    study = studied("wages")
    page.goto("/en/learn/wages/questions/1/?country=CN")
    answer(page, study.questions[0], key_of(study.questions[0]))
    page.locator(".tag.ok").wait_for()
    page.click("text=On to the next question")
    page.locator("form.study").wait_for()
    assert "/questions/2/" in page.url
    assert context.cookies() == []
    context.close()
