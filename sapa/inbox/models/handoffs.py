from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class Handoff(TenantModel):
    """A conversation given to people: what the customer wants, what was done, what is missing."""

    conversation = tenant_key("messaging.Conversation")
    reason = models.CharField(max_length=40)
    wants = models.CharField(max_length=300, blank=True)
    tried = models.CharField(max_length=300, blank=True)
    missing = models.CharField(max_length=300, blank=True)
    card = models.JSONField(default=dict, help_text="what was known then, by part (assistant.md 4.5)")
    at = models.DateTimeField()
    taken_by_id = models.BigIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True, help_text="when nobody had taken it in time")
    ended_at = models.DateTimeField(null=True, help_text="end of the people's stretch")

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "conversation", "-id"], name="handoff_of"),
            models.Index(
                fields=["workspace", "at"], condition=models.Q(taken_at=None), name="handoff_untaken"
            ),
        ]
