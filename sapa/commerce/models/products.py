from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Product(TenantModel):
    """What a shop sells, under the shop's own number (sku)."""

    public_id = public_id()
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    guide_url = models.CharField(max_length=500, blank=True)
    link = models.CharField(max_length=500, blank=True)
    lifetime_days = models.PositiveSmallIntegerField(null=True, help_text="that one piece lasts")
    warranty_days = models.PositiveSmallIntegerField(null=True, help_text="from arrival; null: not told")
    needs_care = models.BooleanField(default=False, help_text="asked about a week after arrival")
    is_digital = models.BooleanField(default=False, help_text="arrives when it is paid")
    stock = models.PositiveIntegerField(null=True, help_text="pieces; null: the shop never said")
    stock_said_at = models.DateTimeField(null=True)
    amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="IDR")
    complement = tenant_key("commerce.Product", null=True)
    complement_reason = models.CharField(max_length=200, blank=True)
    by_hand = models.JSONField(default=list, help_text="columns that a person set: no statement changes them")
    said_at = models.DateTimeField(help_text="of the newest statement")
    recorded_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "source", "external_id"], name="product_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "name", "id"], name="product_by_name"),
            models.Index(fields=["workspace", "external_id"], name="product_by_number"),
            models.Index(
                fields=["workspace", "complement"],
                condition=models.Q(complement__isnull=False),
                name="product_of_complement",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrderLine(TenantModel):
    """One product of an order."""

    order = tenant_key("commerce.Order")
    product = tenant_key("commerce.Product")
    quantity = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "order", "product"], name="line_once")]
        indexes = [models.Index(fields=["workspace", "product"], name="line_of_product")]


class Pairing(TenantModel):
    """A product that is often in one order with another, as last counted; what a person said of it stays.

    Counted are `baskets` with both, `of_product` and `of_other` with each, `of_all` in all.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    product = tenant_key("commerce.Product")
    other = tenant_key("commerce.Product")
    baskets = models.PositiveIntegerField()
    of_product = models.PositiveIntegerField()
    of_other = models.PositiveIntegerField()
    of_all = models.PositiveIntegerField()
    score = models.FloatField(
        help_text="cosine: baskets with both over the root of the product of both counts"
    )
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    counted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "product", "other"], name="pairing_once")]
        indexes = [
            models.Index(fields=["workspace", "state", "-score"], name="pairing_best"),
            models.Index(fields=["workspace", "other"], name="pairing_of_other"),
        ]

    @property
    def support(self) -> float:
        """The share of all orders that hold both."""
        return self.baskets / self.of_all

    @property
    def confidence(self) -> float:
        """The share of the orders with the product that hold the other too."""
        return self.baskets / self.of_product

    @property
    def lift(self) -> float:
        """How much oftener than if nobody chose them together."""
        return self.baskets * self.of_all / (self.of_product * self.of_other)


class Feature(TenantModel):
    """Something new in a product, or in a subscription's plan, that its owners may want to learn."""

    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    product = tenant_key("commerce.Product", null=True)
    plan = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200)
    benefit = models.CharField(max_length=300, blank=True)
    link = models.CharField(max_length=500, blank=True)
    released_at = models.DateTimeField(null=True)
    said_at = models.DateTimeField(help_text="of the newest statement")
    recorded_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "source", "external_id"], name="feature_once")
        ]
