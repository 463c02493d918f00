from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class TalkReview(TenantModel):
    """What a person says of one conversation of the assistant in one week (assistant.md 5.3: five labels).

    A label that is empty does not apply or was not judged.
    """

    week = models.DateField(help_text="its Monday, where the shop is")
    conversation = tenant_key("messaging.Conversation")
    correct = models.BooleanField(null=True)
    grounded = models.BooleanField(null=True)
    handover = models.BooleanField(null=True)
    tone = models.BooleanField(null=True)
    language = models.BooleanField(null=True)
    note = models.CharField(max_length=300, blank=True)
    author_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "week", "conversation"], name="talk_review_once")
        ]
