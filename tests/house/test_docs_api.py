"""docs/openapi.json and docs/api.md are what the API is."""

import re
from collections.abc import Iterator
from pathlib import Path

from sapa.config.api import document, written
from sapa.web.problems import STATUSES

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "api.md").read_text()


def operations() -> Iterator[tuple[str, str, str]]:
    for address, methods in document()["paths"].items():
        for method, one in methods.items():
            yield (
                f"{method.upper()} {address.removeprefix('/api/v1')}",
                one.get("x-scope", ""),
                one["summary"],
            )


def test_the_committed_document_is_current() -> None:
    """`sapa api document` writes it."""
    assert (DOCS / "openapi.json").read_text() == written()


def test_the_page_lists_every_operation_with_what_its_key_needs() -> None:
    rows = re.findall(r"^\| `([A-Z]+ /[^`]*)` \| (?:`([a-z:]+)`|any) \| (.+) \|$", PAGE, re.M)
    assert sorted(rows) == sorted(operations())


def test_the_page_lists_every_problem_with_its_status() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", PAGE, re.M)
    assert {code: int(status) for code, status in rows} == STATUSES
