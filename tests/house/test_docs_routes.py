"""docs/routes.md is the list of addresses, no more and no less."""

import re
from pathlib import Path

from tests.routes.addresses import Address, addresses

PAGE = Path(__file__).parents[2] / "docs/routes.md"
ROW = re.compile(r"^\| `(/.*?)` \| `([\w:]+)` \| ([\w.]+) \| (.+) \|$", re.M)


def test_every_address_is_documented_with_its_name_and_need() -> None:
    told = {
        (path.replace("\\|", "|"), name, need) for path, name, need, _what in ROW.findall(PAGE.read_text())
    }
    assert told == {(one.path, one.name, one.need) for one in addresses() if not is_operation(one)}


def is_operation(one: Address) -> bool:
    """Of the API: those stand in docs/api.md."""
    return one.path.startswith("/api/v1/") and not one.ours


def test_every_address_says_what_it_is() -> None:
    assert [name for _path, name, _need, what in ROW.findall(PAGE.read_text()) if len(what) < 8] == []
