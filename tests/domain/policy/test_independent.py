"""Cases written from the document alone, before the code was read."""

import json

from sapa.config.commands.policy import answerer
from tests.domain.policy.test_cases import HERE

CASES = [json.loads(line) for line in (HERE / "independent.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_document_read_by_somebody_else_gives_the_same_answers() -> None:
    answer = answerer(None, None)
    found = [answer(json.dumps(case).encode()) for case in CASES]
    wrong = [
        (case["title"], case["expect"], row)
        for case, row in zip(CASES, found, strict=True)
        if case["expect"] != {field: row.get(field) for field in case["expect"]}
    ]
    assert (len(CASES) >= 150, wrong) == (True, [])
