"""The guard just before a follow-up leaves: what stops it, what it mends by itself, what it keeps."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from sapa.accounts.models import Workspace
from sapa.accounts.services import change_settings
from sapa.base.rows import Written
from sapa.domain.guard import GuardSettings
from sapa.domain.journeys import PersonFacts
from sapa.domain.policy import Contact, History
from sapa.journeys.models import Decision
from sapa.journeys.selectors import verdicts_of
from sapa.journeys.services import guarding
from sapa.journeys.services.wording import Wording
from sapa.messaging.models import Message
from tests.rooms.journeys.rows import contact, follow_up, talk, wrote

MORNING = datetime(2026, 9, 15, 2, tzinfo=UTC)  # 10.00 in Bali
DEWI = PersonFacts(1, "b2c", "Asia/Makassar", "Dewi Lestari")
FINE = (
    "Halo Kak Dewi, pesanan TS-204 di Toko Sari menunggu pembayaran sampai besok sore. "
    "Ada kendala? Balas saja pesan ini."
)
PARAMETERS = {"panggilan": "Kak Dewi", "pesanan_nomor": "TS-204"}
KEPT: dict[str, Any] = {"action": "send", "reasons": Written("[]"), "until": None, "trace": Written("{}")}


def leaving(shop: Workspace, text: str, klass: str = "care", template: str = "t") -> Message:
    payload = {"template": template, "parameters": PARAMETERS}
    where = talk(contact("Dewi Lestari", MORNING), MORNING)
    told: dict[str, Any] = {"direction": "out", "by": "system", "state": "planned"}
    return wrote(where, MORNING, text, klass=klass, payload=payload, **told)


def looked(shop: Workspace, message: Message, **more: Any) -> guarding.Guarded:
    given: dict[str, Any] = {
        "person": DEWI,
        "shop": shop,
        "history": History((), ()),
        "chosen": GuardSettings(),
        "form": "template",
        "now": MORNING,
        "reword": lambda: Wording(message.text, "t", dict(PARAMETERS)),
    }
    return guarding.guarded(message=message, **(given | more))


def test_fair_words_leave(shop: Workspace, now: datetime) -> None:
    found = looked(shop, leaving(shop, FINE))
    assert (found.reason, found.told(KEPT)) == (None, KEPT)


def test_a_blank_stops_the_message_and_the_decision_says_so(shop: Workspace, now: datetime) -> None:
    found = looked(shop, leaving(shop, FINE + " Total None."))
    kept = found.told(KEPT)
    assert (found.reason, kept["action"], kept["reasons"]) == ("guard_blocked", "drop", '["guard_blocked"]')
    assert json.loads(kept["trace"]) == {"guard": [["placeholder", "blokir", {}]]}


def test_a_warning_is_kept_and_stops_nothing(shop: Workspace, now: datetime) -> None:
    found = looked(shop, leaving(shop, FINE + " Jangan lewatkan ya."))
    kept = found.told(KEPT)
    assert (kept["action"], json.loads(kept["trace"])) == (
        "send",
        {"guard": [["hard_sell", "peringatan", {}]]},
    )


def test_words_with_an_old_name_are_written_anew(shop: Workspace, now: datetime) -> None:
    message = leaving(shop, FINE.replace("Dewi", "Sinta"))
    found = looked(shop, message, reword=lambda: Wording(FINE, "t", dict(PARAMETERS)))
    message.refresh_from_db()
    assert (found.reason, message.text, message.payload["parameters"]) == (None, FINE, PARAMETERS)


@pytest.mark.parametrize(("form", "stopped"), [("freeform", False), ("template", True)])
def test_free_text_gets_the_greeting_of_the_hour_a_template_does_not(
    shop: Workspace, now: datetime, form: str, stopped: bool
) -> None:
    message = leaving(shop, FINE.replace("Halo", "Selamat malam"))
    found = looked(shop, message, form=form)
    message.refresh_from_db()
    assert (found.blocked, message.text.startswith("Selamat pagi Kak Dewi")) == (stopped, not stopped)


def test_the_hour_is_the_customers_own(shop: Workspace, now: datetime) -> None:
    message = leaving(shop, FINE.replace("Halo", "Selamat siang"))
    yosef = PersonFacts(1, "b2c", "Asia/Jayapura", "Dewi")
    assert looked(shop, message).blocked
    assert not looked(shop, message, person=yosef).blocked


def test_two_promos_in_a_row_are_followed_by_something_useful(shop: Workspace, now: datetime) -> None:
    message = leaving(shop, FINE + " Balas BERHENTI bila tidak ingin info promo.", klass="promo")
    promos = tuple(Contact(MORNING, "out", klass="promo") for _ in range(2))
    care = Contact(MORNING, "out", klass="care")
    assert looked(shop, message, history=History(promos, ())).blocked
    assert not looked(shop, message, history=History((*promos, care), ())).blocked
    assert not looked(
        shop, message, history=History(promos, ()), chosen=GuardSettings(promo_streak=False)
    ).blocked


def test_what_a_supervisor_let_pass_leaves_but_never_a_blank(shop: Workspace, now: datetime) -> None:
    pressing = leaving(shop, FINE + " Buruan, kapan lagi.")
    blank = leaving(shop, FINE + " Total None.")
    assert not looked(shop, pressing, overridden=["hard_sell"]).blocked
    assert looked(shop, blank, overridden=["placeholder"]).blocked


def test_a_name_of_two_letters_is_said_as_it_is(shop: Workspace, now: datetime) -> None:
    message = leaving(shop, FINE.replace("Dewi", "Li"))
    assert not looked(shop, message, person=PersonFacts(1, "b2c", "Asia/Jakarta", "Li Wei Chen")).blocked


def test_a_chosen_form_of_address_with_its_own_name_is_a_name(shop: Workspace, now: datetime) -> None:
    message = leaving(shop, FINE.replace("Kak Dewi", "Bu Haji"))
    person = PersonFacts(1, "b2c", "Asia/Jakarta", "Siti Aminah", preferred_address="Bu Haji")
    assert not looked(shop, message, person=person).blocked


def test_the_workspace_chooses_its_words(shop: Workspace, now: datetime) -> None:
    assert guarding.chosen_words() == GuardSettings()
    change_settings(changes={"guard": {"brand_words": ["bunda"], "promo_streak": False}}, now=now)
    assert guarding.chosen_words() == GuardSettings(brand_words=("bunda",), promo_streak=False)


def test_why_tells_what_the_guard_found(shop: Workspace, now: datetime) -> None:
    row = follow_up(contact("Dewi", now), now)
    found = [["greeting_time", "blokir", {"time": "15.10", "greeting": "sore"}], ["caps", "peringatan", {}]]
    Decision.objects.create(
        follow_up=row, contact=row.contact, at=now, stage="gate", action="drop", reasons=["guard_blocked"],
        trace={"guard": found},
    )  # fmt: skip
    with translation.override("id"):
        [told] = verdicts_of(row, zone="Asia/Jakarta")
    assert [line.text for line in told["reasons"]] == ["Pesan akan terkirim pukul 15.10, pakai 'sore'."]
    assert [line.text for line in told["kept"]] == ["Terlalu banyak huruf kapital, tulis biasa saja."]
