"""What messages cost: the terms, the month so far and to come, the price of one, budgets."""

from sapa.messaging.selectors.costs.budgets import BudgetState, Stopped, budget_states, stopped_kinds
from sapa.messaging.selectors.costs.estimates import KindCost, cost_of_kind, estimate, prices
from sapa.messaging.selectors.costs.ledger import FreeMonth, free_months, ledger_rows, month_sums
from sapa.messaging.selectors.costs.month import MonthPage, month_page
from sapa.messaging.selectors.costs.terms import ONE_DAY, Terms, own_rates, terms

__all__ = [
    "ONE_DAY",
    "BudgetState",
    "FreeMonth",
    "KindCost",
    "MonthPage",
    "Stopped",
    "Terms",
    "budget_states",
    "cost_of_kind",
    "estimate",
    "free_months",
    "ledger_rows",
    "month_page",
    "month_sums",
    "own_rates",
    "prices",
    "stopped_kinds",
    "terms",
]
