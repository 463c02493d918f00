"""A browser of somebody who is logged in: cookies, forms, redirects; everything over HTTP."""

from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from sapa.accounts.models import User
from tests.routes.servers import Answer, ask

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
CSRF = "a" * 32
REDIRECTS = {301, 302, 303}


class Browser:
    def __init__(self, port: int, email: str) -> None:
        client = Client()
        client.force_login(User.objects.get(email=email), backend=LOGIN)
        self._port = port
        self._cookies = SimpleCookie({"csrftoken": CSRF, "sessionid": client.cookies["sessionid"].value})
        self.at = ""

    def get(self, path: str) -> Answer:
        return self._go("GET", path, b"", {})

    def post(self, path: str, fields: Mapping[str, Any] | None = None) -> Answer:
        """Files are given as (name, bytes). Redirects are followed, as in a browser."""
        given = {name: _part(value) for name, value in (fields or {}).items()}
        headers = {"Content-Type": MULTIPART_CONTENT, "X-CSRFToken": CSRF}
        return self._go("POST", path, encode_multipart(BOUNDARY, given), headers)

    def submit(self, page: Answer, action: str, **changed: str) -> Answer:
        """Sends the form of this address as it stands on the page."""
        form = Form(action)
        form.feed(page.text)
        assert form.found, f"no form for {action}"
        return self.post(action, form.fields | changed)

    def _go(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in self._cookies.items())
        answer = ask(self._port, method, path, body, {**headers, "Cookie": cookie})
        for line in answer.headers.get_all("set-cookie", []):
            self._cookies.load(line)
        self.at = path
        if answer.status in REDIRECTS:
            return self._go("GET", _path(answer.headers["location"]), b"", {})
        return answer


class Form(HTMLParser):
    """The fields of the form that posts to `action`, with what a person finds filled in."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.found = False
        self._action, self._inside, self._select = action, False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("action") == self._action
            self.found = self.found or self._inside
        elif self._inside and tag == "input" and given.get("name"):
            if given.get("type") not in {"file", "submit"}:
                self.fields[str(given["name"])] = unescape(given.get("value") or "")
        elif self._inside and tag == "select":
            self._select = str(given.get("name"))
        elif self._inside and tag == "option" and ("selected" in given or self._select not in self.fields):
            self.fields[self._select] = str(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


def _part(value: Any) -> Any:
    return SimpleUploadedFile(*value) if isinstance(value, tuple) else value


def _path(location: str) -> str:
    parts = urlsplit(location)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
