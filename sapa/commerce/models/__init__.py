"""Orders and what belongs to them, whatever shop, file or person they come from."""

from sapa.commerce.models.changes import OrderChange
from sapa.commerce.models.imports import ColumnMapping, ImportBatch, ImportRow, ImportRun
from sapa.commerce.models.orders import Order
from sapa.commerce.models.payments import Payment, PaymentNumber
from sapa.commerce.models.products import Feature, OrderLine, Pairing, Product
from sapa.commerce.models.senders import Confirmation, Sender
from sapa.commerce.models.subjects import Checkout, Invoice, Return, Shipment, Subject, Subscription

__all__ = [
    "Checkout",
    "ColumnMapping",
    "Confirmation",
    "Feature",
    "ImportBatch",
    "ImportRow",
    "ImportRun",
    "Invoice",
    "Order",
    "OrderChange",
    "OrderLine",
    "Pairing",
    "Payment",
    "PaymentNumber",
    "Product",
    "Return",
    "Sender",
    "Shipment",
    "Subject",
    "Subscription",
]
