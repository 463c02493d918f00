from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class OrderChange(TenantModel):
    """What a customer wants changed about an order that has not left yet, said yes to in the chat.

    The shop itself changes it: a ticket tells people. `values`: by slot, in the customer's words.
    """

    class What(models.TextChoices):
        ADDRESS = "address"
        ORDER = "order"

    order = tenant_key("commerce.Order")
    what = models.CharField(max_length=7, choices=What)
    values = models.JSONField(default=dict)
    message_id = models.BigIntegerField(null=True, help_text="in which the customer said yes")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "order", "message_id"],
                condition=models.Q(message_id__isnull=False),
                name="change_once",
            )
        ]
        indexes = [models.Index(fields=["workspace", "order", "-at"], name="change_of_order")]
