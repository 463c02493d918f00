"""Nobody is believed by a fixed token alone, and no call speaks for another shop."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from sapa.accounts.models import Workspace
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.commerce.models import Confirmation, Order, Payment, Sender, Shipment
from sapa.commerce.services import apply_orders
from sapa.commerce.services.asking import keep_access
from sapa.commerce.services.confirming import confirm_due
from sapa.config.sources import PARSERS, SOURCES
from sapa.config.worker import _round, steps
from sapa.events.models import Endpoint, RawDelivery
from sapa.events.services import create_endpoint
from sapa.events.services.handling import _apply_group
from tests.rooms.commerce.conftest import order
from tests.rooms.commerce.services import Service, serving
from tests.rooms.commerce.test_hearing import SECRET, Call
from tests.rooms.commerce.test_hearing import deliver as call

SOON = timedelta(seconds=1)


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as one:
        yield one


def sender(kind: str, now: datetime, **access: str) -> Endpoint:
    endpoint, _secret = create_endpoint(kind=kind, label=kind, now=now, secret="rahasia-toko")
    if access:
        keep_access(endpoint_id=endpoint.pk, fields=access, shop="", now=now)
    return endpoint


def deliver(endpoint: Endpoint, body: dict[str, Any], now: datetime, **headers: str) -> RawDelivery:
    given = {"endpoint": endpoint, "kind": endpoint.kind, "received_at": now, "next_at": now}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return RawDelivery.objects.create(body=json.dumps(body).encode(), headers=named, **given)


def read(now: datetime) -> None:
    """One round of the loop «raw deliveries» in this workspace, within the test's own transaction."""
    for kind in (
        RawDelivery.objects.filter(state="new", next_at__lte=now).values_list("kind", flat=True).distinct()
    ):
        _apply_group(current_workspace_id(), kind, SOURCES[kind], now, 100)


def work(now: datetime) -> None:
    """A round of the loops that read deliveries and ask about them."""
    read(now)
    confirm_due(now=now + SOON, parsers=PARSERS, pause=0)
    read(now + 2 * SOON)


def invoice(now: datetime, status: str = "PAID", **said: Any) -> dict[str, Any]:
    known = {"id": "inv-1", "external_id": "1001", "status": status, "amount": 250000, "currency": "IDR"}
    times = {"created": now.isoformat(), "updated": now.isoformat()}
    return known | times | ({"paid_at": now.isoformat()} if status == "PAID" else {}) | said


def test_what_a_fixed_token_claims_is_done_when_the_service_says_so_too(
    shop: Workspace, now: datetime, service: Service
) -> None:
    apply_orders(facts=[order("1001", now)], source="shopify-1", now=now)
    endpoint = sender("xendit", now, secret_key="xnd-kunci")
    service.answers["/v2/invoices/inv-1"] = [invoice(now)]
    deliver(endpoint, invoice(now), now)
    read(now)
    assert not Payment.objects.exists()
    work(now + SOON)
    assert Order.objects.get().status == "paid"
    assert service.asked[0].headers["authorization"].startswith("Basic ")
    assert not Confirmation.objects.exists()


def test_where_they_disagree_the_service_wins(shop: Workspace, now: datetime, service: Service) -> None:
    apply_orders(facts=[order("1001", now)], source="shopify-1", now=now)
    endpoint = sender("xendit", now, secret_key="xnd-kunci")
    service.answers["/v2/invoices/inv-1"] = [invoice(now, "PENDING")]
    deliver(endpoint, invoice(now), now)
    work(now)
    assert Payment.objects.get().status == "pending"
    assert Order.objects.get().status == "awaiting_payment"
    assert Sender.objects.get().disagreed == 1


def test_while_the_service_cannot_be_asked_nothing_is_done_and_it_is_tried_again(
    shop: Workspace, now: datetime, service: Service
) -> None:
    endpoint = sender("xendit", now, secret_key="xnd-kunci")
    service.answers["/v2/invoices/inv-1"] = [503, invoice(now)]
    row = deliver(endpoint, invoice(now), now)
    work(now)
    row.refresh_from_db()
    assert (row.state, row.error, Payment.objects.count()) == ("new", "unconfirmed", 0)
    assert Sender.objects.get().error == "broken_there"
    assert len(service.asked) == 1
    for seconds in (12, 40, 53):
        work(now + timedelta(seconds=seconds))
    assert Payment.objects.get().status == "paid"
    assert Sender.objects.get().error == ""


@pytest.mark.parametrize("answer", ["teks", {"status": "PAID"}])
def test_an_answer_that_says_nothing_confirms_nothing(
    shop: Workspace, now: datetime, service: Service, answer: Any
) -> None:
    endpoint = sender("xendit", now, secret_key="xnd-kunci")
    service.answers["/v2/invoices/inv-1"] = [answer]
    row = deliver(endpoint, invoice(now), now)
    work(now)
    row.refresh_from_db()
    assert (row.state, row.error, Payment.objects.count()) == ("new", "unconfirmed", 0)


def test_what_the_service_never_heard_of_is_put_aside_and_shown(
    shop: Workspace, now: datetime, service: Service
) -> None:
    row = deliver(sender("xendit", now, secret_key="xnd-kunci"), invoice(now), now)
    for minutes in range(0, 120, 5):
        work(now + timedelta(minutes=minutes))
    row.refresh_from_db()
    assert (row.state, row.error) == ("dead", "unconfirmed")
    assert not Payment.objects.exists()
    assert not Confirmation.objects.exists()
    assert len(service.asked) <= 6


@pytest.mark.parametrize(
    ("data", "path", "answer"),
    [
        (
            {"payment_id": "py-1", "reference_id": "1001", "status": "SUCCEEDED"},
            "/v3/payments/py-1",
            {"payment_id": "py-1", "reference_id": "1001", "status": "SUCCEEDED", "request_amount": 250000},
        ),
        (
            {"id": "ewc-1", "reference_id": "1001", "status": "SUCCEEDED", "charge_amount": 250000},
            "/transactions",
            {"data": [{"reference_id": "1001", "status": "SUCCESS", "amount": 250000, "type": "PAYMENT"}]},
        ),
    ],
)
def test_each_product_of_xendit_has_its_own_door(
    shop: Workspace, now: datetime, service: Service, data: dict[str, Any], path: str, answer: dict[str, Any]
) -> None:
    event = "payment.capture" if "payment_id" in data else "ewallet.capture"
    service.answers[path] = [answer]
    body = {"event": event, "created": now.isoformat(), "data": data | {"currency": "IDR"}}
    deliver(sender("xendit", now, secret_key="xnd-kunci"), body, now)
    work(now)
    assert service.paths() == [path]
    assert Payment.objects.get().status == "paid"


@pytest.mark.parametrize(
    ("name", "path"), [("refund_id", "/v3/refunds/rfd-1"), ("id", "/refunds/rfd-1")], ids=["newer", "older"]
)
def test_money_goes_back_when_the_refund_stands_at_xendit(
    shop: Workspace, now: datetime, service: Service, name: str, path: str
) -> None:
    endpoint = sender("xendit", now, secret_key="xnd-kunci")
    data = {name: "rfd-1", "payment_id": "py-1", "amount": 250000, "currency": "IDR", "status": "SUCCEEDED"}
    service.answers[path] = [data | {"status": "PENDING"}, data]
    body = {"event": "refund.succeeded", "created": now.isoformat(), "data": data | {"reference_id": "1001"}}
    deliver(endpoint, body, now)
    work(now)
    assert not Payment.objects.exists()
    for seconds in (12, 60):
        work(now + timedelta(seconds=seconds))
    assert Payment.objects.get().status == "refunded"


def test_a_transaction_of_midtrans_is_asked_with_the_server_key(
    shop: Workspace, now: datetime, service: Service
) -> None:
    told = {"transaction_id": "T-1", "order_id": "1001", "gross_amount": "250000.00", "currency": "IDR"}
    settled = told | {"transaction_status": "settlement", "status_code": "200"}
    service.answers["/v2/T-1/status"] = [told | {"transaction_status": "expire", "status_code": "407"}]
    deliver(sender("midtrans", now, server_key="SB-Mid-server"), settled, now)
    work(now)
    assert Payment.objects.get().status == "expired"


def test_a_parcel_has_arrived_when_biteship_itself_says_so(
    shop: Workspace, now: datetime, service: Service
) -> None:
    apply_orders(facts=[order("1001", now)], source="shopify-1", now=now)
    told = {"order_id": "BTS-1", "reference_id": "1001", "updated_at": now.isoformat()}
    steps = [{"status": "picked", "updated_at": now.isoformat()}]
    truth = {"id": "BTS-1", "reference_id": "1001", "status": "picked", "courier": {"history": steps}}
    service.answers["/v1/orders/BTS-1"] = [truth]
    deliver(sender("biteship", now, api_key="biteship-kunci"), told | {"status": "delivered"}, now)
    work(now)
    assert Shipment.objects.get().status == "picked_up"


def test_without_credentials_a_fixed_token_is_believed(shop: Workspace, now: datetime) -> None:
    deliver(sender("xendit", now), invoice(now), now)
    read(now)
    assert Payment.objects.get().status == "paid"


def test_the_first_shop_that_calls_is_bound_and_another_one_is_put_aside(
    shop: Workspace, now: datetime
) -> None:
    endpoint = sender("shopee", now)
    push = {"code": 3, "timestamp": int(now.timestamp())}

    def told(number: str, shop_id: int) -> dict[str, Any]:
        return push | {"shop_id": shop_id, "data": {"ordersn": number, "status": "UNPAID"}}

    rows = [deliver(endpoint, told(number, at), now) for number, at in (("A", 22), ("B", 99), ("C", 22))]
    read(now)
    found = [(row.state, row.error) for row in RawDelivery.objects.order_by("pk")]
    assert found == [("done", ""), ("dead", "foreign_shop"), ("done", "")]
    assert set(Order.objects.values_list("external_id", flat=True)) == {"A", "C"}
    assert Sender.objects.get().shop == "22"
    assert len(rows) == 3


def test_a_shop_that_stands_in_the_headers_is_compared_too(shop: Workspace, now: datetime) -> None:
    endpoint = sender("woocommerce", now)
    body = {"id": 801, "status": "pending", "line_items": [], "date_created_gmt": f"{now:%Y-%m-%dT%H:%M:%S}"}
    topic = {"x_wc_webhook_topic": "order.updated"}
    for site in ("https://toko-sari.test/", "http://www.Toko-Sari.test", "https://toko-lain.test/"):
        deliver(endpoint, body, now, x_wc_webhook_source=site, **topic)
    read(now)
    found = list(RawDelivery.objects.order_by("pk").values_list("error", flat=True))
    assert found == ["", "", "foreign_shop"]


def test_the_loops_of_the_worker_do_it_together(
    committed_shop: Workspace, service: Service, settings: LazySettings
) -> None:
    settings.SOURCES = "sapa.config.sources.SOURCES"
    now = datetime.now(UTC)
    service.answers["/v2/invoices/inv-1"] = [invoice(now)]
    with workspace_scope(committed_shop.pk):
        endpoint, _secret = create_endpoint(kind="xendit", label="Xendit", now=now, secret=SECRET)
        keep_access(endpoint_id=endpoint.pk, fields={"secret_key": "xnd-kunci"}, shop="", now=now)
    assert call({"xendit": endpoint}, [Call("xendit", invoice(now, "EXPIRED"))]) == [200]
    loops = {name: step for name, step, _rest in steps()}
    with ThreadPoolExecutor(1) as thread:
        for name in ("raw deliveries", "confirmations", "raw deliveries"):
            thread.submit(_round, loops[name]).result()
    with workspace_scope(committed_shop.pk):
        assert Payment.objects.get().status == "paid"


def test_deliveries_without_an_answer_hold_up_no_other(
    shop: Workspace, now: datetime, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sapa.commerce.services.confirming.MOST_ASKED", 2)
    endpoint = sender("xendit", now, secret_key="xnd-kunci")
    service.answers["/v2/invoices/inv-1"] = [invoice(now)]
    doorless = {"id": "x-1", "callback_virtual_account_id": "va-3", "external_id": "1001", "amount": 1}
    for place, body in enumerate(
        [invoice(now, id="inv-7"), doorless, invoice(now, id="inv-8"), invoice(now)]
    ):
        deliver(endpoint, body, now + timedelta(milliseconds=place))
    for seconds in (1, 4, 7):
        work(now + timedelta(seconds=seconds))
    assert Payment.objects.get().external_id == "inv-1"
