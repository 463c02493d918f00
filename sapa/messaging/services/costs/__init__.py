"""The ledger of what messages cost, the shop's own rates, and budgets that stop what would exceed them."""

from sapa.messaging.services.costs.budgets import change_costs, release_held, set_budget
from sapa.messaging.services.costs.charging import charge, pricing_of, with_pricing
from sapa.messaging.services.costs.rates import remove_rate, save_rates

__all__ = [
    "change_costs",
    "charge",
    "pricing_of",
    "release_held",
    "remove_rate",
    "save_rates",
    "set_budget",
    "with_pricing",
]
