"""docs/whatsapp-errors.md is the table of errors, and every code that Meta documents for sending stands in it."""

from pathlib import Path

from sapa.messaging.channels.whatsapp.error_page import EFFECTS, page
from sapa.messaging.channels.whatsapp.errors import TREATMENTS, UNKNOWN_CODE, treatment

PAGE = Path(__file__).parents[2] / "docs/whatsapp-errors.md"
DOCUMENTED = (
    *(0, 1, 2, 3, 4, 10, 33, 100, 190, 200, 299, 368, 80007, 130429, 130472, 130497, 131000, 131005, 131008),
    *(131009, 131016, 131021, 131026, 131030, 131031, 131037, 131042, 131044, 131045, 131047, 131048, 131049),
    *(131050, 131051, 131052, 131053, 131056, 131057, 131062, 131063, 131064, 132000, 132001, 132005, 132007),
    *(132012, 132015, 132016, 132068, 132069, 133000, 133004, 133010, 133016, 134100, 134101, 134102, 135000),
    *(137000, 139200, 2388293, 2494100),
)


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text() == page()


def test_every_code_has_its_own_row() -> None:
    assert [code for code in DOCUMENTED if treatment(code) is UNKNOWN_CODE] == []


def test_every_row_says_what_happened_and_what_to_do() -> None:
    short = [
        code for code, row in TREATMENTS.items() if min(len(str(row.explanation)), len(str(row.remedy))) < 12
    ]
    assert short == []
    assert {row.effect for row in TREATMENTS.values()} <= set(EFFECTS)
