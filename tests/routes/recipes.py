"""Recipes switched on in the whole house, what a shop tells about its customers, and what a phone then shows."""

import json
import re
from functools import cache
from typing import Any

from sapa.domain.recipes import LIBRARY
from sapa.journeys.models import Journey
from sapa.journeys.services import switch
from tests.routes.cast import Customer
from tests.routes.house import House

CITRA_RASA = Customer("C-9", "PT Citra Rasa", "+6281210000009", "DKI Jakarta", "10110")
SARI_PAPUA = Customer("C-8", "CV Sari Papua", "+6281210000008", "Papua", "99111")
COMPANIES = (CITRA_RASA, SARI_PAPUA)
Settings = dict[str, Any]
KOPI = {
    **{"sku": "KOPI-1", "name": "Kopi Gayo 1 kg", "price": 185000, "stock": 40, "lifetime_days": 30},
    **{"guide": "https://tokosari.test/seduh", "link": "https://tokosari.test/kopi", "needs_care": True},
    "complement": {"sku": "V60", "name": "Saringan V60", "reason": "seduhannya lebih bersih"},
}
V60 = {"sku": "V60", "name": "Saringan V60", "stock": 12, "link": "https://tokosari.test/v60"}
ITEMS = [{"sku": "KOPI-1", "name": "Kopi Gayo 1 kg", "quantity": 1}]
PROMO = {"isi": "potongan 10%", "kode": "SARI10", "berlaku_sampai": "2027-03-31"}
PLACE = re.compile(r"{{\s*([a-z_.]+)\s*}}")


def use(house: House, *recipes: str, mode: str = "live", **settings: Any) -> None:
    """These and no others, and their templates approved."""
    with house.inside():
        for row in Journey.objects.exclude(mode="off"):
            switch(recipe=row.recipe, mode="off", settings=row.settings, now=house.clock.now())
        for recipe in recipes:
            switch(recipe=recipe, mode=mode, settings=settings, now=house.clock.now())
    house.settle()


def tell(house: House, customer: Customer | None = None, *, consent: bool | None = None, **said: Any) -> None:
    """What the shop's system posts, signed; companies are told as such."""
    if customer:
        fields = {name: getattr(customer, name) for name in Customer.__dataclass_fields__}
        segment = "b2b" if customer in COMPANIES else "b2c"
        said["customer"] = {**fields, "segment": segment, "promo_consent": consent}
    assert house.post(json.dumps(said, default=str).encode()).status == 200
    house.settle()


def buy(house: House, number: str, customer: Customer, *, consent: bool | None = None, **order: Any) -> None:
    """A paid order of coffee, now, unless told otherwise."""
    links = {name: f"https://tokosari.test/{name}/{number}" for name in ("order", "pay", "track")}
    goods = {"goods": "Kopi Gayo 1 kg", "total": 185000, "items": ITEMS, "links": links}
    body = {"id": number, "placed_at": house.clock.now(), "status": "paid", **goods, **order}
    tell(house, customer, consent=consent, order=body)


def parcel(house: House, number: str, status: str, **said: Any) -> None:
    """News of the parcel of an order."""
    known = {"courier": "JNE", "tracking_number": f"JX-{number}", "address_short": "Tebet, Jakarta Selatan"}
    told = {"id": f"S-{number}", "status": status, "status_at": house.clock.now(), **known, **said}
    tell(house, order={"id": number}, shipment=told)


def last(house: House, customer: Customer) -> str:
    return house.phone(customer).texts[-1]


def told(text: str, recipe: str, step: str = "1", segment: str = "b2c") -> dict[str, str]:
    """What stands at each place of the recipe's own text; fails where the text is another or a place is blank."""
    names, pattern = _pattern(recipe, step, segment)
    found = re.fullmatch(pattern, text)
    assert found, f"not {recipe}/{step}/{segment}: {text}"
    assert not re.search(r"[{}]|  ", text)
    assert all(value.strip() for value in found.groups()), text
    return dict(zip(names, found.groups(), strict=True))


@cache
def _pattern(recipe: str, step: str, segment: str) -> tuple[list[str], str]:
    source = " ".join(LIBRARY[recipe].message(step).variants[0].of(segment).split())
    words = PLACE.split(source)
    return words[1::2], "(.*?)".join(re.escape(one) for one in words[::2])


def reasons(house: House, **wanted: Any) -> list[str]:
    return list(house.follow_up(**wanted).reasons)
