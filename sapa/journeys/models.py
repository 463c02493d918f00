from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Journey(TenantModel):
    """A recipe of the library in this workspace: on or off, with the values its owner chose."""

    recipe = models.CharField(max_length=40)
    enabled = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    settings = models.JSONField(default=dict)
    scanned_until = models.DateTimeField(
        null=True, help_text="time-based triggers were looked for up to here"
    )
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "recipe"], name="journey_once")]


class FollowUp(TenantModel):
    """One planned message to one contact for one reason."""

    class State(models.TextChoices):
        WAITING = "waiting"
        QUEUED = "queued"
        SENT = "sent"
        DROPPED = "dropped"

    public_id = public_id()
    journey = tenant_key("journeys.Journey")
    contact = tenant_key("contacts.Contact")
    order = tenant_key("commerce.Order", null=True)
    trigger = tenant_key("events.Event", null=True)
    key = models.CharField(max_length=160)
    recipe = models.CharField(max_length=40)
    step = models.CharField(max_length=12)
    klass = models.CharField(max_length=10)
    category = models.CharField(max_length=20)
    segment = models.CharField(max_length=3)
    priority = models.PositiveSmallIntegerField()
    exits = models.JSONField(default=list)
    recipe_cap = models.JSONField(null=True)
    created_at = models.DateTimeField(help_text="instant of the trigger; exits count strictly after it")
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    next_at = models.DateTimeField(null=True, help_text="when it is decided again; shown as the planned time")
    reasons = models.JSONField(default=list, help_text="codes of the newest decision")
    finished_at = models.DateTimeField(null=True)
    message_id = models.BigIntegerField(null=True)
    recheck = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="follow_up_once")]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=models.Q(state="waiting"), name="follow_up_due"),
            models.Index(fields=["workspace", "contact", "-due_at"], name="follow_up_of_contact"),
            models.Index(fields=["workspace", "state", "next_at", "id"], name="follow_up_by_state"),
        ]


class Decision(TenantModel):
    """What the policy said of one follow-up, with every rule and the value it saw."""

    follow_up = tenant_key("journeys.FollowUp")
    contact = tenant_key("contacts.Contact")
    at = models.DateTimeField()
    stage = models.CharField(max_length=6, choices=[(s, s) for s in ("plan", "settle", "gate")])
    action = models.CharField(max_length=4)
    until = models.DateTimeField(null=True)
    reasons = models.JSONField(default=list)
    channel = models.CharField(max_length=10, blank=True)
    form = models.CharField(max_length=10, blank=True)
    zones = models.JSONField(default=list)
    zone_source = models.CharField(max_length=20, blank=True)
    trace = models.JSONField(default=list)
    policy_version = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "follow_up", "-id"], name="decision_of")]
