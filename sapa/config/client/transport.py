"""A client of Sapa's API, in the standard library alone: copy this file into your program.

    sapa = Sapa(key="…", url="https://sapa.example.com")
    for customer in sapa.all_contacts(tag="grosir"):
        print(customer["name"])

What Sapa refuses is raised as SapaProblem; what a network loses is tried again, with the same Idempotency-Key.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Mapping
from typing import Any, TypedDict, cast

WORTH_ANOTHER_TRY = frozenset({429, 502, 503, 504})
LONGEST_WAIT = 60.0


class FieldProblem(TypedDict):
    """`field`: where it stands, such as `body.phone`."""

    field: str
    code: str
    message: str


class SapaProblem(Exception):
    """An answer of 400 and above: programs look at `code`, people read `detail` and `remedy`."""

    def __init__(self, status: int, told: Mapping[str, Any]) -> None:
        super().__init__(told.get("detail") or told.get("title") or f"HTTP {status}")
        self.status = status
        self.code = str(told.get("code", ""))
        self.detail = str(told.get("detail", ""))
        self.remedy = str(told.get("remedy", ""))
        self.errors = cast(list[FieldProblem], told.get("errors", []))


class _Staying(urllib.request.HTTPRedirectHandler):
    """Whoever is named in a redirect does not get the key: it is a SapaProblem like every other refusal."""

    def redirect_request(self, *_told: object) -> None:
        return None


class Transport:
    """Asks and reads. `retries`: how often a call that got lost, or came too early, is made again."""

    def __init__(
        self,
        key: str,
        url: str = "http://127.0.0.1:8000",
        *,
        language: str = "id",
        timeout: float = 30.0,
        retries: int = 3,
    ) -> None:
        if not url.startswith(("https://", "http://")):
            raise ValueError("the address begins with https:// or http://")
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}
        self._open = urllib.request.build_opener(_Staying).open
        self._timeout = timeout
        self._retries = retries

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The answer's JSON, or None where it is empty."""
        request = self._request(method, path, query or {}, body, headers or {})
        repeatable = method != "POST" or "Idempotency-Key" in (headers or {})
        for attempt in range(self._retries + 1):
            last = attempt == self._retries
            try:
                with self._open(request, timeout=self._timeout) as answer:
                    content = answer.read()
                    return json.loads(content) if content else None
            except urllib.error.HTTPError as error:
                problem, wait = _problem(error), _wait(error, attempt)
                if last or not (error.code == 429 or (repeatable and error.code in WORTH_ANOTHER_TRY)):
                    raise problem from None
            except (urllib.error.URLError, http.client.IncompleteRead, TimeoutError, ConnectionError):
                wait = 2.0**attempt
                if last or not repeatable:
                    raise
            time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _request(
        self,
        method: str,
        path: str,
        query: Mapping[str, object],
        body: object,
        headers: Mapping[str, str],
    ) -> urllib.request.Request:
        asked = {name: _written(value) for name, value in query.items() if value is not None}
        address = f"{self._url}{path}" + (f"?{urllib.parse.urlencode(asked, doseq=True)}" if asked else "")
        every = {**self._headers, **headers}
        made = urllib.request.Request(address, method=method, headers=every)  # noqa: S310
        if body is not None:
            made.data = json.dumps(body).encode()
            made.add_header("Content-Type", "application/json")
        return made


def _written(value: object) -> object:
    if isinstance(value, list):
        return [_written(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else value


def _problem(error: urllib.error.HTTPError) -> SapaProblem:
    """What stands between may answer with something else than JSON."""
    try:
        told = json.loads(error.read())
    except ValueError:
        told = None
    return SapaProblem(error.code, told if isinstance(told, dict) else {})


def _wait(error: urllib.error.HTTPError, attempt: int) -> float:
    asked = error.headers.get("Retry-After", "")
    return min(float(asked), LONGEST_WAIT) if asked.isdigit() else 2.0**attempt


def _part(value: str) -> str:
    """One part of an address."""
    return urllib.parse.quote(value, safe="")


def _fresh() -> str:
    """An Idempotency-Key, so that a call that is made again happens once."""
    return str(uuid.uuid4())
