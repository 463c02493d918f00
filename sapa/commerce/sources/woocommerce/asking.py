"""Orders that changed, by WooCommerce's REST API (`wc/v3`): the same objects as its webhooks carry."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sapa.commerce.schemas import Heard, Moment
from sapa.commerce.sources.asking import (
    Access,
    Ask,
    Page,
    Span,
    basic,
    get,
    objects,
    read_json,
    told_of,
    utc,
)
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.woocommerce import orders
from sapa.commerce.sources.woocommerce.calls import Call

PAGE = 50


def look(ask: Ask, access: Access, span: Span) -> Iterator[Page]:
    """Each page begins where the one before ended: page by number an order that changes meanwhile hides another."""
    url = f"{access['site'].rstrip('/')}/wp-json/wc/v3/orders"
    headers = basic(access["key"], access["secret"])
    since, number = span.since, 1
    while True:
        asked = get(url, headers, _query(since, span.until) | {"page": number})
        listed = objects(read_json(ask(asked).body))
        page = page_of(listed, span.moment)
        yield page
        if len(listed) < PAGE:
            return
        begin = page.reached and page.reached - timedelta(seconds=1)
        moves = begin is not None and begin > since
        since, number = (begin, 1) if begin and moves else (since, number + 1)


def _query(since: datetime, until: datetime) -> dict[str, str | int]:
    return {
        "orderby": "modified",
        "order": "asc",
        "per_page": PAGE,
        "dates_are_gmt": "true",
        "modified_after": utc(since).removesuffix("Z"),
        "modified_before": utc(until).removesuffix("Z"),
    }


def page_of(listed: list[dict[str, Any]], moment: Moment) -> Page:
    heard, unread = told_of(listed, _order, moment)
    times = [at for one in heard for told in one.orders if (at := told.said_at)]
    return Page(heard, unread, max(times, default=None))


def _order(fields: Fields) -> Heard:
    return orders.heard(Call("order.updated", fields, fields.moment))
