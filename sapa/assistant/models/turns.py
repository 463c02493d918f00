from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class Turn(TenantModel):
    """What the assistant understood of one message and did about it.

    `trace`: what was understood, which tools were asked and which records they gave (ids), which guard spoke, what was
    cited and what was done. Never the customer's words: those are the message's.
    """

    message = tenant_key("messaging.Message")
    conversation = tenant_key("messaging.Conversation")
    at = models.DateTimeField()
    intent = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20)
    reason = models.CharField(
        max_length=40, blank=True, db_default="", help_text="why it was handed to people"
    )
    confidence = models.FloatField(null=True, help_text="of the intent; empty where nothing was read")
    guard_blocks = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="texts that the guard stopped"
    )
    reply_message_id = models.BigIntegerField(null=True)
    trace = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "message"], name="turn_once")]
        indexes = [
            models.Index(fields=["workspace", "conversation", "-id"], name="turn_of_conversation"),
            models.Index(fields=["workspace", "-at", "-id"], name="turn_newest"),
        ]
