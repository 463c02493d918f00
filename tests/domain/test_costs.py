"""What messages cost: the hand-computed cases of docs/costs.md."""

import io
from datetime import date

import pytest

from sapa.domain.costs import (
    Budgeted,
    Estimate,
    Rate,
    RateTable,
    estimate,
    market_of,
    month_forecast,
    normal_category,
    price_words,
    read_rates,
    service_micros,
    shipped,
    written,
)
from sapa.domain.csvorders import UnreadableFileError

OCTOBER = date(2026, 10, 1)
NOVEMBER = date(2026, 11, 22)


def rate(
    micros: int,
    *,
    category: str = "utility",
    since: date = OCTOBER,
    market: str = "ID",
    currency: str = "IDR",
) -> Rate:
    return Rate(market, category, currency, micros, since)


def price(
    table: RateTable, category: str, on: date = NOVEMBER, market: str = "ID", currency: str = "IDR"
) -> int:
    found = table.rate(market=market, category=category, currency=currency, on=on)
    assert found is not None
    return found.micros


def test_the_shipped_table_knows_indonesia() -> None:
    table = RateTable(shipped())
    assert price(table, "marketing") == 586_330_000
    assert price(table, "utility") == price(table, "authentication") == 356_650_000
    assert price(table, "marketing", currency="USD") == 41_100
    assert price(table, "authentication_international", currency="USD") == 136_000


def test_service_costs_from_october_2026_on_and_that_is_an_inference() -> None:
    table = RateTable(shipped())
    assert price(table, "service", date(2026, 9, 30)) == 0
    assert price(table, "service", OCTOBER) == 356_650_000
    found = table.rate(market="ID", category="service", currency="IDR", on=OCTOBER)
    assert found is not None
    assert found.inferred


def test_what_the_document_does_not_tell_has_no_rate() -> None:
    table = RateTable(shipped())
    for market, category in (("SG", "marketing"), ("ID", "general_purpose_ai"), ("", "utility")):
        assert table.rate(market=market, category=category, currency="IDR", on=NOVEMBER) is None
    assert table.rate(market="ID", category="utility", currency="IDR", on=date(2020, 1, 1)) is None


def test_a_rate_holds_from_its_day_until_the_next_one() -> None:
    table = RateTable([rate(100), rate(200, since=date(2027, 1, 1))])
    days = [OCTOBER, date(2026, 12, 31), date(2027, 1, 1), date(2030, 1, 1)]
    assert [price(table, "utility", day) for day in days] == [100, 100, 200, 200]


def test_own_rows_win_over_the_shipped_ones_from_their_day_on() -> None:
    table = RateTable([rate(100)], own=[rate(460, since=date(2026, 11, 1))])
    assert price(table, "utility", date(2026, 10, 31)) == 100
    assert price(table, "utility", date(2026, 11, 1)) == 460


def test_other_markets_fall_back_on_the_star_and_lite_on_marketing() -> None:
    table = RateTable([rate(7, market="*"), rate(9, category="marketing")])
    assert price(table, "utility", market="SG") == 7
    assert price(table, "marketing_lite") == 9


@pytest.mark.parametrize(
    ("phone", "user_id", "market"),
    [
        ("6281300000011", "", "ID"),
        ("+6281300000011", "", "ID"),
        ("6591234567", "", "SG"),
        ("12025550123", "", "US"),
        ("14165550123", "", "CA"),
        ("", "ID.13491208655302741918", "ID"),
        ("6281300000011", "US.13491208655302741918", "ID"),
        ("", "my.abc", ""),
        ("", "", ""),
        ("999", "", ""),
    ],
)
def test_the_market_is_the_country_of_the_phone_else_of_the_user_id(
    phone: str, user_id: str, market: str
) -> None:
    assert market_of(phone, user_id) == market


def test_categories_are_written_in_one_way() -> None:
    words = ["authentication-international", "MARKETING", " utility ", "marketing_lite", ""]
    assert [normal_category(word) for word in words] == [
        *("authentication_international", "marketing", "utility", "marketing_lite", "unknown"),
    ]


def one(**more: object) -> Estimate:
    """A utility message to Indonesia in November; the template's category unless a window is open."""
    table = RateTable([rate(300), rate(200, category="service"), rate(500, category="marketing")])
    values = {"category": "utility", "market": "ID", "currency": "IDR", "on": NOVEMBER}
    return estimate(table, **(values | more))  # type: ignore[arg-type]


def test_a_message_outside_the_window_costs_its_template_and_inside_it_a_reply() -> None:
    assert one().micros == 300
    assert one(category="marketing").micros == 500
    assert one(window_open=True).micros == 200
    assert one(category="marketing", window_open=True).micros == 200


def test_a_reply_costs_nothing_while_free_ones_are_left_or_an_entry_point_is_open() -> None:
    assert one(window_open=True, free_left=1).micros == 0
    assert one(free_left=1).micros == 300
    assert one(category="marketing", entry_point=True).micros == 0


def test_without_a_rate_the_price_is_unknown_and_not_zero() -> None:
    assert one(category="general_purpose_ai").micros is None


def test_ten_thousand_replies_a_month_cost_three_million_rupiah() -> None:
    """9 000 × Rp 356,65 = Rp 3 209 850."""
    assert service_micros(expected=10_000, free_left=1_000, micros=356_650_000) == 3_209_850_000_000
    assert service_micros(expected=900, free_left=1_000, micros=356_650_000) == 0


def test_the_month_goes_on_at_the_pace_of_the_last_28_days() -> None:
    """14 days of 100 and 14 of 300: 200 a day, standard deviation 100; 9 days are 1 800 ± 1.2816 × 100 × 3."""
    told = month_forecast(spent=1_000, daily=[100, 300] * 14, days_left=9, planned=0)
    assert (told.low, told.middle, told.high) == (2_416, 2_800, 3_184)


def test_more_planned_than_the_pace_brings_is_believed() -> None:
    told = month_forecast(spent=1_000, daily=[200] * 28, days_left=9, planned=2_500)
    assert (told.low, told.middle, told.high) == (3_500, 3_500, 3_500)


def test_a_young_ledger_gives_a_wide_range() -> None:
    """Fewer than 7 days: half of what is expected, up and down."""
    told = month_forecast(spent=600, daily=[200, 200, 200], days_left=10, planned=0)
    assert (told.low, told.middle, told.high) == (1_600, 2_600, 3_600)


def test_the_range_never_falls_below_what_is_spent() -> None:
    told = month_forecast(spent=1_000, daily=[0] * 27 + [2_800], days_left=1, planned=0)
    assert told.low == 1_000


def test_a_budget_counts_what_is_on_its_way_and_warns_at_eighty_percent() -> None:
    def state(spent: int, in_flight: int) -> str:
        return Budgeted(amount=1_000, spent=spent, in_flight=in_flight).state

    assert [state(799, 0), state(700, 100), state(800, 0), state(999, 0)] == [
        "open",
        "warned",
        "warned",
        "warned",
    ]
    assert [state(1_000, 0), state(900, 100), state(5_000, 0)] == ["stopped"] * 3


def test_a_budget_of_nothing_stops_at_once() -> None:
    assert Budgeted(amount=0, spent=0, in_flight=0).state == "stopped"


def read(text: str) -> tuple[list[Rate], list[tuple[int, str]]]:
    found = read_rates(io.BytesIO(text.encode()), source="tarif.csv")
    return [row for _line, row in found.rows], [(one.line, one.code) for one in found.refused]


def test_a_file_of_rates_is_read_as_people_write_it() -> None:
    rows, refused = read("negara;kategori;mata uang;harga;berlaku\nID;Marketing;idr;586,33;1/1/2027\n")
    assert rows == [Rate("ID", "marketing", "IDR", 586_330_000, date(2027, 1, 1), "tarif.csv")]
    assert refused == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("IDN,utility,IDR,1,2027-01-01", "unknown_market"),
        ("ID,,IDR,1,2027-01-01", "unknown_category"),
        ("ID,util ity,IDR,1,2027-01-01", "unknown_category"),
        ("ID,utility,RUPIAH,1,2027-01-01", "unknown_currency"),
        ("ID,utility,IDR,banyak,2027-01-01", "no_price"),
        ("ID,utility,IDR,-1,2027-01-01", "no_price"),
        ("ID,utility,IDR,NaN,2027-01-01", "no_price"),
        ("ID,utility,IDR,1e3,2027-01-01", "no_price"),
        ("ID,utility,IDR,99999999999,2027-01-01", "no_price"),
        ("ID,utility,IDR,1,besok", "no_date"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(line: str, code: str) -> None:
    _rows, refused = read(
        f"market,category,currency,price,valid_from\n{line}\n*,utility,USD,0.01,2027-01-01\n"
    )
    assert refused == [(2, code)]


def test_the_same_rate_twice_is_refused() -> None:
    rows, refused = read(
        "market,category,price,valid_from\nID,utility,1,2027-01-01\nid,UTILITY,2,2027-01-01\n"
    )
    assert [row.micros for row in rows] == [1_000_000]
    assert refused == [(3, "twice")]


def test_a_file_without_prices_is_refused_whole() -> None:
    with pytest.raises(UnreadableFileError):
        read("market,category\nID,utility\n")


def test_a_file_comes_back_as_it_went_and_is_no_formula() -> None:
    rates = [*shipped(), Rate("*", "utility", "EUR", 12_345, NOVEMBER, "=HYPERLINK(1)")]
    lines = [list(row) for row in written(rates)]
    assert lines[-1][-1].startswith("'=")
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    assert read(text)[0] == rates


def test_a_price_with_grouped_thousands_or_a_sign_is_understood() -> None:
    rows, _refused = read('market,category,price,valid_from\nID,utility,"Rp 1.586,33",2027-01-01\n')
    assert rows[0].micros == 1_586_330_000


def test_one_message_is_priced_with_the_digits_that_matter() -> None:
    prices = [
        (586_330_000, "IDR"),
        (412_500_000, "IDR"),
        (500_000_000, "IDR"),
        (41_100, "USD"),
        (25_000, "USD"),
    ]
    words = [price_words(micros, currency, "id") for micros, currency in prices]
    assert words == ["Rp586,33", "Rp412,50", "Rp500", "US$0,0411", "US$0,025"]
