import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sapa.domain.policy import default_document

PAGE = (Path(__file__).parents[3] / "docs" / "policy.md").read_text()
TOLD_IN_WORDS = {"busy_profiles", "weekend_by_country"}
ROW = re.compile(r"^\| `([\w.]+)` \| (.+?) \|", re.MULTILINE)


def leaves(document: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in document.items():
        if isinstance(value, dict) and value and above + key not in TOLD_IN_WORDS:
            yield from leaves(value, f"{above}{key}.")
        else:
            yield above + key, value


def test_the_page_tells_every_setting_with_its_default() -> None:
    told = dict(ROW.findall(PAGE))
    known = dict(leaves(default_document()))
    assert list(told) == list(known)
    plain = {key: f"`{json.dumps(value)}`" for key, value in known.items() if key not in TOLD_IN_WORDS}
    assert {key: told[key] for key in plain} == plain
