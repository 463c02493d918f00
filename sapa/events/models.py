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
