from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Endpoint(TenantModel):
    """An address at which one source or channel delivers: `/hooks/<kind>/<public_id>/`."""

    public_id = public_id()
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=80, blank=True)
    secrets = models.JSONField(default=list, help_text="sealed; two during rotation, newest first")
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()


class RawDelivery(TenantModel):
    """A webhook body exactly as received, committed before the sender gets its 200."""

    class State(models.TextChoices):
        NEW = "new"
        DONE = "done"
        DEAD = "dead"

    endpoint = tenant_key("events.Endpoint")
    kind = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    state = models.CharField(max_length=5, choices=State, default=State.NEW)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["next_at", "id"], condition=models.Q(state="new"), name="raw_due"),
            models.Index(fields=["workspace", "-id"], condition=models.Q(state="dead"), name="raw_dead"),
        ]


class RefusedDelivery(TenantModel):
    """How many deliveries a door refused on a day, and why; nothing else of them is kept."""

    endpoint = tenant_key("events.Endpoint")
    day = models.DateField()
    code = models.CharField(max_length=20)
    count = models.PositiveIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "endpoint", "day", "code"], name="refused_once")
        ]


class Event(TenantModel):
    """Something that happened, with ids and codes only (decisions.md 15). Never changed, never deleted."""

    name = models.CharField(max_length=40)
    at = models.DateTimeField(help_text="when it happened")
    recorded_at = models.DateTimeField()
    contact_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "contact_id", "-at"], name="event_of_contact"),
            models.Index(fields=["workspace", "name", "-at"], name="event_by_name"),
        ]


class EventKey(TenantModel):
    """Narrow and unpartitioned: a provider may say the same thing many times, it happened once."""

    key = models.CharField(max_length=200)
    event = tenant_key("events.Event")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="event_key_once")]


class EventDelivery(TenantModel):
    """One event still to be handed to, or handled by, one handler of `config/handlers.py`."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        DEAD = "dead"

    event = tenant_key("events.Event")
    handler = models.CharField(max_length=80)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "event", "handler"], name="handled_once")]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=models.Q(state="waiting"), name="delivery_due"),
            models.Index(fields=["workspace", "-id"], condition=models.Q(state="dead"), name="delivery_dead"),
        ]


class Webhook(TenantModel):
    """An address of others that wants to be told of some events (outgoing; `Endpoint` is for what comes in)."""

    class Off(models.TextChoices):
        """Why nothing is sent there any more."""

        PERSON = "person"
        GONE = "gone"
        FAILING = "failing"
        SECRET = "secret"  # noqa: S105 (a word)

    public_id = public_id()
    label = models.CharField(max_length=80, blank=True)
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list, help_text="names of `domain/events.py`")
    secrets = models.JSONField(default=list, help_text="sealed; two during rotation, newest first")
    active = models.BooleanField(default=True)
    off_reason = models.CharField(max_length=7, choices=Off, blank=True)
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()


class WebhookDelivery(TenantModel):
    """One event for one webhook. `public_id` is its webhook-id, the same at every attempt; no event: a test."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        DEAD = "dead"

    public_id = public_id()
    webhook = tenant_key("events.Webhook")
    event = tenant_key("events.Event", null=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="since it was asked for")
    next_at = models.DateTimeField(help_text="machine time")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "webhook", "event"], name="told_once")]
        indexes = [
            models.Index(
                fields=["workspace", "webhook", "next_at", "id"],
                condition=models.Q(state="waiting"),
                name="webhook_due",
            ),
            models.Index(fields=["workspace", "webhook", "-id"], name="webhook_deliveries"),
        ]


class WebhookAttempt(TenantModel):
    """One call: the answer's status, or a word why there was none, and how long it took."""

    delivery = tenant_key("events.WebhookDelivery")
    at = models.DateTimeField(help_text="machine time")
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=40, blank=True)
    milliseconds = models.PositiveIntegerField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "delivery", "id"], name="attempts_of_delivery")]
