from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Journey(TenantModel):
    """A journey of this workspace: a recipe of the library, or one that somebody copied and edited.

    `recipe` is its key in follow-ups, messages and the ledger. `origin` is the recipe that it was copied from.
    """

    class Mode(models.TextChoices):
        OFF = "off"
        DRY_RUN = "dry_run"
        LIVE = "live"

    recipe = models.CharField(max_length=40)
    origin = models.CharField(max_length=40, blank=True)
    mode = models.CharField(max_length=7, choices=Mode, default=Mode.OFF)
    version = models.PositiveIntegerField(default=1, help_text="number of the version that new starts follow")
    settings = models.JSONField(default=dict)
    share = models.PositiveSmallIntegerField(default=0, help_text="percent of starts that are held out")
    share_since = models.DateTimeField(null=True)
    scanned_until = models.DateTimeField(
        null=True, help_text="time-based triggers were looked for up to here"
    )
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "recipe"], name="journey_once")]

    @property
    def enabled(self) -> bool:
        return self.mode != self.Mode.OFF

    @property
    def is_rehearsed(self) -> bool:
        return self.mode == self.Mode.DRY_RUN


class JourneyVersion(TenantModel):
    """What a journey was at one time. Never changed: what runs on it finishes on it, or is moved on request."""

    journey = tenant_key("journeys.Journey")
    number = models.PositiveIntegerField()
    definition = models.JSONField(help_text="as `domain.journeys.writing.to_document` tells it")
    digest = models.CharField(max_length=64)
    author_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "journey", "number"], name="journey_version_once")
        ]


class Enrolment(TenantModel):
    """One customer on one journey for one subject, such as an order.

    `arm` is drawn before the policy is asked and kept with the share of that time. `refs`: ids of what the
    trigger is about. `outcomes`: what judged branches and finished tasks came to.
    """

    class State(models.TextChoices):
        ACTIVE = "active"
        DONE = "done"
        LEFT = "left"

    journey = tenant_key("journeys.Journey")
    version = tenant_key("journeys.JourneyVersion")
    contact = tenant_key("contacts.Contact")
    order = tenant_key("commerce.Order", null=True)
    trigger = tenant_key("events.Event", null=True)
    trigger_name = models.CharField(max_length=40)
    trigger_at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=0)
    refs = models.JSONField(default=dict)
    subject = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    arm = models.CharField(max_length=9, choices=[(a, a) for a in ("treatment", "control")])
    share = models.PositiveSmallIntegerField(default=0)
    variant = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=6, choices=State, default=State.ACTIVE)
    position = models.CharField(max_length=40, blank=True)
    wake_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=40, blank=True)
    outcomes = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "journey", "subject"], name="enrolment_once")
        ]
        indexes = [
            models.Index(
                fields=["workspace", "wake_at"],
                condition=models.Q(state="active"),
                name="enrolment_due",
            ),
            models.Index(fields=["workspace", "contact", "state"], name="enrolment_of_contact"),
            models.Index(
                fields=["workspace", "order"],
                condition=models.Q(order__isnull=False),
                name="enrolment_of_order",
            ),
            models.Index(fields=["workspace", "journey", "-started_at"], name="enrolment_of_journey"),
        ]


class Task(TenantModel):
    """A follow-up that needs a person: a call, a visit, a message of their own, a look."""

    class Kind(models.TextChoices):
        CALL = "call"
        VISIT = "visit"
        MESSAGE = "message"
        CHECK = "check"

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        DISMISSED = "dismissed"

    public_id = public_id()
    contact = tenant_key("contacts.Contact")
    order = tenant_key("commerce.Order", null=True)
    enrolment = tenant_key("journeys.Enrolment", null=True)
    step = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=160)
    kind = models.CharField(max_length=7, choices=Kind)
    why = models.CharField(
        max_length=40, help_text="code: the journey's key, promised, unresponsive, by_hand"
    )
    text = models.TextField(blank=True, help_text="what to say or do, ready")
    value = models.BigIntegerField(default=0, help_text="amount at stake, in the smallest unit")
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    outcome = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    assignee_id = models.BigIntegerField(null=True)
    done_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="task_once")]
        indexes = [
            models.Index(fields=["workspace", "due_at"], condition=models.Q(state="open"), name="task_open"),
            models.Index(fields=["workspace", "contact"], name="task_of_contact"),
            models.Index(
                fields=["workspace", "order"], condition=models.Q(order__isnull=False), name="task_of_order"
            ),
            models.Index(
                fields=["workspace", "enrolment"],
                condition=models.Q(enrolment__isnull=False),
                name="task_of_enrolment",
            ),
        ]


class FollowUp(TenantModel):
    """One planned message to one contact for one reason."""

    class State(models.TextChoices):
        WAITING = "waiting"
        QUEUED = "queued"
        SENT = "sent"
        DROPPED = "dropped"
        REHEARSED = "rehearsed"

    public_id = public_id()
    journey = tenant_key("journeys.Journey")
    enrolment = tenant_key("journeys.Enrolment", null=True)
    contact = tenant_key("contacts.Contact")
    order = tenant_key("commerce.Order", null=True)
    trigger = tenant_key("events.Event", null=True)
    key = models.CharField(max_length=160)
    recipe = models.CharField(max_length=40)
    step = models.CharField(max_length=40)
    variant = models.PositiveSmallIntegerField(default=0)
    klass = models.CharField(max_length=10)
    category = models.CharField(max_length=20)
    segment = models.CharField(max_length=3)
    priority = models.PositiveSmallIntegerField()
    channels = models.JSONField(default=list)
    customer_initiated = models.BooleanField(default=False)
    holiday_relevant = models.BooleanField(default=False)
    dry = models.BooleanField(default=False, help_text="rehearsed: decided like the others, never sent")
    exits = models.JSONField(default=list)
    recipe_cap = models.JSONField(null=True)
    created_at = models.DateTimeField(help_text="instant of the trigger; exits count strictly after it")
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    next_at = models.DateTimeField(null=True, help_text="when it is decided again; shown as the planned time")
    reasons = models.JSONField(default=list, help_text="codes of the newest decision")
    finished_at = models.DateTimeField(null=True)
    message_id = models.BigIntegerField(null=True)
    recheck = models.BooleanField(default=False)
    composed = models.JSONField(
        null=True,
        help_text="what a person wrote for this one alone (`services.composing`); else the journey's",
    )

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="follow_up_once")]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=models.Q(state="waiting"), name="follow_up_due"),
            models.Index(fields=["workspace", "contact", "-due_at"], name="follow_up_of_contact"),
            models.Index(fields=["workspace", "state", "next_at", "id"], name="follow_up_by_state"),
            models.Index(fields=["workspace", "enrolment"], name="follow_up_of_enrolment"),
            models.Index(
                fields=["workspace", "order"],
                condition=models.Q(order__isnull=False),
                name="follow_up_of_order",
            ),
        ]


class Decision(TenantModel):
    """What the policy said of one follow-up or message, with every rule and the value it saw.

    `follow_up` is empty for what people and the assistant wrote; then `message_id` tells the message. Stage
    `event`: given up because something happened, without the policy being asked.
    """

    class Stage(models.TextChoices):
        PLAN = "plan"
        SETTLE = "settle"
        GATE = "gate"
        EVENT = "event"

    follow_up = tenant_key("journeys.FollowUp", null=True)
    message_id = models.BigIntegerField(null=True)
    contact = tenant_key("contacts.Contact")
    at = models.DateTimeField()
    stage = models.CharField(max_length=6, choices=Stage)
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
        indexes = [
            models.Index(fields=["workspace", "follow_up", "-id"], name="decision_of"),
            models.Index(fields=["workspace", "contact"], name="decision_of_contact"),
            models.Index(fields=["workspace", "at", "id"], name="decision_by_time"),
            models.Index(
                fields=["workspace", "message_id"],
                condition=models.Q(message_id__isnull=False),
                name="decision_of_message",
            ),
        ]
