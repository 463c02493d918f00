from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Channel(TenantModel):
    """One number, mailbox or bot (decisions.md 17)."""

    public_id = public_id()
    kind = models.CharField(max_length=10, default="whatsapp")
    name = models.CharField(max_length=80)
    external_id = models.CharField(max_length=64, help_text="phone_number_id at WhatsApp")
    account_id = models.CharField(max_length=64, blank=True, help_text="WhatsApp business account id")
    display_phone = models.CharField(max_length=20, blank=True)
    token = models.BinaryField(help_text="sealed access token")
    endpoint = tenant_key("events.Endpoint", null=True)
    stopped = models.CharField(max_length=40, blank=True, help_text="code of why nothing may leave, or empty")
    rate_per_second = models.PositiveIntegerField(default=40)
    last_inbound_at = models.DateTimeField(null=True, help_text="newest signed webhook: the way in is alive")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind", "external_id"], name="channel_once")
        ]

    def __str__(self) -> str:
        return self.name


class Template(TenantModel):
    """A message template as the provider knows it; `source` is our Liquid text, `binding` its named parameters."""

    channel = tenant_key("messaging.Channel")
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=10, default="id")
    category = models.CharField(max_length=20)
    status = models.CharField(max_length=20, default="APPROVED")
    source = models.TextField()
    body = models.TextField()
    binding = models.JSONField(default=dict)
    external_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "channel", "name", "language"], name="template_once")
        ]


class Conversation(TenantModel):
    """The talk with one contact on one channel; at most one is open (product.md rule 26)."""

    class Owner(models.TextChoices):
        ASSISTANT = "assistant"
        HUMAN = "human"
        NOBODY = "nobody"

    public_id = public_id()
    contact = tenant_key("contacts.Contact")
    channel = tenant_key("messaging.Channel")
    open = models.BooleanField(default=True)
    owner = models.CharField(max_length=10, choices=Owner, default=Owner.ASSISTANT)
    assignee_id = models.BigIntegerField(null=True)
    waiting_since = models.DateTimeField(null=True, help_text="first unanswered message of the customer")
    last_inbound_at = models.DateTimeField(null=True)
    last_message_at = models.DateTimeField()
    preview = models.CharField(max_length=160, blank=True)
    preview_direction = models.CharField(max_length=3, blank=True)
    unread = models.PositiveIntegerField(default=0)
    version = models.BigIntegerField(default=0, help_text="grows with every change, for live updates")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "contact", "channel"],
                condition=models.Q(open=True),
                name="conversation_open_once",
            )
        ]
        indexes = [models.Index(fields=["workspace", "-last_message_at", "-id"], name="conversation_newest")]


class Message(TenantModel):
    """One message in or out. Outbound rows are the queue (stack.md 3): state moves as in decisions.md 27."""

    class State(models.TextChoices):
        PLANNED = "planned"
        CLAIMED = "claimed"
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
                fields=["priority", "not_before", "id"],
                condition=models.Q(state="planned"),
                name="message_due",
            ),
            models.Index(
                fields=["lease_until"],
                condition=models.Q(state__in=["claimed", "sending", "unknown"]),
                name="message_leased",
            ),
            models.Index(fields=["workspace", "conversation", "-at", "-id"], name="message_of_conversation"),
            models.Index(fields=["workspace", "contact", "-at"], name="message_of_contact"),
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


class Attempt(TenantModel):
    """One HTTP try, committed before the call; its token comes back in status webhooks."""

    message = tenant_key("messaging.Message")
    n = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    code = models.CharField(max_length=20, blank=True)
    wamid = models.CharField(max_length=128, blank=True)
    settled_by = models.CharField(max_length=10, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "message", "n"], name="attempt_once"),
            models.UniqueConstraint(fields=["workspace", "token"], name="attempt_token_once"),
        ]


class OrphanStatus(TenantModel):
    """A delivery status whose message is not known (yet): taken up when its id appears, kept 30 days."""

    channel = tenant_key("messaging.Channel")
    wamid = models.CharField(max_length=128)
    status = models.CharField(max_length=12)
    code = models.IntegerField(null=True)
    detail = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "channel", "wamid", "status"], name="orphan_once")
        ]
        indexes = [models.Index(fields=["workspace", "kept_at"], name="orphan_kept")]
