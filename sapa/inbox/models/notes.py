from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class Note(TenantModel):
    """What the team says to itself in a conversation; customers never see it."""

    conversation = tenant_key("messaging.Conversation")
    author_id = models.BigIntegerField()
    text = models.CharField(max_length=4096)
    mentions = models.JSONField(default=list, help_text="ids of the people who are named with @")
    at = models.DateTimeField()
    client_id = models.CharField(
        max_length=64, help_text="made by the page, so that a double tap is one note"
    )

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "conversation", "client_id"], name="note_once")
        ]
        indexes = [models.Index(fields=["workspace", "conversation", "-at"], name="note_of_conversation")]
