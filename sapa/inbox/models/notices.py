from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class Notice(TenantModel):
    """Something one person of the team should see; more of the same in one conversation only raise `count`."""

    class Kind(models.TextChoices):
        HANDED_OFF = "handed_off"
        NOBODY_TOOK = "nobody_took"
        ASSIGNED = "assigned"
        MENTIONED = "mentioned"
        MESSAGE = "message"
        DUE_SOON = "due_soon"
        BREACHED = "breached"
        TICKET = "ticket"
        LATER_FAILED = "later_failed"

    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    conversation = tenant_key("messaging.Conversation", null=True)
    ticket = tenant_key("inbox.Ticket", null=True)
    count = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True, help_text="pushed or mailed")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user_id", "kind", "conversation"],
                condition=models.Q(seen_at=None, conversation__isnull=False),
                name="notice_once",
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "user_id", "-at", "-id"], name="notice_of_user"),
            models.Index(
                fields=["at", "id"], condition=models.Q(seen_at=None, told_at=None), name="notice_untold"
            ),
            models.Index(
                fields=["workspace", "user_id"], condition=models.Q(seen_at=None), name="notice_unseen"
            ),
        ]


class PushAddress(TenantModel):
    """Where a browser of a person takes pushes (Web Push, RFC 8030, 8291)."""

    user_id = models.BigIntegerField()
    address = models.CharField(max_length=1000)
    sealed = models.BinaryField(help_text="p256dh and auth of the browser")
    created_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "address"], name="push_address_once")]
        indexes = [models.Index(fields=["workspace", "user_id"], name="push_of_user")]
