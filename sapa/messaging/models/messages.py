from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Message(TenantModel):
    """One message in or out. Outbound rows are the queue (stack.md 3): state moves as in decisions.md 27."""

    class State(models.TextChoices):
        PLANNED = "planned"
        SENDING = "sending"
        ACCEPTED = "accepted"
        UNKNOWN = "unknown"
        QUARANTINED = "quarantined"
        FAILED = "failed"
        CANCELLED = "cancelled"
        EXPIRED = "expired"
        RECEIVED = "received"

    class Delivery(models.TextChoices):
        NONE = "none"
        SENT = "sent"
        DELIVERED = "delivered"
        READ = "read"
        FAILED = "failed"

    class DeliveryClass(models.TextChoices):
        ONCE = "once"
        MUST = "must"
        ASK = "ask"

    public_id = public_id()
    conversation = tenant_key("messaging.Conversation")
    contact = tenant_key("contacts.Contact")
    channel = tenant_key("messaging.Channel")
    direction = models.CharField(max_length=3, choices=[("in", "in"), ("out", "out")])
    klass = models.CharField(max_length=10, blank=True, help_text="reply, notice, reminder, care, promo")
    kind = models.CharField(max_length=40, blank=True, help_text="recipe, agent_reply, assistant_reply …")
    category = models.CharField(max_length=20, blank=True)
    by = models.CharField(max_length=10)
    author_id = models.BigIntegerField(null=True)
    type = models.CharField(max_length=16, default="text")
    text = models.TextField(blank=True)
    payload = models.JSONField(default=dict)
    order_id = models.BigIntegerField(null=True)
    follow_up_id = models.BigIntegerField(null=True)
    reply_to_wamid = models.CharField(max_length=128, blank=True)
    state = models.CharField(max_length=11, choices=State)
    delivery = models.CharField(max_length=9, choices=Delivery, default=Delivery.NONE)
    delivery_class = models.CharField(max_length=4, choices=DeliveryClass, default=DeliveryClass.ONCE)
    priority = models.PositiveSmallIntegerField(default=50)
    at = models.DateTimeField(help_text="business time of creation or, inbound, of writing")
    not_before = models.DateTimeField()
    deadline = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True, help_text="machine time")
    attempts = models.PositiveSmallIntegerField(default=0)
    wamid = models.CharField(max_length=128, blank=True)
    accepted_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=40, blank=True)
    error_detail = models.CharField(max_length=300, blank=True)
    reasons = models.JSONField(default=list)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(
                fields=["channel", "priority", "not_before", "id"],
                condition=models.Q(state="planned"),
                name="message_queue",
            ),
            models.Index(
                fields=["lease_until"],
                condition=models.Q(state__in=["sending", "unknown"]),
                name="message_leased",
            ),
            models.Index(fields=["workspace", "conversation", "-at", "-id"], name="message_of_conversation"),
            models.Index(fields=["workspace", "contact", "-at"], name="message_of_contact"),
            BrinIndex(fields=["accepted_at"], autosummarize=True, name="message_accepted"),
        ]


class MessageKey(TenantModel):
    """Makes a wanted message unique however often it is asked for."""

    key = models.CharField(max_length=200)
    message = tenant_key("messaging.Message")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="message_key_once")]


class Wamid(TenantModel):
    """The provider's id of a message, in or out, once per channel."""

    channel = tenant_key("messaging.Channel")
    wamid = models.CharField(max_length=128)
    message = tenant_key("messaging.Message")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "channel", "wamid"], name="wamid_once")]
