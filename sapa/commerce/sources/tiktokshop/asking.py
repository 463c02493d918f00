"""Orders that changed, by TikTok Shop's Open API (202309). Buyers stay hidden here too."""

import hmac
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from sapa.commerce.schemas import Basket, Heard
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
)
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.generic.pushes import happened, partial_order
from sapa.commerce.sources.generic.shops import NAME, cut, in_words, is_cod, items_of, listed
from sapa.commerce.sources.tiktokshop.statuses import ORDERS
from sapa.domain.csvorders.cells import plain_word

API, AUTH = "https://open-api.tiktokglobalshop.com", "https://auth.tiktok-shops.com"
SEARCH, SHOPS = "/order/202309/orders/search", "/authorization/202309/shops"
PAGE = 50
EARLY = 600  # seconds before its end in which a token is renewed
REFUSED = frozenset({"105000", "105001", "105002", "105005", "36004004", "36004005"})


def look(ask: Ask, access: Access, span: Span) -> Iterator[Page]:
    """`access`: refresh_token; `access.secret`: `app_key:app_secret`, as calls are signed with."""
    _renew(ask, access, span.stamp)
    cipher = access["shop_cipher"] or _cipher(ask, access, span.stamp)
    body = json.dumps(
        {"update_time_ge": int(span.since.timestamp()), "update_time_lt": int(span.until.timestamp())},
        separators=(",", ":"),
    ).encode()
    query: Query = {
        "shop_cipher": cipher,
        "page_size": PAGE,
        "sort_field": "update_time",
        "sort_order": "ASC",
    }
    while True:
        data = _data(ask(signed("POST", SEARCH, access, span.stamp, query, body)).body)
        heard, unread = told_of(objects(data.get("orders") or []), _order, span.moment)
        times = [at for one in heard for told in one.orders if (at := told.said_at)]
        yield Page(heard, unread, max(times, default=None))
        token = str(data.get("next_page_token") or "")
        if not token:
            return
        query = {**query, "page_token": token}


def signed(
    method: str, path: str, access: Access, stamp: int, query: Query | None = None, body: bytes = b""
) -> Request:
    """HMAC-SHA256 over secret, path, sorted query, body and secret once more."""
    key, _, secret = access.secret.strip().partition(":")
    asked = {name: str(value) for name, value in (query or {}).items()}
    asked |= {"app_key": key, "timestamp": str(stamp)}
    text = path + "".join(name + asked[name] for name in sorted(asked))
    wrapped = secret.encode() + text.encode() + body + secret.encode()
    asked["sign"] = hmac.digest(secret.encode(), wrapped, "sha256").hex()
    headers = {"content-type": "application/json", "x-tts-access-token": access["access_token"]}
    return Request(method, f"{API}{path}?{urlencode(asked)}", headers, body)


def _renew(ask: Ask, access: Access, stamp: int) -> None:
    """A token of access lasts for days; both come anew together."""
    if access["access_token"] and int(access["access_until"] or 0) - EARLY > stamp:
        return
    key, _, secret = access.secret.strip().partition(":")
    query = {"app_key": key, "app_secret": secret, "grant_type": "refresh_token"}
    query["refresh_token"] = access["refresh_token"]
    data = _data(ask(get(f"{AUTH}/api/v2/token/refresh", {}, query)).body)
    if not data.get("access_token"):
        raise AskFailed("refused_key")
    access.renew(
        access_token=str(data["access_token"]),
        refresh_token=str(data.get("refresh_token") or access["refresh_token"]),
        access_until=str(data.get("access_token_expire_in") or 0),  # a moment, whatever its name says
    )


def _cipher(ask: Ask, access: Access, stamp: int) -> str:
    """Of the only shop that authorised the app, or of the one whose number is bound here."""
    shops = objects(_data(ask(signed("GET", SHOPS, access, stamp)).body).get("shops") or [])
    fitting = [one for one in shops if access["shop_id"] in ("", str(one.get("id")))]
    if len(fitting) != 1 or not fitting[0].get("cipher"):
        raise AskFailed("which_shop" if fitting else "not_there")
    access.renew(shop_cipher=str(fitting[0]["cipher"]))
    return access["shop_cipher"]


def _data(body: bytes) -> dict[str, Any]:
    """Errors come with status 200 too. Raises AskFailed: refused_key, odd_answer."""
    plain = read_json(body)
    if not isinstance(plain, dict):
        raise AskFailed("odd_answer")
    code = str(plain.get("code", ""))
    if code not in ("", "0"):
        raise AskFailed("refused_key" if code in REFUSED else "odd_answer")
    data = plain.get("data")
    return data if isinstance(data, dict) else {}


def _order(fields: Fields) -> Heard:
    number, status = fields.needed("id", "order_id"), ORDERS.get(plain_word(fields.text("status")), "")
    if not status:
        return Heard(ignored="unknown_status")
    items = items_of(
        (cut(line, "seller_sku", "sku_id", longest=NAME), cut(line, "product_name"), 1)
        for line in listed(fields, "line_items")
    )
    said: dict[str, Any] = {"goods": in_words(items), "quantity": len(items)} if items else {}
    if fields.flag("is_cod") or is_cod(fields.text("payment_method_name")):
        said["payment_type"] = "cod"
    told = partial_order(number, status, happened(fields, "update_time"), fields.moment, **said)
    return Heard([told], baskets=[Basket(number, items, told.facts.placed_at)] if items else [])
