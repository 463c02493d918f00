"""A refusal is 409 wherever it meets somebody: page, htmx, API."""

import json

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from sapa.web.errors import CHANGED_MEANWHILE, Refused
from sapa.web.middleware import ContentSecurityPolicy, LanguageOfChoice, RefusedAsConflict

pytestmark = pytest.mark.urls("tests.browser.urls_components")

HTMX = {"HX-Request": "true"}


def refuse(request: HttpRequest) -> HttpResponse:
    answer = RefusedAsConflict(lambda _: HttpResponse()).process_exception(
        request, Refused(CHANGED_MEANWHILE)
    )
    assert answer is not None
    return answer


def test_the_api_answers_with_code_sentence_and_remedy() -> None:
    answer = refuse(RequestFactory().post("/api/v1/tickets"))
    assert answer.status_code == 409
    assert json.loads(answer.content)["code"] == "changed_meanwhile"
    assert set(json.loads(answer.content)) == {"code", "message", "remedy"}


def test_htmx_gets_a_toast_and_nothing_to_swap() -> None:
    answer = refuse(RequestFactory(headers=HTMX).post("/tiket/7"))
    assert (answer.status_code, answer.content) == (409, b"")
    [toast] = json.loads(answer.headers["HX-Trigger"])["sapa:toasts"]["toasts"]
    assert toast["level"] == "error"


@pytest.mark.parametrize(
    ("before", "way"),
    [("http://testserver/tiket/7", "http://testserver/tiket/7"), ("https://evil.example/x", "/"), ("", "/")],
)
def test_a_page_leads_back_but_never_out_of_the_house(before: str, way: str) -> None:
    answer = refuse(RequestFactory(headers={"Referer": before}).post("/tiket/7"))
    assert answer.status_code == 409
    assert f'href="{way}">' in answer.content.decode()


def test_what_is_too_large_is_413_and_a_bug_stays_a_bug() -> None:
    middleware = RefusedAsConflict(lambda _: HttpResponse())
    large = middleware.process_exception(RequestFactory().post("/"), RequestDataTooBig())
    assert large is not None
    assert large.status_code == 413
    assert middleware.process_exception(RequestFactory().post("/"), KeyError("x")) is None


def test_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = ContentSecurityPolicy(lambda _: HttpResponse())(RequestFactory().get("/"))[
        "Content-Security-Policy"
    ]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize(("cookie", "spoken"), [("", "id"), ("en", "en"), ("xx", "id")])
def test_the_switch_decides_the_language_not_the_browser(cookie: str, spoken: str) -> None:
    request = RequestFactory(headers={"Accept-Language": "fr"}).get("/")
    request.COOKIES["sapa_language"] = cookie
    answer = LanguageOfChoice(lambda asked: HttpResponse(headers={"X-Spoken": asked.LANGUAGE_CODE or ""}))(
        request
    )
    assert (answer["X-Spoken"], answer["Content-Language"]) == (spoken, spoken)
