from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Tag(TenantModel):
    """A free word on a customer. `key` is how it is found: lower case, single spaces."""

    contact = tenant_key("contacts.Contact")
    name = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "contact", "key"], name="tag_once")]
        indexes = [models.Index(fields=["workspace", "key", "contact"], name="tag_found")]


class CustomField(TenantModel):
    """Something that this shop wants to know of its customers."""

    class Kind(models.TextChoices):
        TEXT = "text"
        NUMBER = "number"
        DATE = "date"
        CHOICE = "choice"

    public_id = public_id()
    name = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=6, choices=Kind)
    choices = models.JSONField(default=list)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "key"],
                condition=models.Q(archived_at__isnull=True),
                name="custom_field_once",
            )
        ]


class CustomValue(TenantModel):
    """What is known of one customer. `value`: the text, the decimal number, the ISO date or the choice."""

    contact = tenant_key("contacts.Contact")
    field = tenant_key("contacts.CustomField")
    value = models.CharField(max_length=500)
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "contact", "field"], name="custom_value_once")
        ]
