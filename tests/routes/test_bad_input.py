"""What is not genuine is only counted; what is genuine is kept, however broken, and can be tried again."""

import json

import pytest
from django.conf import LazySettings

from sapa.base.signatures import sign, timestamp_of
from sapa.commerce.models import Order
from sapa.commerce.sources import generic
from sapa.events.models import Endpoint, RawDelivery, RefusedDelivery
from sapa.messaging.models import Message
from tests.routes.cast import DEWI, MADE
from tests.routes.house import House
from tests.routes.servers import ask, wait_for

BROKEN = {
    "no JSON": b"order=A-1",
    "half of it": b'{"order": {"id": "A-1"',
    "nothing": b"",
    "zeros": b"\0" * 64,
    "bad UTF-8": b'{"order": {"id": "\xff\xfe\xfa"}}',
    "deep nesting": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "a huge integer": b'{"order": {"id": 1' + b"0" * 6000 + b"}}",
    "a number": b"1",
    "null": b"null",
    "a list of numbers": b"[1, 2]",
    "orders that are none": b'{"orders": ["A-1", null, []]}',
    "an order without a number": b'{"order": {"status": "paid"}, "customer": {"phone": "+6281210000001"}}',
    "another shape": b'{"order": [["id", "A-1"]], "customer": "Dewi"}',
}
STRANGE = {
    "NUL letters": ("goods", "Kopi\0 Gayo"),
    "half of a surrogate pair": ("goods", "Kopi \ud800"),
    "directions turned round": ("goods", "\u202eoyaG ipoK"),
    "a smile": ("goods", "Kopi Gayo \U0001f600"),
    "a formula": ("goods", '=HYPERLINK("http://x")'),
    "Liquid": ("goods", "{{ toko }} {% raw %}"),
    "markup": ("goods", "<script>alert(1)</script>"),
}
NUMBERS = ("1e999999999", "1e-999999999", "NaN", "-Infinity", "9" * 400, "1.7976931348623157e309", "-5")


def raw(house: House) -> list[RawDelivery]:
    with house.inside():
        return list(RawDelivery.objects.order_by("pk"))


def refused(house: House) -> dict[str, int]:
    with house.inside():
        return dict(RefusedDelivery.objects.values_list("code", "count"))


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"X_Sapa_Signature": ""}, "unsigned"),
        ({"X_Sapa_Signature": "sha256=" + "0" * 64}, "wrong_signature"),
        ({"X_Sapa_Signature": "ünsigniert"}, "wrong_signature"),
        ({"X_Sapa_Timestamp": "1"}, "wrong_signature"),
        ({"X_Sapa_Timestamp": "tomorrow"}, "wrong_signature"),
    ],
)
def test_what_is_not_signed_by_the_shop_is_only_counted(
    house: House, headers: dict[str, str], code: str
) -> None:
    assert house.post(house.order_body("A-1", DEWI), **headers).status == 401
    wait_for(lambda: refused(house) == {code: 1})
    house.settle()
    assert raw(house) == []
    assert house.counts(Order) == {"Order": 0}


def test_a_genuine_call_that_was_recorded_and_sent_again_is_refused(
    house: House, settings: LazySettings
) -> None:
    settings.SAPA = settings.SAPA.model_copy(update={"demo": False})
    body, an_hour_ago = b"{}", str(int(timestamp_of(house.clock.now())) - 3600)
    signature = sign(body, house.kept.app_secret, an_hour_ago)
    assert house.post(body, X_Sapa_Timestamp=an_hour_ago, X_Sapa_Signature=signature).status == 401
    wait_for(lambda: refused(house) == {"stale": 1})
    assert raw(house) == []


def test_a_body_over_the_limit_is_refused_and_counted(house: House, settings: LazySettings) -> None:
    settings.SAPA = settings.SAPA.model_copy(update={"max_body": 1000})
    assert house.post(b" " * 1001).status == 413
    wait_for(lambda: refused(house) == {"too_large": 1})
    assert raw(house) == []
    assert house.post(b" " * 1000).status == 200


def test_an_address_that_does_not_exist_is_not_told_apart(house: House) -> None:
    port, known = house.web.port, house.kept.source
    wrong = (f"/hooks/whatsapp/{known}/", f"/hooks/generic/{house.kept.token[:8]}/", f"/hooks/shop/{known}/")
    assert [ask(port, "POST", path, b"{}").status for path in wrong] == [404] * 3


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_a_genuine_body_that_cannot_be_read_is_kept_and_shown(house: House, body: bytes) -> None:
    assert house.post(body).status == 200
    house.order("B-1", MADE)
    house.settle()
    first, second = raw(house)
    assert (bytes(first.body), first.state, second.state) == (body, "dead", "done")
    page = house.browser().get("/operasi/")
    assert page.status == 200
    assert f'<code class="tiny">{first.error}</code>' in page.text


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_whatsapps_door_keeps_what_it_cannot_read_too(house: House, body: bytes) -> None:
    headers = {"X-Hub-Signature-256": sign(body, house.kept.app_secret)}
    door = f"/hooks/whatsapp/{house.kept.endpoint}/"
    assert ask(house.web.port, "POST", door, body, headers).status == 200
    house.phone(DEWI).says("Halo")
    house.settle()
    assert bytes(raw(house)[0].body) == body
    assert raw(house)[0].state in {"dead", "done"}
    with house.inside():
        assert Message.objects.get(direction="in").text == "Halo"


@pytest.mark.parametrize(("name", "text"), STRANGE.values(), ids=STRANGE.keys())
def test_strange_letters_pass_through_every_page(house: House, name: str, text: str) -> None:
    assert house.order("A-1", DEWI, **{name: text}) == 200
    house.settle()
    assert [one.state for one in raw(house)] == ["done"]
    budi = house.browser()
    pages = [budi.get(path) for path in ("/", "/pesanan/", "/tindak-lanjut/", "/pelanggan/", "/operasi/")]
    assert [page.status for page in pages] == [200] * 5
    assert not any("<script>alert(1)" in page.text for page in pages)


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_beyond_reason_break_nothing(house: House, number: str) -> None:
    body = json.loads(house.order_body("A-1", DEWI))
    body["order"]["total"] = "TOTAL"
    assert house.post(json.dumps(body).replace('"TOTAL"', number).encode()).status == 200
    house.settle()
    [delivery] = raw(house)
    assert delivery.state in {"done", "dead"}
    assert "Error" not in delivery.error


def test_a_delivery_is_tried_again_after_the_mistake_was_mended(house: House) -> None:
    body = house.order_body("A-1", DEWI).replace(b'"order":', b'"pesanan":')
    house.post(body)
    house.settle()
    assert [one.state for one in raw(house)] == ["dead"]
    moved = {name: path.replace("order.", "pesanan.") for name, path in generic.PATHS.items()}
    with house.inside():
        endpoint = Endpoint.objects.get(kind="generic")
        mapping = generic.Mapping.from_json({"paths": moved})
        generic.remember_mapping(endpoint_id=endpoint.pk, mapping=mapping, now=house.clock.now())
    budi, [dead] = house.browser(), raw(house)
    assert budi.submit(budi.get("/operasi/"), f"/operasi/kiriman/{dead.pk}/ulang/").status == 200
    house.settle()
    assert [one.state for one in raw(house)] == ["done"]
    assert len(house.follow_ups()) == 1


def test_one_poisoned_delivery_among_many_costs_only_itself(house: House) -> None:
    for number in range(20):
        house.order(f"A-{number}", DEWI)
    house.post(b"{")
    house.settle()
    assert house.counts(Order) == {"Order": 20}
    assert [one.state for one in raw(house)].count("dead") == 1
