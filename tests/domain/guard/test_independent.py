"""Texts judged from the document alone, before the code was read."""

import json

from sapa.domain.guard.documents import check_case
from tests.domain.guard.test_cases import HERE

CASES = [json.loads(line) for line in (HERE / "independent.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_document_read_by_somebody_else_gives_the_same_findings() -> None:
    found = [check_case(case) for case in CASES]
    wrong = [
        (case["id"], case["expect"], row["codes"], row["blocked"])
        for case, row in zip(CASES, found, strict=True)
        if (case["expect"], case["blocked"]) != (row["codes"], row["blocked"])
    ]
    assert (len(CASES) >= 200, wrong) == (True, [])
