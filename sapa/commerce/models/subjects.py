from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Subject(TenantModel):
    """What a shop tells about one customer beside the order, under the shop's own number.

    An older statement never overwrites a newer one: `said_at` is that of the newest, `status_at` since when
    the status is so. `order_number` is kept while the order itself has not been heard of.
    """

    public_id = public_id()
    contact = tenant_key("contacts.Contact")
    order = tenant_key("commerce.Order", null=True)
    order_number = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    status_at = models.DateTimeField()
    said_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        abstract = True


class Shipment(Subject):
    """One parcel. `address_short` is district and city, never a street."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed"
        PICKING_UP = "picking_up"
        PICKED_UP = "picked_up"
        IN_TRANSIT = "in_transit"
        OUT_FOR_DELIVERY = "out_for_delivery"
        ON_HOLD = "on_hold"
        FAILED_ATTEMPT = "failed_attempt"
        DELIVERED = "delivered"
        RETURNING = "returning"
        RETURNED = "returned"
        CANCELLED = "cancelled"
        LOST = "lost"

    status = models.CharField(max_length=16, choices=Status, default=Status.CONFIRMED)
    courier = models.CharField(max_length=80, blank=True)
    tracking_number = models.CharField(max_length=80, blank=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    eta = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    address_short = models.CharField(max_length=120, blank=True)
    link = models.CharField(max_length=500, blank=True)

    class Meta(Subject.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "source", "external_id"], name="shipment_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "contact", "-status_at"], name="shipment_of_contact"),
            models.Index(fields=["workspace", "order"], name="shipment_of_order"),
            models.Index(
                fields=["workspace", "source", "order_number"],
                condition=models.Q(order__isnull=True),
                name="shipment_without_order",
            ),
            models.Index(
                fields=["workspace", "tracking_number"],
                condition=~models.Q(tracking_number=""),
                name="shipment_by_tracking",
            ),
        ]


class Subscription(Subject):
    """One plan of one customer and its running period [period_start, period_end)."""

    class Status(models.TextChoices):
        ACTIVE = "active"
        GRACE = "grace"
        CANCELLED = "cancelled"
        ENDED = "ended"

    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    plan = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField(null=True, help_text="of the first period")
    period_start = models.DateTimeField(null=True)
    period_end = models.DateTimeField(null=True)
    grace_end = models.DateTimeField(null=True)
    auto_renew = models.BooleanField(default=False)
    amount = models.BigIntegerField(null=True, help_text="of one period; null: the shop does not tell")
    currency = models.CharField(max_length=3, default="IDR", db_default="IDR")
    link = models.CharField(max_length=500, blank=True)

    class Meta(Subject.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "source", "external_id"], name="subscription_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "contact"], name="subscription_of_contact"),
            models.Index(
                fields=["workspace", "order"],
                condition=models.Q(order__isnull=False),
                name="subscription_of_order",
            ),
            models.Index(fields=["workspace", "period_end"], name="subscription_ending"),
        ]


class Invoice(Subject):
    """A bill. Amounts are integers in the currency's smallest unit."""

    class Status(models.TextChoices):
        OPEN = "open"
        PAID = "paid"
        DISPUTED = "disputed"
        CANCELLED = "cancelled"

    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    number = models.CharField(max_length=120, blank=True)
    amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="IDR")
    issued_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True, help_text="when the customer said it will be paid")
    link = models.CharField(max_length=500, blank=True)

    class Meta(Subject.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "source", "external_id"], name="invoice_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "contact"], name="invoice_of_contact"),
            models.Index(
                fields=["workspace", "order"],
                condition=models.Q(order__isnull=False),
                name="invoice_of_order",
            ),
            models.Index(
                fields=["workspace", "due_at"],
                condition=models.Q(status="open", due_at__isnull=False),
                name="invoice_open_due",
            ),
        ]


class Return(Subject):
    """Goods on their way back. `step`: what comes next, in the shop's words.

    `goods`: `{"product": id or None, "name", "quantity"}` of each; `reason`: why, as the customer says; `answer`: why
    not, as the shop says. `photo`: name in storage.
    """

    class Status(models.TextChoices):
        REQUESTED = "requested"
        APPROVED = "approved"
        REJECTED = "rejected"
        RECEIVED = "received"
        REFUNDED = "refunded"
        REPLACED = "replaced"

    status = models.CharField(max_length=10, choices=Status, default=Status.REQUESTED)
    number = models.CharField(max_length=120, blank=True)
    step = models.CharField(max_length=200, blank=True)
    expected_at = models.DateTimeField(null=True)
    goods = models.JSONField(default=list, db_default=[])
    reason = models.CharField(max_length=300, blank=True, db_default="")
    answer = models.CharField(max_length=300, blank=True, db_default="")
    photo = models.CharField(max_length=120, blank=True, db_default="")

    class Meta(Subject.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "source", "external_id"], name="return_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "contact"], name="return_of_contact"),
            models.Index(fields=["workspace", "order"], name="return_of_order"),
            models.Index(fields=["workspace", "-status_at", "-id"], name="return_newest"),
        ]


class Checkout(Subject):
    """A basket at the till. Who leaves it there is told of once; an order that follows ends it."""

    class Status(models.TextChoices):
        OPEN = "open"
        ABANDONED = "abandoned"
        COMPLETED = "completed"

    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="IDR")
    goods = models.CharField(max_length=300, blank=True)
    link = models.CharField(max_length=500, blank=True)
    completed_at = models.DateTimeField(null=True)

    class Meta(Subject.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "source", "external_id"], name="checkout_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "contact"], name="checkout_of_contact"),
            models.Index(
                fields=["workspace", "order"],
                condition=models.Q(order__isnull=False),
                name="checkout_of_order",
            ),
            models.Index(
                fields=["workspace", "status_at"], condition=models.Q(status="open"), name="checkout_open"
            ),
        ]
