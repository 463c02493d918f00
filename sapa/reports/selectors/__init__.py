"""What the home page shows: figures, and what wants a person."""

from sapa.reports.selectors.attention import Ask, attention
from sapa.reports.selectors.figures import Figure, Heat, figures, has_orders, heat, held_reasons, replies

__all__ = [
    "Ask",
    "Figure",
    "Heat",
    "attention",
    "figures",
    "has_orders",
    "heat",
    "held_reasons",
    "replies",
]
