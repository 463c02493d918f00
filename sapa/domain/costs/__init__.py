"""What messages cost: dated rates, the price of one, the rest of the month, budgets. Explained in docs/costs.md."""

from sapa.domain.costs.budgets import Budgeted
from sapa.domain.costs.csvrates import read_rates, reason, written
from sapa.domain.costs.forecast import Estimate, Forecast, estimate, month_forecast, service_micros
from sapa.domain.costs.pricing import FREE, UNDELIVERED, market_of, normal_category, type_of
from sapa.domain.costs.rates import MILLION, Rate, RateTable, minor, price_words, shipped

__all__ = [
    "FREE",
    "MILLION",
    "UNDELIVERED",
    "Budgeted",
    "Estimate",
    "Forecast",
    "Rate",
    "RateTable",
    "estimate",
    "market_of",
    "minor",
    "month_forecast",
    "normal_category",
    "price_words",
    "read_rates",
    "reason",
    "service_micros",
    "shipped",
    "type_of",
    "written",
]
