from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class Rate(TenantModel):
    """What one delivered message costs from a day on; rows of the workspace win over those Sapa ships.

    `micros`: millionths of the currency for one message. Days begin at midnight in the account's zone.
    """

    market = models.CharField(max_length=4, help_text="ISO country of the customer's number, or * for others")
    category = models.CharField(max_length=30)
    currency = models.CharField(max_length=3, default="IDR")
    micros = models.BigIntegerField()
    valid_from = models.DateField()
    source = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "market", "category", "currency", "valid_from"], name="rate_once"
            )
        ]


class Cost(TenantModel):
    """What the provider said about the price of one message: a fact, once a message, from its pricing webhook.

    `micros` null: no rate was known that day; 0: free, as `pricing_type` tells. `before`: type and category
    that an earlier status had told otherwise.
    """

    message = tenant_key("messaging.Message")
    channel = tenant_key("messaging.Channel")
    at = models.DateTimeField()
    day = models.DateField(help_text="in the zone of the account")
    kind = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=30)
    pricing_type = models.CharField(max_length=30)
    market = models.CharField(max_length=4)
    currency = models.CharField(max_length=3)
    micros = models.BigIntegerField(null=True)
    before = models.CharField(max_length=61, blank=True, db_default="")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "message"], name="cost_once")]
        indexes = [models.Index(fields=["workspace", "day", "id"], name="cost_by_day")]


class CostDay(TenantModel):
    """The ledger summed by day: grows in the transaction that adds to it, so that a budget costs one look."""

    channel = tenant_key("messaging.Channel")
    day = models.DateField()
    kind = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=30)
    pricing_type = models.CharField(max_length=30)
    currency = models.CharField(max_length=3)
    messages = models.PositiveIntegerField(default=0)
    unpriced = models.PositiveIntegerField(default=0)
    micros = models.BigIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "day", "channel", "kind", "category", "pricing_type", "currency"],
                name="cost_day_once",
            )
        ]


class Budget(TenantModel):
    """What may be spent in a month: `kind` blank for the whole workspace, else one recipe or campaign."""

    kind = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField(help_text="in the currency's minor unit a month")
    currency = models.CharField(max_length=3, default="IDR")
    changed_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "kind"], name="budget_once")]
