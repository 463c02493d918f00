"""What Xendit tells of a payment, by each of its products, flat or in an envelope."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapa.commerce.models import Payment
from sapa.commerce.schemas import Heard, Told
from sapa.commerce.services import apply_payments
from sapa.commerce.sources.generic.fields import Moment
from sapa.commerce.sources.xendit import parse, verify
from sapa.events.schemas import Accepted, RefusedCall, Unreadable

NOW = datetime(2026, 9, 16, 2, 0, tzinfo=UTC)
WIB = ZoneInfo("Asia/Jakarta")
TOKEN = "tok-sari-4f7a"
AT = datetime(2026, 9, 15, 2, 40, 10, 125000, tzinfo=UTC)
WRITTEN = "2026-09-15T02:40:10.125Z"
BEGUN = "2026-09-15T02:00:00.000Z"

INVOICE: dict[str, Any] = {
    "id": "inv-5f2a",
    "external_id": "SARI-1001",
    "user_id": "biz-1",
    "is_high": False,
    "payment_method": "BANK_TRANSFER",
    "status": "PAID",
    "merchant_name": "Toko Sari",
    "amount": 250000,
    "paid_amount": 250000,
    "bank_code": "BCA",
    "paid_at": WRITTEN,
    "payer_email": "dewi@example.com",
    "description": "2 kemeja",
    "created": BEGUN,
    "updated": WRITTEN,
    "expiry_date": "2026-09-16T01:00:00.000Z",
    "currency": "IDR",
    "payment_channel": "BCA",
    "payment_destination": "7007001234567",
}
ACCOUNT_PAID: dict[str, Any] = {
    "id": "va-pay-9",
    "payment_id": "pay-77",
    "callback_virtual_account_id": "va-3",
    "owner_id": "biz-1",
    "external_id": "SARI-1001",
    "account_number": "9999000012",
    "bank_code": "BNI",
    "amount": 250000,
    "transaction_timestamp": WRITTEN,
    "merchant_code": "8808",
    "sender_name": "DEWI",
}
ACCOUNT_MADE: dict[str, Any] = {
    "id": "va-3",
    "owner_id": "biz-1",
    "external_id": "SARI-1001",
    "bank_code": "MANDIRI",
    "merchant_code": "88608",
    "name": "DEWI",
    "account_number": "8860800012",
    "is_closed": True,
    "is_single_use": True,
    "expected_amount": 250000,
    "expiration_date": "2026-09-16T01:00:00.000Z",
    "status": "ACTIVE",
    "created": BEGUN,
    "updated": BEGUN,
}
WALLET: dict[str, Any] = {
    "id": "ewc-1",
    "business_id": "biz-1",
    "reference_id": "SARI-1001",
    "status": "SUCCEEDED",
    "currency": "IDR",
    "charge_amount": 250000,
    "capture_amount": 250000,
    "checkout_method": "ONE_TIME_PAYMENT",
    "channel_code": "ID_OVO",
    "channel_properties": {"mobile_number": "+6281211112222"},
    "void_status": None,
    "voided_at": None,
    "created": BEGUN,
    "updated": WRITTEN,
}
QR: dict[str, Any] = {
    "id": "qrpy-1",
    "business_id": "biz-1",
    "currency": "IDR",
    "amount": 250000,
    "status": "SUCCEEDED",
    "created": WRITTEN,
    "qr_id": "qr-1",
    "qr_string": "0002010102" + "9" * 150,
    "reference_id": "SARI-1001",
    "type": "DYNAMIC",
    "channel_code": "ID_DANA",
}
OUTLET: dict[str, Any] = {
    "id": "ro-1",
    "external_id": "SARI-1001",
    "prefix": "TEST",
    "payment_code": "TEST892185",
    "retail_outlet_name": "ALFAMART",
    "name": "DEWI",
    "amount": 250000,
    "status": "COMPLETED",
    "transaction_timestamp": WRITTEN,
    "payment_id": "1640315983260",
    "fixed_payment_code_payment_id": "fpcp-1",
    "fixed_payment_code_id": "fpc-1",
    "owner_id": "biz-1",
}
PAYMENT: dict[str, Any] = {
    "payment_id": "py-1",
    "business_id": "biz-1",
    "status": "SUCCEEDED",
    "payment_request_id": "pr-1",
    "request_amount": "250000",
    "channel_code": "BRI_VIRTUAL_ACCOUNT",
    "country": "ID",
    "currency": "IDR",
    "reference_id": "SARI-1001",
    "channel_properties": {
        "virtual_account_number": "13282700001",
        "expires_at": "2026-09-16T01:00:00Z",
    },
    "type": "PAY",
    "created": BEGUN,
    "updated": WRITTEN,
}
OLDER: dict[str, Any] = {
    "id": "ddpy-1",
    "amount": 250000,
    "status": "SUCCEEDED",
    "country": "ID",
    "created": BEGUN,
    "updated": WRITTEN,
    "currency": "IDR",
    "reference_id": "SARI-1001",
    "failure_code": None,
    "payment_method": {
        "id": "pm-1",
        "type": "VIRTUAL_ACCOUNT",
        "reference_id": "pm-of-sari",
        "virtual_account": {
            "channel_code": "BNI",
            "channel_properties": {
                "virtual_account_number": "8808999912",
                "expires_at": "2026-09-16T01:00:00Z",
            },
        },
    },
    "payment_request_id": "pr-1",
}
REFUND: dict[str, Any] = {
    "id": "rfd-1",
    "payment_id": "py-1",
    "invoice_id": None,
    "amount": 50000,
    "payment_method_type": "EWALLET",
    "channel_code": "DANA",
    "currency": "IDR",
    "status": "SUCCEEDED",
    "reason": "CANCELLATION",
    "reference_id": "SARI-1001",
    "created": BEGUN,
    "updated": WRITTEN,
}


def hear(body: Any, *, zone: ZoneInfo = WIB) -> Heard:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return parse(raw, {}, Moment(zone, NOW, timedelta(minutes=15)))


def told(body: Mapping[str, Any]) -> Told:
    ((kind, one),) = hear(body).subjects
    assert kind == "payment"
    return one


def event(name: str, data: Mapping[str, Any], **changed: Any) -> dict[str, Any]:
    return {"event": name, "business_id": "biz-1", "created": WRITTEN, "data": {**data, **changed}}


def refusal(body: Any) -> str:
    with pytest.raises(Unreadable) as refused:
        hear(body)
    return refused.value.code


def test_the_token_is_the_signature() -> None:
    assert verify(b"{}", {"x-callback-token": TOKEN}, "", [TOKEN], NOW) == Accepted()
    assert verify(b"not json", {"x-callback-token": TOKEN}, "", ["new", TOKEN], NOW) == Accepted()


def test_no_token_and_a_wrong_token_are_refused() -> None:
    assert verify(b"{}", {}, "", [TOKEN], NOW) == RefusedCall("unsigned")
    assert verify(b"{}", {"x-callback-token": ""}, "", [""], NOW) == RefusedCall("unsigned")
    for wrong in ("tok", TOKEN + "x", TOKEN.upper(), "é", "\udcff"):
        refused = verify(b"{}", {"x-callback-token": wrong}, "", [TOKEN, ""], NOW)
        assert refused == RefusedCall("wrong_signature")


@pytest.mark.parametrize(
    ("body", "number", "method", "channel", "reference"),
    [
        (INVOICE, "inv-5f2a", "bank_transfer", "bca", "7007001234567"),
        (ACCOUNT_PAID, "pay-77", "virtual_account", "bni", "9999000012"),
        (OUTLET, "1640315983260", "retail_outlet", "alfamart", "TEST892185"),
        (event("ewallet.capture", WALLET), "ewc-1", "ewallet", "ovo", ""),
        (event("qr.payment", QR), "qrpy-1", "qr_code", "dana", ""),
        (event("payment.capture", PAYMENT), "py-1", "virtual_account", "bri", "13282700001"),
        (event("payment.succeeded", OLDER), "ddpy-1", "virtual_account", "bni", "8808999912"),
        (
            event("payment_session.completed", PAYMENT, status="COMPLETED"),
            "py-1",
            *("virtual_account",),
            "bri",
            "13282700001",
        ),
    ],
)
def test_every_product_tells_a_payment_alike(
    body: dict[str, Any], number: str, method: str, channel: str, reference: str
) -> None:
    one = told(body)
    assert (one.external_id, one.status, one.order) == (number, "paid", "SARI-1001")
    assert (one.at, one.dated) == (AT, True)
    values = one.values
    assert (values["amount"], values["currency"]) == (250_000, "IDR")
    assert (values["method"], values["channel"]) == (method, channel)
    assert values.get("reference", "") == reference
    assert hear(body).ignored == ""


@pytest.mark.parametrize(
    ("said", "status", "ignored"),
    [
        ({"status": "PAID"}, "paid", ""),
        ({"status": "SETTLED"}, "paid", ""),
        ({"status": "settled"}, "paid", ""),
        ({"status": "PENDING", "paid_at": None}, "pending", "payment_pending"),
        ({"status": "EXPIRED", "paid_at": None}, "expired", ""),
        ({"status": "FAILED"}, "failed", "payment_denied"),
    ],
)
def test_each_status_of_an_invoice(said: dict[str, Any], status: str, ignored: str) -> None:
    assert told(INVOICE | said).status == status
    assert hear(INVOICE | said).ignored == ignored


def test_a_settled_invoice_was_paid_when_it_was_paid() -> None:
    later = INVOICE | {"status": "SETTLED", "updated": "2026-09-15T23:00:00.000Z"}
    assert told(later).at == AT


def test_an_expired_invoice_ended_at_its_deadline_not_after_now() -> None:
    expired = INVOICE | {"status": "EXPIRED"}
    assert told(expired).at == datetime(2026, 9, 16, 1, 0, tzinfo=UTC)
    assert told(expired | {"expiry_date": "2026-09-20T00:00:00Z"}).at == AT


def test_an_invoice_paid_with_another_sum_tells_what_was_paid() -> None:
    assert told(INVOICE | {"paid_amount": 240000}).values["amount"] == 240_000
    assert told(INVOICE | {"paid_amount": 0, "status": "PENDING"}).values["amount"] == 250_000


def test_the_payer_of_an_invoice_is_read_along() -> None:
    payer = told(INVOICE).person
    assert payer
    assert (payer.email, payer.phone) == ("dewi@example.com", None)
    assert told(INVOICE | {"payer_email": "[redacted]"}).person is None


def test_a_closed_account_waits_for_its_sum() -> None:
    one = told(ACCOUNT_MADE)
    assert (one.external_id, one.status, one.order) == ("va-3", "pending", "SARI-1001")
    assert one.values["reference"] == "8860800012"
    assert one.values["expires_at"] == datetime(2026, 9, 16, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "said", [{"expected_amount": None, "is_closed": False}, {"status": "INACTIVE"}, {"expected_amount": ""}]
)
def test_an_open_or_used_account_tells_nothing(said: dict[str, Any]) -> None:
    assert hear(ACCOUNT_MADE | said) == Heard(ignored="no_event")


def test_an_open_account_may_be_paid_twice() -> None:
    first, second = told(ACCOUNT_PAID), told(ACCOUNT_PAID | {"id": "va-pay-10", "payment_id": "pay-78"})
    assert first.external_id != second.external_id


def test_a_payment_code_waits_for_its_sum() -> None:
    made = {
        **{"id": "fpc-1", "external_id": "SARI-1001", "retail_outlet_name": "INDOMARET", "status": "ACTIVE"},
        **{"payment_code": "TEST1", "expected_amount": 250000, "expiration_date": "2026-09-17T00:00:00Z"},
    }
    one = told(made)
    assert (one.status, one.dated, one.values["channel"]) == ("pending", False, "indomaret")


@pytest.mark.parametrize(
    ("name", "status", "expected"),
    [
        ("payment.capture", "SUCCEEDED", "paid"),
        ("payment.capture", "", "paid"),
        ("payment.capture", "PENDING", "pending"),
        ("payment.capture", "FAILED", "failed"),
        ("payment.authorization", "AUTHORIZED", "pending"),
        ("payment.authorization", "SUCCEEDED", "pending"),
        ("payment.failure", "FAILED", "failed"),
        ("payment.failure", "SUCCEEDED", "failed"),
        ("payment.expiry", "EXPIRED", "expired"),
        ("payment_request.expiry", "EXPIRED", "expired"),
        ("payment_request.succeeded", "SUCCEEDED", "paid"),
        ("payment_request.status", "REQUIRES_ACTION", "pending"),
        ("payment_session.expired", "EXPIRED", "expired"),
        ("payment.succeeded", "SUCCEEDED", "paid"),
        ("payment.failed", "FAILED", "failed"),
        ("payment.pending", "PENDING", "pending"),
        ("payment.awaiting_capture", "AWAITING_CAPTURE", "pending"),
        ("capture.succeeded", "SUCCEEDED", "paid"),
        ("capture.failed", "FAILED", "failed"),
        ("ewallet.capture", "SUCCEEDED", "paid"),
        ("ewallet.capture", "FAILED", "failed"),
        ("ewallet.capture", "PENDING", "pending"),
        ("ewallet.capture", "VOIDED", "cancelled"),
        ("ewallet.void", "VOIDED", "cancelled"),
        ("qr.payment", "COMPLETED", "paid"),
        ("qr.payment", "SUCCEEDED", "paid"),
        ("qr.payment", "FAILED", "failed"),
        ("direct_debit.payment", "COMPLETED", "paid"),
        ("PAYMENT.CAPTURE", "succeeded", "paid"),
    ],
)
def test_each_event_means_one_thing(name: str, status: str, expected: str) -> None:
    assert told(event(name, PAYMENT, status=status)).status == expected


def test_what_was_captured_counts_not_what_was_asked_for() -> None:
    captures = [{"capture_amount": "150000.00", "capture_id": "c-1"}, {"capture_amount": 50000}, None, "c"]
    assert told(event("payment.capture", PAYMENT, captures=captures)).values["amount"] == 200_000
    assert told(event("payment.capture", PAYMENT, captures=[])).values["amount"] == 250_000
    assert (
        refusal(event("payment.capture", PAYMENT, captures=[{"capture_amount": 10**15}] * 2)) == "bad_amount"
    )


def test_a_void_counts_once_it_is_done() -> None:
    voided = event("ewallet.void", WALLET, status="VOIDED", void_status="SUCCEEDED", voided_at=WRITTEN)
    assert (told(voided).status, told(voided).at) == ("cancelled", AT)
    assert hear(event("ewallet.void", WALLET, void_status="FAILED")) == Heard(ignored="void_pending")


def test_an_older_qr_has_no_envelope() -> None:
    body = {
        **{"event": "qr.payment", "id": "qrpy-2", "amount": 1500, "created": WRITTEN, "status": "COMPLETED"},
        "qr_code": {"id": "qr-2", "external_id": "SARI-1002", "type": "DYNAMIC"},
        "payment_details": {"source": "BNI"},
    }
    one = told(body)
    assert (one.external_id, one.order, one.status, one.at) == ("qrpy-2", "SARI-1002", "paid", AT)
    assert (one.values["method"], one.values["channel"]) == ("qr_code", "bni")


def test_an_older_wallet_has_neither_event_nor_number() -> None:
    body = {
        **{"external_id": "SARI-1001", "amount": "250000", "business_id": "biz-1", "ewallet_type": "OVO"},
        **{"status": "COMPLETED", "transaction_date": WRITTEN},
    }
    one = told(body)
    assert (one.external_id, one.status, one.values["channel"]) == ("SARI-1001", "paid", "ovo")


def test_a_refund_names_its_payment_and_its_sum() -> None:
    one = told(event("refund.succeeded", REFUND))
    assert (one.external_id, one.status, one.order, one.at) == ("py-1", "refunded", "SARI-1001", AT)
    assert one.values["amount"] == 50_000
    of_invoice = event("refund.succeeded", REFUND, invoice_id="inv-5f2a", reference_id="")
    assert (told(of_invoice).external_id, told(of_invoice).order) == ("inv-5f2a", "")


def test_a_second_envelope_is_opened_too() -> None:
    twice = event("refund.succeeded", event("refund.succeeded", REFUND))
    assert told(twice).external_id == "py-1"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (event("refund.failed", REFUND, status="FAILED"), "refund_failed"),
        (event("refund.succeeded", REFUND, status="PENDING"), "refund_pending"),
        (event("payout.succeeded", {"id": "disb-1"}), "payout"),
        (event("disbursement.completed", {"id": "disb-1"}), "payout"),
        ({"id": "d", "external_id": "x", "status": "COMPLETED", "disbursement_description": "y"}, "payout"),
        ({"id": "d", "external_id": "x", "status": "COMPLETED", "passcode": "1"}, "payout"),
        (event("recurring.cycle.succeeded", {"id": "repl-1"}), "subscription"),
        (event("payment_method.activated", {"id": "pm-1"}), "unknown_type"),
        (event("credit_card.authentication", {"id": "c-1"}), "unknown_type"),
        (event("bill_payment.succeeded", {"id": "b-1"}), "unknown_type"),
        (event("ewallet.capture", {"reference_id": "test-payload", "status": "SUCCEEDED"}), "test_body"),
        (event("ewallet.capture", WALLET, status="ON_THE_MOON"), "unknown_status"),
        (INVOICE | {"status": "ON_THE_MOON"}, "unknown_status"),
        (OUTLET | {"status": "ON_THE_MOON"}, "unknown_status"),
        ({}, "unknown_type"),
        ({"hello": "world"}, "unknown_type"),
    ],
)
def test_what_is_of_no_use_says_what_it_was(body: dict[str, Any], code: str) -> None:
    assert hear(body) == Heard(ignored=code)


@pytest.mark.parametrize(
    ("written", "currency", "amount"),
    [
        ("250000", "IDR", 250_000),
        ("250000.00", "IDR", 250_000),
        (1500.5, "PHP", 150_050),
        ("999.99", "THB", 99_999),
        (350000, "VND", 350_000),
        ("49.90", "MYR", 4_990),
        ("1.125", "idr", 1),
    ],
)
def test_amounts_are_exact_in_their_currency(written: Any, currency: str, amount: int) -> None:
    values = told(event("payment.capture", PAYMENT, request_amount=written, currency=currency)).values
    assert (values["amount"], values["currency"]) == (amount, currency.upper())


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-09-15T02:40:10Z", datetime(2026, 9, 15, 2, 40, 10, tzinfo=UTC)),
        ("2026-09-15T02:40:10.86474Z", datetime(2026, 9, 15, 2, 40, 10, 864740, tzinfo=UTC)),
        ("2026-09-15T02:40:10.213018123Z", datetime(2026, 9, 15, 2, 40, 10, 213018, tzinfo=UTC)),
        ("2026-09-15T09:40:10+07:00", datetime(2026, 9, 15, 2, 40, 10, tzinfo=UTC)),
        ("2026-09-15T02:40:10", datetime(2026, 9, 15, 2, 40, 10, tzinfo=UTC)),
    ],
)
def test_times_are_read_to_the_microsecond_and_without_zone_in_utc(written: str, at: datetime) -> None:
    assert told(event("payment.capture", PAYMENT, updated=written)).at == at


def test_without_a_time_of_its_own_the_envelope_dates_it() -> None:
    bare = {name: value for name, value in PAYMENT.items() if name not in ("created", "updated")}
    assert told(event("payment.capture", bare)).at == AT


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (event("payment.capture", PAYMENT, reference_id=None), "missing_id"),
        (event("payment.capture", {}), "missing_id"),
        (event("ewallet.capture", WALLET, id=[], updated=None), "missing_id"),
        (INVOICE | {"id": None}, "missing_id"),
        (INVOICE | {"external_id": "x" * 121}, "cell_too_long"),
        (INVOICE | {"paid_amount": "a lot"}, "bad_amount"),
        (INVOICE | {"paid_amount": -5}, "negative_amount"),
        (INVOICE | {"paid_amount": 10**30}, "bad_amount"),
        (INVOICE | {"currency": "QQQ"}, "unknown_currency"),
        (INVOICE | {"paid_at": "yesterday"}, "bad_date"),
        (INVOICE | {"paid_at": "2026-12-01T00:00:00Z"}, "future_date"),
    ],
)
def test_what_cannot_be_read_says_why(body: dict[str, Any], code: str) -> None:
    assert refusal(body) == code


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe\xfa", b"[" * 100_000])
def test_only_an_object_can_be_read(body: bytes) -> None:
    assert refusal(body) == "invalid_json"


OPEN = INVOICE | {"status": "PENDING", "paid_at": None, "paid_amount": 0, "updated": BEGUN}
SETTLED = INVOICE | {"status": "SETTLED", "updated": "2026-09-15T20:00:00Z"}
DECLINED = event("payment.failure", PAYMENT, status="FAILED", updated="2026-09-15T02:10:00Z")
BACK = event("refund.succeeded", REFUND, updated="2026-09-15T05:00:00Z")


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("life", "status"),
    [
        ((OPEN, INVOICE), "paid"),
        ((OPEN, INVOICE, SETTLED), "paid"),
        ((OPEN, OPEN | {"status": "EXPIRED"}), "expired"),
        ((DECLINED, event("payment.capture", PAYMENT)), "paid"),
        ((event("payment.capture", PAYMENT), BACK), "paid"),  # a part went back
    ],
)
def test_a_payment_ends_alike_in_whatever_order_it_is_told(
    life: Sequence[dict[str, Any]], status: str
) -> None:
    ends = set()
    for order in permutations(life):
        for one in [*order, *order]:
            apply_payments(told=[told(one)], source="xendit-1", now=NOW)
        row = Payment.objects.get()
        ends.add((row.status, row.status_at, row.paid_at, row.amount, row.reference, row.expires_at))
        row.delete()
    assert len(ends) == 1
    assert ends.pop()[0] == status


REQUESTED: dict[str, Any] = {**PAYMENT, "payment_id": None, "id": "pr-1", "payment_request_id": None}
OF_INVOICE: dict[str, Any] = {**INVOICE, "payment_id": "py-1"}
TOLD_THRICE = (
    event("payment_request.succeeded", REQUESTED),
    event("payment.capture", PAYMENT),
    OF_INVOICE,
    BACK,
)


@pytest.mark.usefixtures("shop")
def test_a_payment_that_is_told_as_request_payment_and_invoice_is_one() -> None:
    ends = set()
    for order in permutations(TOLD_THRICE):
        for one in [*order, *order]:
            apply_payments(told=[told(one)], source="xendit-1", now=NOW)
        row = Payment.objects.get()
        ends.add((row.external_id, row.status, row.paid_at, row.amount, row.refunded_amount))
        row.delete()
    assert ends == {("inv-5f2a", "paid", AT, 250_000, 50_000)}


@pytest.mark.usefixtures("shop")
def test_a_payment_that_is_told_three_times_at_once_is_one() -> None:
    for order in permutations(TOLD_THRICE):
        apply_payments(told=[told(one) for one in order], source="xendit-1", now=NOW)
        assert Payment.objects.get().refunded_amount == 50_000
        Payment.objects.get().delete()


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    "named", [{"payment_id": "py-1"}, {"payment_id": None, "payment_request_id": "pr-1"}]
)
def test_a_refund_finds_its_payment_by_either_number(named: dict[str, Any]) -> None:
    refund = event("refund.succeeded", REFUND | {"payment_request_id": None} | named)
    for one in (event("payment.capture", PAYMENT), refund):
        apply_payments(told=[told(one)], source="xendit-1", now=NOW)
    assert Payment.objects.get().refunded_amount == 50_000


@pytest.mark.usefixtures("shop")
def test_each_payment_into_a_code_that_stays_is_its_own() -> None:
    stays = PAYMENT | {"type": "REUSABLE_PAYMENT_CODE"}
    for number in ("py-1", "py-2"):
        refund = REFUND | {"id": f"rfd-{number}", "payment_id": number, "payment_request_id": "pr-1"}
        for one in (
            event("payment.capture", stays | {"payment_id": number}),
            event("refund.succeeded", refund),
        ):
            apply_payments(told=[told(one)], source="xendit-1", now=NOW)
    assert dict(Payment.objects.values_list("external_id", "refunded_amount")) == {
        "py-1": 50_000,
        "py-2": 50_000,
    }


@pytest.mark.usefixtures("shop")
def test_an_attempt_that_failed_stays_beside_the_one_that_was_paid() -> None:
    failed = event("payment.failure", PAYMENT | {"payment_id": "py-0", "status": "FAILED"})
    for one in (failed, event("payment.capture", PAYMENT)):
        apply_payments(told=[told(one)], source="xendit-1", now=NOW)
    assert set(Payment.objects.values_list("external_id", "status")) == {("py-0", "failed"), ("pr-1", "paid")}


SHAPES = st.sampled_from([INVOICE, ACCOUNT_PAID, ACCOUNT_MADE, OUTLET])
DATA = st.sampled_from([WALLET, QR, PAYMENT, OLDER, REFUND])
EVENTS = st.sampled_from(
    [
        *("ewallet.capture", "ewallet.void", "qr.payment", "payment.capture", "payment.succeeded"),
        *("refund.succeeded", "refund.failed", "payment_request.expiry", "payout.succeeded", "what.ever"),
    ]
)
NAMES = st.sampled_from(
    [*INVOICE, *ACCOUNT_MADE, *OUTLET, *PAYMENT, *OLDER, *REFUND, "qr_code", "event", "data"]
)
WORDS = st.sampled_from(["PAID", "SUCCEEDED", "VOIDED", "IDR", WRITTEN, "1e999", "NaN"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | WORDS
JUNK = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(), inner, max_size=6),
    max_leaves=30,
)
SPOILED = st.dictionaries(NAMES, JUNK, max_size=5)


@given(
    JUNK
    | st.builds(lambda body, said: body | said, SHAPES, SPOILED)
    | st.builds(lambda name, data, said: event(name, data | said), EVENTS, DATA, SPOILED)
)
def test_any_json_is_taken_or_refused_with_a_code(junk: Any) -> None:
    try:
        heard = hear(json.dumps(junk).encode())
    except Unreadable:
        return
    assert heard.subjects or heard.ignored


@given(st.binary(), st.text())
def test_any_bytes_are_taken_or_refused_with_a_code(raw: bytes, token: str) -> None:
    assert isinstance(verify(raw, {"x-callback-token": token}, "", [TOKEN], NOW), RefusedCall)
    with suppress(Unreadable):
        hear(raw)
