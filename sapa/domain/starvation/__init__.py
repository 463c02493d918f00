"""Whether the policy leaves the recipes time to be sent, measured hour by hour."""

from sapa.domain.starvation.measuring import BRIDGE, USUAL, Loss, Row, of_example, rows
from sapa.domain.starvation.page import EXAMPLES, page

__all__ = ["BRIDGE", "EXAMPLES", "USUAL", "Loss", "Row", "of_example", "page", "rows"]
