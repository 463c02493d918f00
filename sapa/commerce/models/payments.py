from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key
from sapa.commerce.models.subjects import Subject


class Payment(Subject):
    """One attempt to pay, as the gateway numbers it; an order may have several.

    The gateway knows no customer: until the order of `order_number` is told, by whatever shop, there is neither
    `order` nor `contact`. `reference`: what the customer pays with, such as the number of a virtual account.
    `amount` stays what was paid; `refunds`: each refund's own number to [amount, when]; `refunded_amount`: what
    went back altogether, also where the gateway names only the sum. `waived`: no payment, but what the shop lets the
    customer off.
    """

    class Status(models.TextChoices):
        PENDING = "pending"
        CHALLENGED = "challenged"
        FAILED = "failed"
        EXPIRED = "expired"
        CANCELLED = "cancelled"
        PAID = "paid"
        REFUNDED = "refunded"
        WAIVED = "waived"

    contact = tenant_key("contacts.Contact", null=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="IDR")
    method = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    expires_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    refunds = models.JSONField(default=dict, db_default={})
    refunded_amount = models.BigIntegerField(default=0, db_default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "source", "external_id"], name="payment_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "order"], name="payment_of_order"),
            models.Index(
                fields=["workspace", "contact"],
                condition=models.Q(contact__isnull=False),
                name="payment_of_contact",
            ),
            models.Index(
                fields=["workspace", "order_number"],
                condition=models.Q(order__isnull=True),
                name="payment_without_order",
            ),
        ]


class PaymentNumber(TenantModel):
    """One of several numbers by which a gateway calls the same payment; `Payment.external_id` is the first of them."""

    payment = tenant_key("commerce.Payment", on_delete=models.CASCADE)
    source = models.CharField(max_length=40)
    number = models.CharField(max_length=120)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "source", "number"], name="payment_number_once")
        ]
        indexes = [models.Index(fields=["workspace", "payment"], name="payment_number_of")]
