"""All recipes live at once, rehearsed, held out, switched on late."""

from datetime import date, timedelta

from sapa.domain.recipes import LIBRARY
from sapa.journeys.models import Enrolment, FollowUp, Journey
from sapa.journeys.services import hold_out
from tests.routes.cast import DEWI, MADE, Customer, at
from tests.routes.house import House
from tests.routes.recipes import KOPI, PROMO, V60, Settings, buy, parcel, tell, use

CHOSEN: Settings = {
    "promo": {**PROMO, "tautan": "https://tokosari.test/syarat"},
    "survei": {"tautan": "https://tokosari.test/survei"},
    "ulasan": {"tautan": "https://tokosari.test/ulasan"},
    "campaign": {"date": "2026-12-20"},
    "produk": {"nama": "Kopi Gayo"},
}
ON = [one for one in LIBRARY if one != "balasan_otomatis"]
WEEK = timedelta(days=7)


def first_purchase(house: House, **customers: Customer) -> None:
    """Coffee, by order number: placed at eight, paid at nine, shipped at ten, delivered two days later at ten."""
    for number, customer in customers.items():
        buy(house, number, customer, consent=True, status="awaiting_payment")
    house.clock.to(at(15, "09:00"))
    for number in customers:
        tell(house, order={"id": number, "status": "paid"})
    house.clock.to(at(15, "10:00"))
    for number in customers:
        parcel(house, number, "in_transit", eta=at(17, "12:00"))
    house.clock.to(at(17, "10:00"))
    for number in customers:
        parcel(house, number, "delivered")


def received(house: House, customer: Customer) -> list[tuple[str, date]]:
    """Which recipe wrote on which day, oldest first."""
    with house.inside():
        rows = FollowUp.objects.filter(state="sent", contact__phone=customer.phone).order_by("finished_at")
        return [(row.recipe, row.finished_at.date()) for row in rows if row.finished_at]


def test_in_eight_weeks_who_is_silent_hears_less_and_who_is_content_is_asked_for_a_review(
    house: House,
) -> None:
    tell(house, products=[V60, KOPI])
    use(house, *ON, **CHOSEN)
    first_purchase(house, A1=DEWI, A2=MADE)
    house.clock.to(at(21, "11:00"))
    house.phone(MADE).says("1, makasih")
    house.clock.to(at(10, "12:00", month=11))
    for customer in (DEWI, MADE):
        names = list(dict.fromkeys(name for name, _day in received(house, customer)))
        assert names[:4] == ["konfirmasi_pesanan", "kabar_pengiriman", "panduan_pakai", "cek_setelah_tiba"]
        assert "tiga_hari_setelah_beli" not in names
    assert names.index("minta_ulasan") == 4
    assert "produk_pelengkap" in names
    assert nudges_in_seven_days(house, DEWI) <= 2
    assert nudges_in_seven_days(house, MADE) <= 4
    assert len(nudges(house, DEWI)) <= 5


def nudges(house: House, customer: Customer) -> list[date]:
    return [day for name, day in received(house, customer) if LIBRARY[name].klass in ("care", "promo")]


def nudges_in_seven_days(house: House, customer: Customer) -> int:
    found = nudges(house, customer)
    return max(sum(first <= day < first + WEEK for day in found) for first in found)


def test_a_rehearsal_decides_everything_and_sends_nothing(house: House) -> None:
    use(house, "konfirmasi_pesanan", "cek_setelah_tiba", mode="dry_run")
    buy(house, "A-1", DEWI)
    parcel(house, "A-1", "delivered")
    house.clock.to(at(16, "12:00"))
    assert house.phone(DEWI).texts == []
    assert [(one.state, one.dry) for one in house.follow_ups()] == [("rehearsed", True)] * 2


def test_half_of_forty_customers_are_held_out_and_kept_for_the_comparison(house: House) -> None:
    use(house, "cek_setelah_tiba")
    with house.inside():
        hold_out(journey=Journey.objects.get(recipe="cek_setelah_tiba"), share=50, now=house.clock.now())
    people = [
        Customer(f"H-{n}", f"Dewi {n}", f"+62812200000{n:02}", "DKI Jakarta", "10110") for n in range(40)
    ]
    tell(house, orders=[_delivered(one, f"H-{one.id}") for one in people])
    house.clock.to(at(16, "12:00"))
    kept = house.follow_ups(recipe="cek_setelah_tiba")
    held = [one for one in kept if one.reasons == ["holdout"]]
    assert (len(kept), 10 <= len(held) <= 30) == (40, True)
    texts = {one.phone: len(house.phone(one).texts) for one in people}
    with house.inside():
        control = Enrolment.objects.filter(arm="control").values_list("contact__phone", flat=True)
        assert texts == {phone: int(phone not in set(control)) for phone in texts}


def _delivered(one: Customer, number: str) -> Settings:
    order = {
        "id": number,
        "placed_at": at(14, "08:00"),
        "status": "delivered",
        "delivered_at": at(15, "08:00"),
    }
    person = {name: getattr(one, name) for name in Customer.__dataclass_fields__}
    return {"order": {**order, "goods": "Kopi Gayo", "total": 185000}, "customer": person}


def test_what_happened_before_a_recipe_was_switched_on_starts_nothing(house: House) -> None:
    use(house)
    first_purchase(house, A1=MADE)
    tell(house, MADE, invoice={"id": "I-1", "amount": 500000, "due_at": at(20, "10:00")})
    tell(house, MADE, ticket={"id": "T-1", "kind": "delivery", "summary": "basah"})
    tell(house, ticket={"id": "T-1", "status": "resolved", "answered_by": "agent"})
    use(house, *ON, **CHOSEN)
    house.clock.to(at(30, "12:00"))
    assert house.follow_ups() == []
    assert house.phone(MADE).texts == []


def test_history_that_is_told_late_starts_nothing_that_was_due_long_ago(house: House) -> None:
    use(house, *ON, **CHOSEN)
    old = {"placed_at": at(1, "08:00", month=6), "delivered_at": at(4, "10:00", month=6)}
    buy(house, "A-1", DEWI, consent=True, status="delivered", paid_at=at(1, "09:00", month=6), **old)
    house.clock.to(at(16, "12:00"))
    assert house.phone(DEWI).texts == []
