"""«Biaya»: the month, budgets, the account's terms and the table of rates, as a person sees them."""

from datetime import date, datetime

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.messaging.models import Budget, Channel, CostDay, Rate
from sapa.messaging.selectors.costs import terms
from tests.rooms.pages import browser, stand_alone

CARD = "market;category;currency;price;valid_from\nSG;utility;IDR;412,5;1/1/2026\nXX;utility;IDR;1;1/1/2026\n"


@pytest.fixture(autouse=True)
def alone(settings: LazySettings) -> None:
    settings.PLANNED_SENDS = "tests.rooms.messaging.test_costs_pages.nothing_planned"
    settings.KIND_NAMES = "tests.rooms.messaging.test_costs_pages.names"


def nothing_planned(*, now: datetime, until: datetime) -> dict[tuple[str, str], int]:
    return {("minta_ulasan", "marketing"): 3}


def names() -> dict[str, str]:
    return {"minta_ulasan": "=Minta ulasan"}


@pytest.fixture
def ani(shop: Workspace, channel: Channel) -> Client:
    return browser(shop)


def spent(channel: Channel, micros: int, *, kind: str = "minta_ulasan", unpriced: int = 0) -> None:
    today = terms().today(business_now())
    CostDay.objects.create(
        channel=channel,
        day=today,
        kind=kind,
        category="marketing",
        pricing_type="regular",
        currency="IDR",
        messages=10,
        unpriced=unpriced,
        micros=micros,
    )


def page(client: Client, name: str, query: str = "") -> str:
    answer = client.get(reverse(f"messaging:{name}") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_month_says_what_will_stand_there(ani: Client) -> None:
    assert 'class="empty"' in page(ani, "costs")


def test_the_month_shows_what_it_cost_and_for_what(ani: Client, channel: Channel) -> None:
    spent(channel, 5_863_300_000)
    shown = page(ani, "costs")
    assert "Rp5.863" in shown
    assert "=Minta ulasan" in shown


def test_messages_without_a_rate_are_not_hidden(ani: Client, channel: Channel) -> None:
    spent(channel, 0, unpriced=7)
    assert reverse("messaging:rates") in page(ani, "costs").split("hue-kunyit", 1)[1]


def test_another_month_shows_its_own_days(ani: Client, channel: Channel) -> None:
    spent(channel, 5_863_300_000)
    assert "Rp5.863" not in page(ani, "costs", "?bulan=2021-02")
    assert ani.get(reverse("messaging:costs") + "?bulan=2021-13").status_code == 404


def test_the_file_of_a_month_is_no_formula(ani: Client, channel: Channel) -> None:
    spent(channel, 5_863_300_000)
    answer = ani.get(reverse("messaging:export_costs"))
    [header, row] = answer.content.decode("utf-8-sig").splitlines()
    assert header.startswith("tanggal,nomor,untuk")
    assert "'=Minta ulasan" in row
    assert row.endswith(",10,0,5863.3")


def post(client: Client, name: str, **values: object) -> HttpResponse:
    return client.post(reverse(f"messaging:{name}"), values)  # type: ignore[return-value]


def test_a_budget_is_set_shown_and_taken_away(ani: Client, channel: Channel) -> None:
    post(ani, "budget", kind="minta_ulasan", amount="6000")
    spent(channel, 5_863_300_000)
    assert Budget.objects.get().amount == 6_000
    assert "97%" in page(ani, "costs")
    post(ani, "budget", kind="minta_ulasan", amount="")
    assert not Budget.objects.exists()


def test_a_budget_is_a_whole_amount_of_a_known_recipe(ani: Client) -> None:
    assert post(ani, "budget", kind="bukan_resep", amount="1").status_code == 422
    assert post(ani, "budget", kind="", amount="1.5").status_code == 422
    assert post(ani, "budget", kind="", amount="-1").status_code == 422
    assert not Budget.objects.exists()


def test_who_changes_money_is_written_down(ani: Client) -> None:
    post(ani, "budget", kind="", amount="6000")
    assert AuditEntry.objects.get(action="budget_changed").data == {"amount": 6000, "currency": "IDR"}


def test_the_terms_of_the_account_are_kept(ani: Client) -> None:
    post(ani, "cost_terms", currency="USD", zone="UTC", free_service="500")
    told = terms()
    assert (told.currency, told.zone, told.free_service, told.payment_method) == ("USD", "UTC", 500, False)


def test_rates_say_where_they_are_from(ani: Client) -> None:
    shown = page(ani, "rates")
    assert "Rp586,33" in shown


def test_a_rate_of_ones_own_is_added_and_removed(ani: Client) -> None:
    rate = {
        "market": "sg",
        "category": "Utility",
        "currency": "idr",
        "price": "412,5",
        "valid_from": "2026-01-01",
    }
    assert post(ani, "add_rate", **rate).status_code == 302
    found = Rate.objects.get()
    assert (found.market, found.category, found.micros) == ("SG", "utility", 412_500_000)
    post(ani, "remove_rate", tarif=found.pk)
    assert not Rate.objects.exists()


def test_a_wrong_price_is_told_at_its_field(ani: Client) -> None:
    rate = {
        "market": "ID",
        "category": "utility",
        "currency": "IDR",
        "price": "mahal",
        "valid_from": "2026-01-01",
    }
    answer = post(ani, "add_rate", **rate)
    assert answer.status_code == 422
    assert "586,33" in answer.content.decode().split("id_price_error")[-1]


def upload(client: Client, text: str) -> HttpResponse:
    file = SimpleUploadedFile("tarif.csv", text.encode(), content_type="text/csv")
    return client.post(reverse("messaging:import_rates"), {"file": file})  # type: ignore[return-value]


def test_a_file_is_looked_at_before_it_is_saved(ani: Client) -> None:
    shown = upload(ani, CARD).content.decode()
    assert "Rp412,50" in shown
    assert "Negara ini tidak dikenal" in shown
    assert not Rate.objects.exists()


def test_the_looked_at_rows_are_saved(ani: Client) -> None:
    content = upload(ani, CARD).content.decode().split("hidden>")[1].split("</textarea>")[0]
    post(ani, "save_rates", isi=content)
    saved = Rate.objects.get()
    assert (saved.market, saved.micros, saved.valid_from, saved.source) == (
        *("SG", 412_500_000, date(2026, 1, 1), "tarif.csv"),
    )


def test_what_is_no_table_is_refused_whole(ani: Client) -> None:
    assert upload(ani, "%PDF-1.7").status_code == 422


def test_the_table_goes_out_as_it_comes_in(ani: Client) -> None:
    answer = ani.get(reverse("messaging:export_rates"))
    shown = upload(ani, answer.content.decode("utf-8-sig")).content.decode()
    assert "Rp586,33" in shown
    assert "Negara ini tidak dikenal" not in shown


def test_who_may_only_look_changes_nothing(shop: Workspace, channel: Channel) -> None:
    agent = browser(shop, Role.AGENT, "agen@tokosari.test")
    assert agent.get(reverse("messaging:costs")).status_code == 200
    assert post(agent, "budget", kind="", amount="1").status_code == 403
    assert not Budget.objects.exists()


def test_who_has_no_access_sees_no_costs(shop: Workspace, channel: Channel) -> None:
    citra = browser(shop, Role.INTEGRATOR, "citra@tokosari.test")
    assert citra.get(reverse("messaging:costs")).status_code == 403


def test_another_shop_has_its_own_rates_and_budgets(ani: Client, settings: LazySettings) -> None:
    stand_alone(settings, settings.ROOT_URLCONF)
    assert post(ani, "remove_rate", tarif=10**12).status_code == 404
