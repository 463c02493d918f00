from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class Clock(TenantModel):
    """One promise of service: from when, by when, and how it went (measurement.md 1; product.md rule 37).

    Seconds are of business time except `calendar_seconds`. `inputs` keeps hours, zone, days off and target that
    were in force, so that any clock can be computed again. One of each kind runs at a time.
    """

    class Kind(models.TextChoices):
        FIRST = "first"  # the customer's first message that needs an answer -> a person's first answer
        TURN = "turn"  # each turn of the customer -> the next answer of anybody
        HANDOFF = "handoff"  # handed to people -> a person's answer
        RESOLUTION = "resolution"  # a ticket opened -> solved for the last time

    class State(models.TextChoices):
        RUNNING = "running"
        PAUSED = "paused"
        MET = "met"
        DROPPED = "dropped"

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    contact = tenant_key("contacts.Contact")
    conversation = tenant_key("messaging.Conversation", null=True)
    ticket = tenant_key("inbox.Ticket", null=True)
    team_id = models.BigIntegerField(null=True)
    segment = models.CharField(max_length=3)
    priority = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    target_seconds = models.PositiveIntegerField(null=True, help_text="empty: measured, nothing promised")
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True, help_text="when most of the promised time has passed")
    paused_at = models.DateTimeField(null=True)
    paused_seconds = models.PositiveIntegerField(default=0)
    warned_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    met_by = models.CharField(max_length=10, blank=True, help_text="agent, assistant or system")
    author_id = models.BigIntegerField(null=True)
    seconds = models.PositiveIntegerField(null=True)
    calendar_seconds = models.PositiveIntegerField(null=True)
    inputs = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "conversation", "kind"],
                condition=models.Q(state__in=["running", "paused"], ticket=None),
                name="clock_of_conversation_once",
            ),
            models.UniqueConstraint(
                fields=["workspace", "ticket", "kind"],
                condition=models.Q(state__in=["running", "paused"]),
                name="clock_of_ticket_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(state="running", breached_at=None),
                name="clock_ahead",
            ),
            models.Index(
                fields=["warn_at", "id"],
                condition=models.Q(state="running", warned_at=None),
                name="clock_near",
            ),
            models.Index(fields=["workspace", "kind", "-started_at"], name="clock_by_kind"),
            models.Index(fields=["workspace", "conversation", "-started_at"], name="clock_of_conversation"),
            models.Index(
                fields=["workspace", "ticket"],
                condition=models.Q(ticket__isnull=False),
                name="clock_of_ticket",
            ),
        ]
