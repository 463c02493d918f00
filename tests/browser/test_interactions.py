"""How long the inbox takes to show that it was touched, on a desk and as on a phone with a quarter of its processor.

`make bench-screens` prints it; no test waits on it. The measure is the browser's own for one interaction, from the
touch or key to the next picture (Event Timing, in steps of 8 ms): a page should answer within 100 ms.
"""

from collections.abc import Callable
from typing import Any

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


def rows_of(page: Page) -> dict[str, Callable[[], Any]]:
    keys = page.keyboard
    return {
        "list: next row (j)": lambda: keys.press("j"),
        "list: choose a row (x)": lambda: keys.press("x"),
        "list: what keys there are (?)": lambda: (keys.press("?"), keys.press("Escape")),
        "list: search": lambda: page.locator("input[type=search]").first.press_sequentially("de"),
    }


def sides_of(page: Page) -> dict[str, Callable[[], Any]]:
    field = page.locator("#reply")
    return {
        "talk: a letter": lambda: field.press_sequentially("a"),
        "talk: quick replies (/)": lambda: (field.fill(""), field.press("/"), field.press("Escape")),
        "talk: note and back": lambda: (
            page.locator("#tab-note").click(),
            page.locator("#tab-reply").click(),
        ),
        "talk: template and back": lambda: (
            page.locator("#tab-template").click(),
            page.locator("#tab-reply").click(),
        ),
        "talk: send": lambda: (field.fill("Baik, Kak."), page.locator("#send").click(), sent(page)),
    }


def sent(page: Page) -> None:
    expect(page.locator("#reply")).to_be_empty()


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
    figures = {
        name: measured(page, touch)
        for name, touch in (rows_of if where == "list" else sides_of)(page).items()
    }
    with capsys.disabled():
        print()
        for name, longest in figures.items():
            print(
                f"{width:5} px, processor 1/{slower}: {name:32} longest of {len(longest)} touches {max(longest)} ms"
            )
    assert all(figures.values())


def measured(page: Page, touch: Callable[[], Any]) -> list[float]:
    """Milliseconds of each touch that took longer than a picture; 16 stands for all that did not."""
    page.evaluate("touched.length = 0")
    for _ in range(TIMES):
        touch()
        page.wait_for_timeout(250)
    return [16.0, *(took for took, _ in page.evaluate("touched"))]
