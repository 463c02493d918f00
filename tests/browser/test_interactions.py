"""How long the inbox takes to show that it was touched, on a desk and as on a phone with a quarter of its processor.

`make bench-screens` prints it; no test waits on it. The measure is the browser's own for one interaction, from the
touch or key to the next picture (Event Timing, in steps of 8 ms): a page should answer within 100 ms.
"""

import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.shop import Shop
from tests.browser.test_composer import talk
from tests.browser.test_pages import Visit, live, sari, visit

__all__ = ["live", "sari", "talk", "visit"]
pytestmark = [pytest.mark.browser, pytest.mark.screens]
WATCH = """
window.touched = [];
new PerformanceObserver((seen) => {
  for (const one of seen.getEntries()) if (one.interactionId) window.touched.push([one.duration, one.name]);
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
TIMES = 5
PHONE, DESK = (360, 4), (1280, 1)


Touches = list[Callable[[], object]]


def rows_of(page: Page) -> dict[str, Touches]:
    keys, search = page.keyboard, page.locator("input[type=search]").first
    return {
        "list: next row (j)": [lambda: keys.press("j")],
        "list: choose a row (x)": [lambda: keys.press("x")],
        "list: what keys there are (?)": [lambda: keys.press("?"), lambda: keys.press("Escape")],
        "list: search": [lambda: search.press_sequentially("de")],
    }


def sides_of(page: Page) -> dict[str, Touches]:
    field = page.locator("#reply")
    note, template, reply = (page.locator(f"#tab-{name}").click for name in ("note", "template", "reply"))
    return {
        "talk: a letter": [lambda: field.press_sequentially("a")],
        "talk: quick replies (/)": [
            lambda: field.fill(""),
            lambda: field.press("/"),
            lambda: field.press("Escape"),
        ],
        "talk: note and back": [note, reply],
        "talk: template and back": [template, reply],
        "talk: send": [
            lambda: field.fill("Baik, Kak."),
            page.locator("#send").click,
            expect(field).to_be_empty,
        ],
    }


@pytest.mark.parametrize(("width", "slower"), [PHONE, DESK])
@pytest.mark.parametrize("where", ["list", "talk"])
def test_the_inbox_shows_that_it_was_touched(
    visit: Visit,
    sari: Shop,
    talk: str,
    where: str,
    width: int,
    slower: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = visit("/kotak-masuk/" if where == "list" else talk, width).page
    page.add_init_script(WATCH)
    page.reload(wait_until="load")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    touches = rows_of(page) if where == "list" else sides_of(page)
    figures = {name: measured(page, some) for name, some in touches.items()}
    lines = [
        f"{width:5} px, processor 1/{slower}: {name:30} longest {max(took):4.0f} ms of {len(took)}"
        for name, took in figures.items()
    ]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert all(len(took) > 1 for took in figures.values())


def measured(page: Page, touches: Touches) -> list[float]:
    """Milliseconds of each touch that took longer than a picture; 16 stands for all that did not."""
    page.evaluate("touched.length = 0")
    for _ in range(TIMES):
        for touch in touches:
            touch()
        page.wait_for_timeout(250)
    return [16.0, *(took for took, _ in page.evaluate("touched"))]
