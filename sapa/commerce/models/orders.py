from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Order(TenantModel):
    """One order, whatever shop it came from. Amounts are integers in the currency's smallest unit."""

    class Status(models.TextChoices):
        PLACED = "placed"
        AWAITING_PAYMENT = "awaiting_payment"
        PAID = "paid"
        PROCESSING = "processing"
        SHIPPED = "shipped"
        DELIVERED = "delivered"
        COMPLETED = "completed"
        CANCELLED = "cancelled"
        REFUNDED = "refunded"
        EXPIRED = "expired"
        FAILED = "failed"
        ON_HOLD = "on_hold"
        UNKNOWN = "unknown"

    public_id = public_id()
    contact = tenant_key("contacts.Contact")
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    number = models.CharField(max_length=120)
    status = models.CharField(max_length=16, choices=Status)
    segment = models.CharField(max_length=3, blank=True)
    placed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_estimated = models.BooleanField(default=False)
    eta = models.DateTimeField(null=True)
    payment_deadline = models.DateTimeField(null=True)
    payment_type = models.CharField(max_length=40, blank=True)
    goods = models.CharField(max_length=300, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    amount = models.BigIntegerField(default=0)
    shipping_amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="IDR")
    links = models.JSONField(default=dict, help_text="order, pay, track")
    said_at = models.DateTimeField(null=True, help_text="of the newest statement that the source dated")
    alive_said_at = models.DateTimeField(
        null=True, help_text="newest dated word of the shop that the order goes on"
    )
    over_said_at = models.DateTimeField(null=True, help_text="newest dated word of the shop that it is over")
    recorded_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "source", "external_id"], name="order_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "contact", "-placed_at"], name="order_of_contact"),
            models.Index(fields=["workspace", "-placed_at", "-id"], name="order_newest"),
            models.Index(fields=["workspace", "number"], name="order_by_number"),
            models.Index(
                fields=["workspace", "external_id"],
                condition=~models.Q(external_id=models.F("number")),
                name="order_by_other_number",
            ),
        ]

    def __str__(self) -> str:
        return self.number
