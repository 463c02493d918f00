"""Orders that changed, by the REST Admin API: the same objects as its webhooks carry."""

import re
from collections.abc import Iterator, Mapping

from sapa.commerce.schemas import Heard, Moment
from sapa.commerce.sources.asking import (
    Access,
    Ask,
    AskFailed,
    Page,
    Query,
    Request,
    Span,
    get,
    objects,
    read_json,
    told_of,
    utc,
)
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.shopify import orders
from sapa.commerce.sources.shopify.calls import Call

HOST = "https://{shop}"
VERSION = "2026-07"
PAGE = 50  # with their lines an order has ten kilobytes and more
NEXT = re.compile(r'<([^<>]+)>;\s*rel="?next"?')


def look(ask: Ask, access: Access, span: Span) -> Iterator[Page]:
    host = HOST.format(shop=access["shop"])
    headers = {"x-shopify-access-token": access["token"]}
    query: Query = {
        "status": "any",
        "limit": PAGE,
        "order": "updated_at asc",
        "updated_at_min": utc(span.since),
        "updated_at_max": utc(span.until),
    }
    request: Request | None = get(f"{host}/admin/api/{VERSION}/orders.json", headers, query)
    while request:
        answer = ask(request)
        yield page_of(answer.body, span.moment)
        following = next_of(answer.headers, host)
        request = get(following, headers) if following else None


def page_of(body: bytes, moment: Moment) -> Page:
    plain = read_json(body)
    listed = objects(plain.get("orders") if isinstance(plain, dict) else None)
    heard, unread = told_of(listed, _order, moment)
    times = [at for one in heard for told in one.orders if (at := told.said_at)]
    return Page(heard, unread, max(times, default=None))


def next_of(headers: Mapping[str, str], host: str) -> str:
    """Blank on the last page. Raises AskFailed: odd_answer where it leads elsewhere with our token."""
    found = NEXT.search(headers.get("Link", ""))
    if found and not found[1].startswith(f"{host}/"):
        raise AskFailed("odd_answer")
    return found[1] if found else ""


def _order(fields: Fields) -> Heard:
    return orders.heard(Call("orders/updated", fields, fields.moment, "", None))
