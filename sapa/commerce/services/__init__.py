"""Writes of the room: orders, whatever shop or file they come from."""

from sapa.commerce.services.orders import Applied, apply_orders

__all__ = ["Applied", "apply_orders"]
