from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class Product(TenantModel):
    """What a shop sells, under the shop's own number (sku)."""

    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    guide_url = models.CharField(max_length=500, blank=True)
    link = models.CharField(max_length=500, blank=True)
    lifetime_days = models.PositiveSmallIntegerField(null=True, help_text="that one piece lasts")
    needs_care = models.BooleanField(default=False, help_text="asked about a week after arrival")
    is_digital = models.BooleanField(default=False, help_text="arrives when it is paid")
    stock = models.PositiveIntegerField(null=True, help_text="pieces; null: the shop never said")
    stock_said_at = models.DateTimeField(null=True)
    amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="IDR")
    complement = tenant_key("commerce.Product", null=True)
    complement_reason = models.CharField(max_length=200, blank=True)
    said_at = models.DateTimeField(help_text="of the newest statement")
    recorded_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "source", "external_id"], name="product_once")
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
