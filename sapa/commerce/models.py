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
    recorded_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "source", "external_id"], name="order_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "contact", "-placed_at"], name="order_of_contact"),
            models.Index(fields=["workspace", "-placed_at", "-id"], name="order_newest"),
        ]

    def __str__(self) -> str:
        return self.number


class ColumnMapping(TenantModel):
    """How the columns of a file with this header are read; remembered from the last import."""

    header_hash = models.CharField(max_length=64)
    mapping = models.JSONField()
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "header_hash"], name="mapping_once")]


class ImportRun(TenantModel):
    """One file that was imported, with what became of its rows."""

    class State(models.TextChoices):
        MAPPING = "mapping"
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    public_id = public_id()
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    path = models.CharField(max_length=300, blank=True, help_text="of the kept upload, under SAPA_HOME")
    size = models.BigIntegerField(default=0, help_text="bytes of the file")
    position = models.BigIntegerField(default=0, help_text="bytes read so far")
    line = models.PositiveIntegerField(
        default=0, help_text="last line that is done; a second try goes on after it"
    )
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    error = models.CharField(max_length=300, blank=True)
    author_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0, help_text="rows of which something still lies ahead")

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "-id"], name="import_newest")]

    @property
    def ahead(self) -> int:
        """Rows of which nothing has happened yet (demo)."""
        return self.rows - self.created - self.updated - self.unchanged - self.refused


class ImportRow(TenantModel):
    """What became of one row: a refused one keeps its reason, one ahead is applied as time passes."""

    class Outcome(models.TextChoices):
        CREATED = "created"
        UPDATED = "updated"
        UNCHANGED = "unchanged"
        REFUSED = "refused"
        AHEAD = "ahead"

    run = tenant_key("commerce.ImportRun")
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=9, choices=Outcome)
    code = models.CharField(max_length=40, blank=True)
    column = models.CharField(max_length=120, blank=True)
    notes = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    facts = models.JSONField(null=True)
    next_at = models.DateTimeField(null=True, help_text="demo only: when the next part of the row happens")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "run", "line"], name="import_row_once")]
        indexes = [
            models.Index(
                fields=["workspace", "next_at"],
                condition=models.Q(next_at__isnull=False),
                name="import_row_ahead",
            )
        ]
