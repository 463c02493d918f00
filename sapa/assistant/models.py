from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class Turn(TenantModel):
    """What the assistant understood of one message and did about it."""

    message = tenant_key("messaging.Message")
    conversation = tenant_key("messaging.Conversation")
    at = models.DateTimeField()
    intent = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20)
    reply_message_id = models.BigIntegerField(null=True)
    trace = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "message"], name="turn_once")]
