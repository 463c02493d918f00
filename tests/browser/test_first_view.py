"""What the inbox asks of a phone: few bytes at first, and nothing that jumps, not even when news come in."""

import pytest
from playwright.sync_api import Page, expect

from sapa.base.scope import workspace_scope
from tests.browser.shop import DEWI, Shop, customer_writes
from tests.browser.test_pages import SCREENS, Visit, live, sari, talk_of, visit

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser
MOST_BYTES = 150 * 1024
# Below a thousandth it is less than a pixel; the button to the newest floats and grows by its number.
WATCH = """
window.jumps = [];
new PerformanceObserver((seen) => {
  for (const one of seen.getEntries()) {
    const moved = one.sources.map(({ node }) => node).filter((node) => node?.id !== "to-newest");
    if (!one.hadRecentInput && one.value >= 0.001 && moved.length)
      window.jumps.push([one.value, ...moved.map((node) => node?.outerHTML?.slice(0, 90))].join(" "));
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("page_of", ["list", "talk"])
def test_the_first_view_of_the_inbox_is_light(visit: Visit, sari: Shop, page_of: str) -> None:
    page = visit("/akun/", 360).page
    sizes = measured(page)
    open_inbox(page, sari, page_of)
    assert 0 < sum(sizes) <= MOST_BYTES, sum(sizes)


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("page_of", ["list", "talk"])
def test_nothing_jumps_when_the_inbox_opens_and_when_news_come(
    visit: Visit, sari: Shop, page_of: str, width: int, scheme: str
) -> None:
    page = visit("/akun/", width, scheme).page
    page.add_init_script(WATCH)
    open_inbox(page, sari, page_of)
    with workspace_scope(sari.workspace.id):
        customer_writes(DEWI, "Dewi Anggraini", "Apakah masih ada yang merah?")
    expect(page.locator(f"#{'rows' if page_of == 'list' else 'messages'}")).to_contain_text(
        "yang merah", timeout=20_000
    )
    assert page.evaluate("jumps") == []


def open_inbox(page: Page, sari: Shop, page_of: str) -> None:
    with workspace_scope(sari.workspace.id):
        talk = f"{talk_of('Dewi Anggraini').public_id}/" if page_of == "talk" else ""
    home = page.url.split("/akun/")[0]
    page.goto(f"{home}/kotak-masuk/{talk}", wait_until="load")
    if page_of == "talk":
        expect(page.locator(".pane-side .stack > .card")).not_to_have_count(0)
    expect(page.locator(".pane-side .stack > [hx-trigger=load]")).to_have_count(0)


def measured(page: Page) -> list[int]:
    """Fills with the bytes of each answer as they came over the line, nothing from a cache."""
    sizes: list[int] = []
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.on("Network.loadingFinished", lambda done: sizes.append(int(done["encodedDataLength"])))
    return sizes
