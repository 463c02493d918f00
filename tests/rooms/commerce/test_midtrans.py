"""What Midtrans tells of a payment: genuine or not, what became of it, and when."""

import hashlib
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
from sapa.commerce.sources.midtrans import parse, verify
from sapa.events.schemas import Accepted, RefusedCall, Unreadable, Verdict

NOW = datetime(2026, 9, 16, 2, 0, tzinfo=UTC)
WITA = ZoneInfo("Asia/Makassar")
KEY = "SB-Mid-server-toko-sari"
PUBLISHED_KEY = "askvnoibnosifnboseofinbofinfgbiufglnbfg"
PUBLISHED_SIGNATURE = (
    "edc076b21793ebe3e17926350f5b8ae67d902fe657b3d0aa31b932d5c127e237"
    "5d308a2bc94f3265ac2d80a1f181a79b997ac178a236fcff35af263fc4d4c231"
)
PENDING: dict[str, Any] = {
    "transaction_time": "2026-09-15 09:00:00",
    "transaction_status": "pending",
    "transaction_id": "7f3c9a52-sari-1001",
    "status_message": "midtrans payment notification",
    "status_code": "201",
    "payment_type": "bank_transfer",
    "va_numbers": [{"va_number": "812785002530231", "bank": "bca"}],
    "payment_amounts": [],
    "order_id": "SARI-1001",
    "merchant_id": "G000000001",
    "gross_amount": "250000.00",
    "fraud_status": "accept",
    "expiry_time": "2026-09-16 08:00:00",
    "currency": "IDR",
}
SETTLED = PENDING | {
    "transaction_status": "settlement",
    "status_code": "200",
    "settlement_time": "2026-09-15 09:40:10",
}


def hear(body: Any, *, zone: ZoneInfo = WITA) -> Heard:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return parse(raw, {}, Moment(zone, NOW, timedelta(minutes=15)))


def told(body: Mapping[str, Any]) -> Told:
    ((kind, one),) = hear(body).subjects
    assert kind == "payment"
    return one


def signed(body: Mapping[str, Any], key: str = KEY) -> dict[str, Any]:
    text = f"{body['order_id']}{body['status_code']}{body['gross_amount']}{key}"
    return {**body, "signature_key": hashlib.sha512(text.encode()).hexdigest()}


def check(body: Any, *secrets: str) -> Verdict:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return verify(raw, {}, "", secrets or (KEY,), NOW)


def refusal(body: Any) -> str:
    with pytest.raises(Unreadable) as refused:
        hear(body)
    return refused.value.code


def test_the_published_signature_is_genuine() -> None:
    body = {"order_id": "1111", "status_code": "200", "gross_amount": "100000.00"}
    assert check(body | {"signature_key": PUBLISHED_SIGNATURE}, PUBLISHED_KEY) == Accepted()


def test_numbers_are_signed_as_they_were_written() -> None:
    body = b'{"order_id": 1111, "status_code": 200, "gross_amount": 100000.00, "signature_key": "%s"}'
    assert check(body % PUBLISHED_SIGNATURE.encode(), PUBLISHED_KEY) == Accepted()
    shorter = {"order_id": "1111", "status_code": "200", "gross_amount": "100000"}
    assert check(shorter | {"signature_key": PUBLISHED_SIGNATURE}, PUBLISHED_KEY) == RefusedCall(
        "wrong_signature"
    )


def test_the_old_key_holds_while_keys_change() -> None:
    assert check(signed(SETTLED), "new key", KEY) == Accepted()
    assert check(signed(SETTLED), "new key") == RefusedCall("wrong_signature")
    assert check(signed(SETTLED, key=""), "") == RefusedCall("wrong_signature")


def test_capital_letters_of_the_signature_do_not_matter() -> None:
    body = signed(SETTLED)
    assert check(body | {"signature_key": body["signature_key"].upper()}) == Accepted()


@pytest.mark.parametrize("name", ["order_id", "status_code", "gross_amount"])
def test_no_signed_part_may_be_another_or_missing(name: str) -> None:
    body = signed(SETTLED)
    assert check(body | {name: "999"}) == RefusedCall("wrong_signature")
    assert check(body | {name: None}) == RefusedCall("wrong_signature")
    assert check({other: value for other, value in body.items() if other != name}) == RefusedCall(
        "wrong_signature"
    )


def test_digits_cannot_move_from_the_code_to_its_neighbours() -> None:
    body = signed(PENDING)
    moved = {"status_code": "", "gross_amount": "201250000.00", "transaction_status": "settlement"}
    assert check(body | moved) == RefusedCall("wrong_signature")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe\xfa", b'"text"', b"[" * 100_000, {}, SETTLED])
def test_what_is_not_signed_is_refused(body: Any) -> None:
    assert check(body) == RefusedCall("unsigned")


def test_a_signature_of_strange_letters_is_only_wrong() -> None:
    for strange in ("ä" * 128, "\ud800", "0" * 128):
        assert check(SETTLED | {"signature_key": strange}) == RefusedCall("wrong_signature")


def test_an_account_has_a_signature_of_its_own() -> None:
    text = f"acc-1ENABLED200{KEY}"
    body = {"account_id": "acc-1", "account_status": "ENABLED", "status_code": "200"}
    body["signature_key"] = hashlib.sha512(text.encode()).hexdigest()
    assert check(body) == Accepted()
    assert hear(body) == Heard(ignored="pay_account")


def test_a_pending_transfer_says_where_to_pay_until_when() -> None:
    one = told(PENDING)
    assert (one.external_id, one.status, one.order) == ("7f3c9a52-sari-1001", "pending", "SARI-1001")
    assert one.values == {
        "amount": 250_000,
        "currency": "IDR",
        "method": "bank_transfer",
        "channel": "bca",
        "reference": "812785002530231",
        "expires_at": datetime(2026, 9, 16, 1, 0, tzinfo=UTC),
    }
    assert hear(PENDING).ignored == "payment_pending"


def test_times_are_wib_whatever_the_zone_of_the_workspace() -> None:
    at = datetime(2026, 9, 15, 2, 40, 10, tzinfo=UTC)
    for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC"):
        ((_, one),) = hear(SETTLED, zone=ZoneInfo(zone)).subjects
        assert (one.at, one.dated) == (at, True)


@pytest.mark.parametrize(
    ("status", "fraud", "code", "expected"),
    [
        ("pending", "accept", "201", "pending"),
        ("pending", None, "201", "pending"),
        ("pending", "deny", "202", "failed"),
        ("authorize", "accept", "200", "pending"),
        ("authorize", "challenge", "201", "challenged"),
        ("authorize", "deny", "202", "failed"),
        ("capture", "accept", "200", "paid"),
        ("capture", None, "200", "paid"),
        ("capture", "challenge", "201", "challenged"),
        ("capture", "review", "200", "challenged"),
        ("capture", "deny", "202", "failed"),
        ("settlement", "accept", "200", "paid"),
        ("settlement", None, "200", "paid"),
        ("settlement", "challenge", "200", "paid"),
        ("settlement", "deny", "202", "failed"),
        ("deny", "accept", "202", "failed"),
        ("deny", "deny", "202", "failed"),
        ("failure", None, "202", "failed"),
        ("cancel", "accept", "200", "cancelled"),
        ("cancel", "accept", "202", "cancelled"),
        ("expire", "accept", "202", "expired"),
        ("expire", None, "407", "expired"),
        ("refund", "accept", "200", "refunded"),
        ("partial_refund", "accept", "200", "refunded"),
        ("chargeback", None, "200", "refunded"),
        ("partial_chargeback", None, "200", "refunded"),
        ("SETTLEMENT", "ACCEPT", "200", "paid"),
    ],
)
def test_each_status_means_one_thing(status: str, fraud: str | None, code: str, expected: str) -> None:
    body = PENDING | {"transaction_status": status, "status_code": code, "fraud_status": fraud}
    assert told(body).status == expected


@pytest.mark.parametrize("status", ["capture", "settlement", "refund"])
@pytest.mark.parametrize("code", ["201", "202", "407", "", None])
def test_a_success_that_its_signed_code_denies_is_not_believed(status: str, code: str | None) -> None:
    body = PENDING | {"transaction_status": status, "status_code": code}
    assert hear(body) == Heard(ignored="unconfirmed_status")


@pytest.mark.parametrize(
    ("status", "code"),
    [("deny", "payment_denied"), ("capture", "payment_challenged"), ("cancel", ""), ("expire", "")],
)
def test_an_attempt_that_tells_nobody_anything_says_why(status: str, code: str) -> None:
    heard = hear(PENDING | {"transaction_status": status, "fraud_status": "challenge"})
    assert (heard.ignored, len(heard.subjects)) == (code, 1)


@pytest.mark.parametrize(
    ("said", "method", "channel", "reference"),
    [
        (
            {"payment_type": "bank_transfer", "va_numbers": None, "permata_va_number": "850000123456789"},
            *("bank_transfer", "permata", "850000123456789"),
        ),
        (
            {"payment_type": "echannel", "biller_code": "70012", "bill_key": "511224069085"},
            *("echannel", "mandiri", "70012 511224069085"),
        ),
        (
            {"payment_type": "cstore", "store": "Indomaret", "payment_code": "300063000630"},
            *("cstore", "indomaret", "300063000630"),
        ),
        ({"payment_type": "qris", "issuer": "dana", "acquirer": "gopay"}, "qris", "dana", ""),
        ({"payment_type": "qris", "acquirer": "airpay shopee"}, "qris", "airpay shopee", ""),
        ({"payment_type": "gopay"}, "gopay", "gopay", ""),
        ({"payment_type": "shopeepay"}, "shopeepay", "shopeepay", ""),
        (
            {"payment_type": "credit_card", "bank": "bni", "masked_card": "48111111-1114"},
            *("credit_card", "bni", ""),
        ),
        ({"payment_type": "akulaku"}, "akulaku", "akulaku", ""),
        ({"payment_type": "kredivo"}, "kredivo", "kredivo", ""),
        ({"payment_type": "bca_klikpay"}, "bca_klikpay", "bca", ""),
    ],
)
def test_each_way_to_pay_is_named(said: dict[str, Any], method: str, channel: str, reference: str) -> None:
    values = told(SETTLED | {"va_numbers": []} | said).values
    assert (values["method"], values["channel"]) == (method, channel)
    assert values.get("reference", "") == reference


def test_a_settlement_without_its_time_was_paid_when_it_began() -> None:
    bare = {name: value for name, value in SETTLED.items() if name != "settlement_time"}
    assert told(bare).at == datetime(2026, 9, 15, 2, 0, tzinfo=UTC)


def test_an_expired_one_ended_at_its_deadline() -> None:
    ended = PENDING | {"transaction_status": "expire", "status_code": "407"}
    assert told(ended).at == datetime(2026, 9, 16, 1, 0, tzinfo=UTC)
    early = ended | {"expiry_time": "2026-09-17 08:00:00"}
    assert told(early).at == datetime(2026, 9, 15, 2, 0, tzinfo=UTC)


def test_without_any_time_it_is_so_since_it_was_heard() -> None:
    bare = {name: value for name, value in SETTLED.items() if not name.endswith("_time")}
    one = told(bare)
    assert (one.at, one.dated) == (NOW, False)


REFUNDS = [
    {
        "refund_chargeback_id": 1,
        "refund_amount": "5000.00",
        "created_at": "2026-09-15 10:00:00",
        "refund_key": "rk-1",
    },
    {
        "refund_chargeback_id": 2,
        "refund_amount": "7000.00",
        "created_at": "2026-09-15 11:00:00",
        "bank_confirmed_at": "2026-09-15 12:00:00",
        "refund_key": "rk-2",
    },
]


def test_a_refund_tells_how_much_went_back_and_when() -> None:
    part = SETTLED | {"transaction_status": "partial_refund", "refunds": REFUNDS}
    one = told(part | {"refund_amount": "12000.00"})
    assert (one.status, one.values["amount"], one.order) == ("refunded", 12_000, "SARI-1001")
    assert one.at == datetime(2026, 9, 15, 5, 0, tzinfo=UTC)
    assert told(part).values["amount"] == 12_000


def test_the_whole_sum_goes_back_unless_it_is_only_a_part() -> None:
    assert told(SETTLED | {"transaction_status": "refund"}).values["amount"] == 250_000
    assert "amount" not in told(SETTLED | {"transaction_status": "partial_refund"}).values


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (SETTLED | {"order_id": "payment_notif_test_G000000001_8c2"}, "test_body"),
        (SETTLED | {"subscription_id": "sub-1"}, "subscription"),
        ({"event_name": "subscription.create", "subscription": {"id": "sub-1"}}, "subscription"),
        ({"account_id": "acc-1", "account_status": "DISABLED", "status_code": "204"}, "pay_account"),
        ({"reference_no": "iris-1", "amount": "20000.0", "status": "completed"}, "payout"),
        (SETTLED | {"transaction_status": "on_the_moon"}, "unknown_status"),
        ({}, "unknown_type"),
        ({"hello": "world"}, "unknown_type"),
    ],
)
def test_what_is_of_no_use_says_what_it_was(body: dict[str, Any], code: str) -> None:
    assert hear(body) == Heard(ignored=code)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"order_id": ""}, "missing_id"),
        ({"order_id": {"a": 1}}, "missing_id"),
        ({"order_id": "x" * 121}, "cell_too_long"),
        ({"gross_amount": "much"}, "bad_amount"),
        ({"gross_amount": "250.000,00"}, "bad_amount"),
        ({"gross_amount": "-1.00"}, "negative_amount"),
        ({"gross_amount": "9" * 40}, "bad_amount"),
        ({"currency": "XXX"}, "unknown_currency"),
        ({"currency": "Rupiah"}, "unknown_currency"),
        ({"settlement_time": "soon"}, "bad_date"),
        ({"settlement_time": "2026-12-01 09:00:00"}, "future_date"),
    ],
)
def test_what_cannot_be_read_says_why(said: dict[str, Any], code: str) -> None:
    assert refusal(SETTLED | said) == code


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe\xfa", b"[" * 100_000])
def test_only_an_object_can_be_read(body: bytes) -> None:
    assert refusal(body) == "invalid_json"


@pytest.mark.parametrize(
    ("written", "currency", "amount"),
    [
        ("100000.00", "IDR", 100_000),
        ("1500.5", "USD", 150_050),
        ("1.125", "KWD", 1_125),
        ("99.50", "IDR", 100),
    ],
)
def test_amounts_are_exact_in_their_currency(written: str, currency: str, amount: int) -> None:
    values = told(SETTLED | {"gross_amount": written, "currency": currency}).values
    assert (values["amount"], values["currency"]) == (amount, currency)


def test_without_a_number_of_its_own_it_goes_by_the_order() -> None:
    assert told({k: v for k, v in SETTLED.items() if k != "transaction_id"}).external_id == "SARI-1001"


CAPTURED = PENDING | {"transaction_status": "capture", "status_code": "200"}
LATE = PENDING | {"transaction_status": "expire", "status_code": "407", "expiry_time": "2026-09-15 09:15:00"}
BACK = SETTLED | {"transaction_status": "refund", "refunds": REFUNDS}


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("life", "status"),
    [
        ((PENDING, SETTLED), "paid"),
        ((PENDING, CAPTURED, SETTLED), "paid"),
        ((PENDING, LATE, SETTLED), "paid"),
        ((PENDING, LATE), "expired"),
        ((PENDING, SETTLED, BACK), "paid"),  # a part went back
        ((PENDING, SETTLED, BACK | {"refund_amount": "250000.00"}), "refunded"),
    ],
)
def test_a_payment_ends_alike_in_whatever_order_it_is_told(
    life: Sequence[dict[str, Any]], status: str
) -> None:
    ends = set()
    for order in permutations(life):
        for one in [*order, *order]:
            apply_payments(told=[told(one)], source="midtrans-1", now=NOW)
        row = Payment.objects.get()
        ends.add((row.status, row.status_at, row.paid_at, row.amount, row.reference, row.expires_at))
        row.delete()
    assert len(ends) == 1
    assert ends.pop()[0] == status


NAMES = st.sampled_from(
    [*SETTLED, "signature_key", "refunds", "issuer", "store", "biller_code", "account_id"]
)
WORDS = st.sampled_from(["settlement", "refund", "200", "IDR", "2026-09-15 09:00:00", "1e999", "NaN"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | WORDS
JUNK = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(), inner, max_size=6),
    max_leaves=30,
)


@given(JUNK | st.dictionaries(NAMES, JUNK).map(lambda said: SETTLED | said))
def test_any_json_is_taken_or_refused_with_a_code(junk: Any) -> None:
    body = json.dumps(junk).encode()
    assert isinstance(check(body), Accepted | RefusedCall)
    try:
        heard = hear(body)
    except Unreadable:
        return
    assert heard.subjects or heard.ignored


@given(st.binary())
def test_any_bytes_are_refused_with_a_code(raw: bytes) -> None:
    assert isinstance(check(raw), RefusedCall)
    with suppress(Unreadable):
        hear(raw)
