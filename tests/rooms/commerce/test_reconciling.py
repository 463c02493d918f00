"""What a service never delivered is found by asking it, once, and without bothering it."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.base.scope import current_workspace_id
from sapa.base.sealed import Place, unseal
from sapa.commerce.models import Order, Payment, Sender, Shipment
from sapa.commerce.schemas import Heard
from sapa.commerce.services import apply_heard, apply_orders, reconciling
from sapa.commerce.services.asking import keep_access
from sapa.commerce.services.reconciling import look_at_sources
from sapa.events.models import Endpoint, Event, RawDelivery
from sapa.events.services import create_endpoint
from tests.rooms.commerce.conftest import order
from tests.rooms.commerce.services import Service, serving

QUARTER = timedelta(minutes=15)
SHOPIFY, WOO = "/admin/api/2026-07/orders.json", "/wp-json/wc/v3/orders"
TIKTOK, TIKTOK_TOKEN = "/order/202309/orders/search", "/api/v2/token/refresh"
SHOPEE, SHOPEE_TOKEN = "/api/v2/order/get_order_list", "/api/v2/auth/access_token/get"


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as one:
        yield one


def sender(kind: str, now: datetime, signs: str = "rahasia", shop: str = "", **access: str) -> Endpoint:
    endpoint, _secret = create_endpoint(kind=kind, label=kind, now=now, secret=signs)
    keep_access(endpoint_id=endpoint.pk, fields=access, shop=shop, now=now)
    return endpoint


def look(now: datetime) -> Sender:
    look_at_sources(now=now, pause=0)
    return Sender.objects.get()


def kept() -> dict[str, str]:
    row = Sender.objects.get()
    place = Place(current_workspace_id(), "commerce_sender", row.pk, "access")
    found: dict[str, str] = json.loads(unseal(row.access, place))
    return found


def shopify_order(number: int, now: datetime, **said: Any) -> dict[str, Any]:
    times = {"created_at": now.isoformat(), "updated_at": now.isoformat()}
    money = {"currency": "IDR", "total_price": "165000.00", "financial_status": "paid"}
    items = [{"id": 71, "sku": "KOPI-250", "name": "Kopi Gayo", "quantity": 2}]
    return {"id": number, "name": f"#{number}", "line_items": items, **times, **money, **said}


def woo_order(number: int, at: datetime) -> dict[str, Any]:
    gmt = f"{at:%Y-%m-%dT%H:%M:%S}"
    times = {"date_created_gmt": gmt, "date_modified_gmt": gmt, "date_paid_gmt": gmt}
    return {
        "id": number,
        "number": str(number),
        "status": "processing",
        "currency": "IDR",
        "total": "99000",
        **times,
    }


def test_an_order_that_shopify_never_delivered_is_found_and_only_once(
    shop: Workspace, now: datetime, service: Service
) -> None:
    sender("shopify", now, shop="toko-sari.myshopify.com", token="shpat_1")
    earlier = now - timedelta(hours=1)
    service.answers[SHOPIFY] = [{"orders": [shopify_order(5001, earlier), shopify_order(5002, earlier)]}]
    assert (look(now).found, Order.objects.count()) == (2, 2)
    events = Event.objects.count()
    again = look(now + QUARTER)
    assert (again.found, again.found_ever, Event.objects.count()) == (0, 2, events)
    assert service.asked[0].headers["x-shopify-access-token"] == "shpat_1"


def test_each_look_begins_a_little_before_the_last_one_ended(
    shop: Workspace, now: datetime, service: Service
) -> None:
    sender("shopify", now, shop="toko-sari.myshopify.com", token="shpat_1")
    service.answers[SHOPIFY] = [{"orders": []}]
    look(now)
    look(now + QUARTER)
    first, second = (one.query for one in service.asked)
    assert second["updated_at_min"] < first["updated_at_max"] < second["updated_at_max"]


def test_it_rests_a_quarter_of_an_hour(shop: Workspace, now: datetime, service: Service) -> None:
    sender("shopify", now, shop="toko-sari.myshopify.com", token="shpat_1")
    service.answers[SHOPIFY] = [{"orders": []}]
    for minutes in (0, 5, 14, 15):
        look(now + timedelta(minutes=minutes))
    assert len(service.asked) == 2


def test_pages_are_followed_only_on_the_same_host(shop: Workspace, now: datetime, service: Service) -> None:
    sender("shopify", now, shop="toko-sari.myshopify.com", token="shpat_1")
    earlier = now - timedelta(hours=1)
    service.answers[SHOPIFY] = [{"orders": [shopify_order(number, earlier)]} for number in (5001, 5002)]
    service.links = {
        "1": f"{service.address}{SHOPIFY}?page_info=abc",
        "2": "https://jahat.test/orders.json?page_info=def",
    }
    assert look(now).error == "odd_answer"
    assert Order.objects.count() == 2
    assert service.asked[1].query == {"page_info": "abc"}


def test_one_order_that_nobody_can_read_does_not_hold_up_the_others(
    shop: Workspace, now: datetime, service: Service
) -> None:
    sender("shopify", now, shop="toko-sari.myshopify.com", token="shpat_1")
    broken = shopify_order(5003, now) | {"currency": "XXQ"}
    service.answers[SHOPIFY] = [{"orders": [broken, shopify_order(5001, now - QUARTER)]}]
    row = look(now)
    assert (row.found, row.unread, Order.objects.count()) == (1, 1, 1)


def test_one_order_that_breaks_something_does_not_hold_up_the_others_either(
    shop: Workspace, now: datetime, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*, heard: Sequence[Heard], **rest: Any) -> None:
        if any(told.facts.external_id == "5001" for one in heard for told in one.orders):
            raise ZeroDivisionError
        apply_heard(heard=heard, **rest)

    monkeypatch.setattr(reconciling, "apply_heard", broken)
    sender("shopify", now, shop="toko-sari.myshopify.com", token="shpat_1")
    rows = [shopify_order(number, now - QUARTER) for number in (5001, 5002)]
    service.answers[SHOPIFY] = [{"orders": rows}]
    row = look(now)
    assert (row.found, row.unread, row.error, row.since is None) == (1, 1, "", False)


@pytest.mark.parametrize(
    ("answer", "code"),
    [(401, "refused_key"), (429, "busy"), (500, "broken_there"), ("teks", "odd_answer"), (404, "not_there")],
)
def test_what_went_wrong_is_told_and_the_next_look_comes_later_each_time(
    shop: Workspace, now: datetime, service: Service, answer: Any, code: str
) -> None:
    sender("shopify", now, shop="toko-sari.myshopify.com", token="shpat_1")
    service.answers[SHOPIFY] = [answer]
    rests = []
    for _ in range(4):
        row = look(now)
        assert row.next_at is not None
        rests.append(row.next_at - now)
        now = row.next_at
    assert (row.error, row.failures, row.looked_at, row.since) == (code, 4, None, None)
    assert rests == sorted(rests)
    assert rests[0] >= (timedelta(hours=2) if code == "busy" else QUARTER)
    assert rests[-1] >= timedelta(hours=2)


def test_an_address_inside_the_own_network_is_never_called(shop: Workspace, now: datetime) -> None:
    sender("woocommerce", now, site="http://127.0.0.1:9", key="ck", secret="cs")
    assert look(now).error == "private_address"


def test_changed_orders_of_woocommerce_are_read_page_by_page_without_a_gap(
    shop: Workspace, now: datetime, service: Service
) -> None:
    sender("woocommerce", now, site=service.address, key="ck_1", secret="cs_1")
    begin = now - timedelta(hours=5)
    rows = [woo_order(800 + place, begin + timedelta(minutes=place)) for place in range(60)]
    service.answers[WOO] = [rows[:50], rows[49:]]
    assert (look(now).found, Order.objects.count()) == (60, 60)
    assert (
        service.asked[1].query["modified_after"]
        == f"{begin + timedelta(minutes=49, seconds=-1):%Y-%m-%dT%H:%M:%S}"
    )
    assert service.asked[0].headers["authorization"].startswith("Basic ")


def test_midtrans_is_asked_about_orders_that_wait_for_their_money(
    shop: Workspace, now: datetime, service: Service
) -> None:
    apply_orders(
        facts=[order("1001", now - QUARTER), order("1002", now - QUARTER)], source="shopify-1", now=now
    )
    sender("midtrans", now, server_key="SB-Mid-server")
    known = {"transaction_id": "T-1", "order_id": "1001", "gross_amount": "250000.00", "currency": "IDR"}
    settled = known | {"transaction_status": "settlement", "status_code": "200"}
    service.answers = {"/v2/1001/status": [settled], "/v2/1002/status": [{"status_code": "404"}]}
    row = look(now)
    assert (row.found, row.error, Payment.objects.get().status) == (1, "", "paid")
    assert dict(Order.objects.values_list("number", "status")) == {"1001": "paid", "1002": "awaiting_payment"}
    look(now + QUARTER)
    assert service.paths()[2:] == ["/v2/1002/status"]


def test_more_orders_than_one_look_takes_are_asked_about_in_turns(
    shop: Workspace, now: datetime, service: Service
) -> None:
    numbers = [f"{1000 + place}" for place in range(30)]
    apply_orders(facts=[order(number, now - QUARTER) for number in numbers], source="shopify-1", now=now)
    sender("midtrans", now, server_key="SB-Mid-server")
    first = look(now)
    assert first.next_at == now + timedelta(minutes=1)
    assert look(first.next_at).next_at == first.next_at + QUARTER
    assert sorted(service.paths()) == [f"/v2/{number}/status" for number in numbers]


def test_invoices_of_xendit_that_were_paid_or_expired_are_listed(
    shop: Workspace, now: datetime, service: Service
) -> None:
    apply_orders(facts=[order("1001", now - QUARTER)], source="shopify-1", now=now)
    sender("xendit", now, secret_key="xnd-kunci")
    paid = {"id": "inv-1", "external_id": "1001", "status": "PAID", "amount": 250000, "currency": "IDR"}
    service.answers["/v2/invoices"] = [[paid | {"paid_at": (now - QUARTER).isoformat()}], []]
    assert look(now).found == 1
    assert Order.objects.get().status == "paid"
    assert {name for one in service.asked for name in one.query} >= {
        "paid_after",
        "paid_before",
        "expired_after",
    }


def test_biteship_is_asked_about_parcels_that_have_not_arrived(
    shop: Workspace, now: datetime, service: Service
) -> None:
    apply_orders(facts=[order("1001", now - QUARTER)], source="shopify-1", now=now)
    endpoint = sender("biteship", now, api_key="biteship-kunci")
    given = {"endpoint": endpoint, "kind": "biteship", "received_at": now, "next_at": now, "state": "done"}
    for number, status in (("BTS-1", "picked"), ("BTS-2", "delivered")):
        RawDelivery.objects.create(body=json.dumps({"order_id": number, "status": status}).encode(), **given)
    steps = [{"status": "delivered", "updated_at": (now - QUARTER).isoformat()}]
    truth = {"id": "BTS-1", "reference_id": "1001", "status": "delivered", "courier": {"history": steps}}
    service.answers["/v1/orders/BTS-1"] = [truth]
    assert look(now).found == 1
    assert (Shipment.objects.get().status, service.paths()) == ("delivered", ["/v1/orders/BTS-1"])


def test_tiktok_shop_is_asked_with_a_token_that_renews_itself(
    shop: Workspace, now: datetime, service: Service
) -> None:
    sender("tiktokshop", now, signs="6abc:rahasia", shop="7494", refresh_token="r-1")
    token = {"access_token": "a-2", "refresh_token": "r-2", "access_token_expire_in": 4102444800}
    service.answers[TIKTOK_TOKEN] = [{"code": 0, "data": token}]
    service.answers["/authorization/202309/shops"] = [
        {"code": 0, "data": {"shops": [{"id": "7494", "cipher": "c-1"}]}}
    ]
    lines = [{"seller_sku": "KOPI-250", "product_name": "Kopi Gayo"}] * 2
    told = {"id": "5760001", "status": "AWAITING_SHIPMENT", "update_time": int(now.timestamp()) - 600}
    service.answers[TIKTOK] = [{"code": 0, "data": {"orders": [told | {"line_items": lines}]}}]
    assert (look(now).found, Order.objects.get().status) == (1, "paid")
    look(now + QUARTER)
    assert service.paths().count(TIKTOK_TOKEN) == 1
    assert (kept()["refresh_token"], kept()["shop_cipher"]) == ("r-2", "c-1")
    asked = next(one for one in service.asked if one.path == TIKTOK)
    signed = "".join(f"{name}{asked.query[name]}" for name in sorted(asked.query) if name != "sign")
    text = b"rahasia" + TIKTOK.encode() + signed.encode() + asked.body + b"rahasia"
    assert asked.query["sign"] == hmac.digest(b"rahasia", text, "sha256").hex()


def test_shopee_gives_fifty_orders_at_a_time_and_a_new_token_before_that(
    shop: Workspace, now: datetime, service: Service
) -> None:
    fields = {"partner_id": "2001", "partner_key": "kunci", "refresh_token": "r-1"}
    sender("shopee", now, shop="22", **fields)
    token = {"error": "", "access_token": "a-2", "refresh_token": "r-2", "expire_in": 14400}
    service.answers[SHOPEE_TOKEN] = [token]
    one = {"order_sn": "260915SARI"}
    service.answers[SHOPEE] = [
        {"error": "", "response": {"more": True, "next_cursor": "20", "order_list": [one]}},
        {"error": "", "response": {"more": False, "order_list": []}},
    ]
    detail = one | {"order_status": "READY_TO_SHIP", "update_time": int(now.timestamp()) - 600}
    service.answers["/api/v2/order/get_order_detail"] = [{"error": "", "response": {"order_list": [detail]}}]
    assert (look(now).found, Order.objects.get().status) == (1, "paid")
    assert kept()["refresh_token"] == "r-2"
    asked = next(one for one in service.asked if one.path == SHOPEE)
    text = f"2001{SHOPEE}{asked.query['timestamp']}a-222"
    assert asked.query["sign"] == hmac.new(b"kunci", text.encode(), hashlib.sha256).hexdigest()


def test_a_token_that_was_taken_back_is_said_so(shop: Workspace, now: datetime, service: Service) -> None:
    sender("shopee", now, shop="22", partner_id="2001", partner_key="kunci", refresh_token="r-1")
    service.answers[SHOPEE_TOKEN] = [{"error": "error_auth", "message": "Invalid refresh_token."}]
    assert look(now).error == "refused_key"
