from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


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
    seen_wamid = models.CharField(
        max_length=128, blank=True, db_default="", help_text="newest of the customer that we have read"
    )
    marked_wamid = models.CharField(
        max_length=128, blank=True, db_default="", help_text="the one for which the blue ticks went out"
    )
    free_until = models.DateTimeField(
        null=True, help_text="end of a free entry point: everything is free until then"
    )
    elsewhere_at = models.DateTimeField(null=True, help_text="the provider's own agent took the last message")
    unread = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, help_text="the next promise of service that runs out")
    priority = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="0 normal, 1 high, 2 urgent"
    )
    team_id = models.BigIntegerField(null=True)
    snoozed_until = models.DateTimeField(
        null=True, help_text="out of the list until then, or until a message"
    )
    version = models.BigIntegerField(default=0, help_text="grows with every change, for live updates")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "contact", "channel"],
                condition=models.Q(open=True),
                name="conversation_open_once",
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "contact", "channel"], name="conversation_of_contact"),
            models.Index(fields=["workspace", "-last_message_at", "-id"], name="conversation_newest"),
            models.Index(
                fields=["workspace", "id"],
                condition=~models.Q(seen_wamid=models.F("marked_wamid")),
                name="conversation_unmarked",
            ),
            models.Index(
                fields=["workspace", "due_at", "id"],
                condition=models.Q(open=True, waiting_since__isnull=False, snoozed_until=None)
                & ~models.Q(owner="assistant"),
                name="conversation_waiting",
            ),
            models.Index(
                fields=["workspace", "assignee_id", "-last_message_at", "-id"],
                condition=models.Q(open=True, assignee_id__isnull=False),
                name="conversation_mine",
            ),
            models.Index(
                fields=["workspace", "snoozed_until"],
                condition=models.Q(snoozed_until__isnull=False),
                name="conversation_snoozed",
            ),
            models.Index(
                fields=["workspace", "-last_message_at", "-id"],
                condition=models.Q(open=True, assignee_id=None, snoozed_until=None)
                & ~models.Q(owner="assistant"),
                name="conversation_untaken",
            ),
            models.Index(
                fields=["workspace", "-last_message_at", "-id"],
                condition=models.Q(open=False),
                name="conversation_closed",
            ),
            models.Index(
                fields=["workspace", "-last_message_at", "-id"],
                condition=models.Q(unread__gt=0),
                name="conversation_unread",
            ),
            models.Index(
                fields=["workspace", "team_id", "-last_message_at", "-id"],
                condition=models.Q(team_id__isnull=False),
                name="conversation_of_team",
            ),
        ]
