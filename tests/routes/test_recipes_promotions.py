"""Recipes that invite: promotions, features, and customers who stay away."""

from dataclasses import asdict

from sapa.domain.guard.settings import GuardSettings
from sapa.journeys.services.guarding import choose_words
from tests.routes.cast import DEWI, MADE, RINI, at
from tests.routes.house import House
from tests.routes.recipes import (
    CITRA_RASA,
    KOPI,
    PROMO,
    Settings,
    buy,
    last,
    parcel,
    reasons,
    tell,
    told,
    use,
)

OFFER = {**PROMO, "tautan": "https://tokosari.test/syarat"}
CAMPAIGN: Settings = {"campaign": {"date": "2026-09-20"}, "produk": {"nama": "Kopi Gayo"}, "promo": OFFER}


def test_on_the_day_of_the_campaign_owners_with_consent_are_invited(house: House) -> None:
    use(house, "promo_pernah_pakai", **CAMPAIGN)
    buy(house, "A-1", DEWI, consent=True)
    buy(house, "A-2", CITRA_RASA, consent=True)
    buy(house, "A-3", MADE, consent=True, goods="Teh melati", items=[{"sku": "TEH", "name": "Teh melati"}])
    buy(house, "A-4", RINI)
    house.clock.to(at(20, "08:59"))
    assert house.phone(DEWI).texts == []
    house.clock.to(at(20, "09:05"))
    assert told(last(house, DEWI), "promo_pernah_pakai")["promo.kode"] == "SARI10"
    house.clock.to(at(21, "09:05"))
    assert told(last(house, CITRA_RASA), "promo_pernah_pakai", segment="b2b")["perusahaan"] == "PT Citra Rasa"
    assert house.phone(MADE).texts == house.phone(RINI).texts == []
    assert reasons(house, contact__phone=RINI.phone) == ["no_consent"]


def test_an_order_of_the_morning_ends_the_invitation(house: House) -> None:
    use(house, "promo_pernah_pakai", **CAMPAIGN)
    buy(house, "A-1", CITRA_RASA, consent=True)
    house.clock.to(at(20, "12:00"))
    buy(house, "A-2", CITRA_RASA)
    house.clock.to(at(22, "12:00"))
    assert house.phone(CITRA_RASA).texts == []
    assert reasons(house) == ["exit_order_placed"]


def test_a_new_feature_is_explained_to_the_owners_of_its_product_until_they_use_it(house: House) -> None:
    use(house, "edukasi_fitur")
    tell(house, product=KOPI)
    buy(house, "A-1", DEWI)
    buy(house, "A-2", CITRA_RASA)
    buy(house, "A-3", RINI, goods="Teh melati", items=[{"sku": "TEH", "name": "Teh melati"}])
    buy(house, "A-4", MADE)
    for number in ("A-1", "A-2", "A-3", "A-4"):
        parcel(house, number, "delivered")
    house.clock.to(at(16, "22:00"))
    news = {"name": "Panduan seduh", "benefit": "rasa yang sama", "link": "https://tokosari.test/f1"}
    tell(house, feature={"id": "F-1", "product": "KOPI-1", **news, "status": "released"})
    tell(house, MADE, feature={"id": "F-1", "status": "used"})
    house.clock.to(at(17, "09:05"))
    said = told(last(house, DEWI), "edukasi_fitur")
    assert (said["fitur.nama"], said["produk.nama"]) == ("Panduan seduh", "Kopi Gayo 1 kg")
    assert (
        told(last(house, CITRA_RASA), "edukasi_fitur", segment="b2b")["fitur.tanggal_rilis"]
        == "16 September 2026"
    )
    assert house.phone(RINI).texts == house.phone(MADE).texts == []
    assert reasons(house, contact__phone=MADE.phone) == ["exit_feature_used"]


def test_who_stays_away_is_greeted_after_three_four_and_six_months(house: House) -> None:
    use(house, "kangen_pelanggan", promo=PROMO)
    buy(house, "A-1", DEWI, consent=True)
    buy(house, "A-2", CITRA_RASA, consent=True)
    for step, when in (("1", at(14, "09:05", month=12)), ("2", at(13, "09:05", month=1, year=2027))):
        house.clock.to(when)
        assert told(last(house, DEWI), "kangen_pelanggan", step)["promo.kode"] == "SARI10"
        assert (
            told(last(house, CITRA_RASA), "kangen_pelanggan", step, "b2b")["produk.nama"] == "Kopi Gayo 1 kg"
        )
    buy(house, "A-3", DEWI)
    with house.inside():
        choose_words(document={**asdict(GuardSettings()), "promo_streak": False}, now=house.clock.now())
    house.clock.to(at(25, "12:00", month=3, year=2027))
    assert told(last(house, CITRA_RASA), "kangen_pelanggan", "3", "b2b")["perusahaan"] == "PT Citra Rasa"
    assert len(house.phone(DEWI).texts) == 2


def test_the_third_offer_in_a_row_is_stopped_by_the_guard_unless_the_owner_allows_it(house: House) -> None:
    use(house, "kangen_pelanggan", promo=PROMO)
    buy(house, "A-1", DEWI, consent=True)
    house.clock.to(at(25, "12:00", month=3, year=2027))
    assert len(house.phone(DEWI).texts) == 2
    assert reasons(house, step="3") == ["guard_blocked"]
