"""Orders that changed, by Shopee's Open API (v2): a list of numbers, then fifty orders at a time."""

import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from sapa.commerce.sources.asking import (
    Access,
    Ask,
    AskFailed,
    Page,
    Query,
    Request,
    Span,
    objects,
    read_json,
    told_of,
)
from sapa.commerce.sources.shopee.parsing import heard_order

API = "https://partner.shopeemobile.com"
LIST, DETAIL = "/api/v2/order/get_order_list", "/api/v2/order/get_order_detail"
TOKEN = "/api/v2/auth/access_token/get"  # noqa: S105 (an address)
STRIDE = timedelta(days=1)
PAGE, MOST_PAGES = 50, 200
EARLY = 600  # seconds before its end in which a token is renewed
FIELDS = "item_list,total_amount,payment_method"


def look(ask: Ask, access: Access, span: Span) -> Iterator[Page]:
    """`access`: partner_id, partner_key (of the API), shop_id, refresh_token."""
    _renew(ask, access, span.stamp)
    begin = span.since
    while begin < span.until:
        end = min(begin + STRIDE, span.until)
        times = {"time_from": int(begin.timestamp()), "time_to": int(end.timestamp())}
        yield from _pages(ask, access, span, times)
        yield Page(reached=end)
        begin = end


def _pages(ask: Ask, access: Access, span: Span, times: Query) -> Iterator[Page]:
    cursor = ""
    for _ in range(MOST_PAGES):
        query = {"time_range_field": "update_time", **times, "page_size": PAGE, "cursor": cursor}
        found = _answer(ask(signed(LIST, access, span.stamp, query)).body)
        numbers = [str(one.get("order_sn") or "") for one in objects(found.get("order_list") or [])]
        if numbers:
            asked = {"order_sn_list": ",".join(numbers), "response_optional_fields": FIELDS}
            told = _answer(ask(signed(DETAIL, access, span.stamp, asked)).body)
            yield Page(*told_of(objects(told.get("order_list") or []), heard_order, span.moment))
        cursor = str(found.get("next_cursor") or "")
        if not found.get("more") or not cursor:
            return
    raise AskFailed("too_much")


def signed(path: str, access: Access, stamp: int, query: Query) -> Request:
    """HMAC-SHA256 over partner, path, time, token and shop."""
    text = f"{access['partner_id']}{path}{stamp}{access['access_token']}{access['shop_id']}"
    asked = {
        **query,
        "partner_id": access["partner_id"],
        "timestamp": stamp,
        "access_token": access["access_token"],
        "shop_id": access["shop_id"],
        "sign": _sign(access, text),
    }
    return Request("GET", f"{API}{path}?{urlencode(asked)}", {"accept": "application/json"})


def _renew(ask: Ask, access: Access, stamp: int) -> None:
    """A token of access lasts four hours; the one that renews it can be used once."""
    if access["access_token"] and int(access["access_until"] or 0) - EARLY > stamp:
        return
    signature = _sign(access, f"{access['partner_id']}{TOKEN}{stamp}")
    asked = urlencode({"partner_id": access["partner_id"], "timestamp": stamp, "sign": signature})
    numbers = {name: int(access[name] or 0) for name in ("partner_id", "shop_id")}
    body = json.dumps({"refresh_token": access["refresh_token"], **numbers}).encode()
    given = _whole(
        ask(Request("POST", f"{API}{TOKEN}?{asked}", {"content-type": "application/json"}, body)).body
    )
    if not given.get("access_token") or not given.get("refresh_token"):
        raise AskFailed("refused_key")
    access.renew(
        access_token=str(given["access_token"]),
        refresh_token=str(given["refresh_token"]),
        access_until=str(stamp + int(given.get("expire_in") or 0)),
    )


def _sign(access: Access, text: str) -> str:
    return hmac.digest(access["partner_key"].encode(), text.encode(), "sha256").hex()


def _answer(body: bytes) -> dict[str, Any]:
    found = _whole(body).get("response")
    return found if isinstance(found, dict) else {}


def _whole(body: bytes) -> dict[str, Any]:
    """Errors come with status 200 too. Raises AskFailed: refused_key, busy, odd_answer."""
    plain = read_json(body)
    if not isinstance(plain, dict):
        raise AskFailed("odd_answer")
    error = str(plain.get("error") or "")
    if error:
        busy = "rate_limit" in error or "frequency" in error
        raise AskFailed("busy" if busy else "refused_key" if "auth" in error else "odd_answer")
    return plain
