from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Contact(TenantModel):
    """A person or company that the workspace knows. A merged one points to its root and keeps its history."""

    class Segment(models.TextChoices):
        B2C = "b2c"
        B2B = "b2b"

    public_id = public_id()
    root = tenant_key("contacts.Contact", null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    company = models.CharField(max_length=200, blank=True)
    preferred_address = models.CharField(max_length=40, blank=True)
    gender = models.CharField(max_length=1, blank=True)
    segment = models.CharField(max_length=3, choices=Segment, default=Segment.B2C)
    timezone = models.CharField(max_length=64, blank=True)
    country = models.CharField(max_length=2, blank=True)
    province = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    region = models.CharField(max_length=12, blank=True)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164 of the identity used for sending")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, blank=True, help_text="ISO 639; blank is not known")
    busy_profile = models.JSONField(null=True, blank=True)
    anytime_consent = models.BooleanField(default=False)
    details_at = models.DateTimeField(
        null=True, help_text="when name and address were said; older never wins"
    )
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["workspace", "-created_at", "-id"], name="contact_newest"),
            models.Index(fields=["workspace", "root"], name="contact_root"),
        ]

    def __str__(self) -> str:
        return self.company or self.name or self.phone


class Identity(TenantModel):
    """One way to recognise a contact; a value belongs to one contact of the workspace."""

    class Kind(models.TextChoices):
        PHONE = "phone"
        BSUID = "bsuid"
        EMAIL = "email"
        TELEGRAM = "telegram"
        EXTERNAL = "external"

    contact = tenant_key("contacts.Contact")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=200)
    raw = models.CharField(
        max_length=200, blank=True, help_text="as it was written; of a WhatsApp id the user name"
    )
    ended_at = models.DateTimeField(
        null=True, help_text="since when the contact has left it: whoever writes from it now is somebody else"
    )
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "kind", "value"], name="identity_once")]
        indexes = [models.Index(fields=["workspace", "contact"], name="identity_of")]


class ContactGate(TenantModel):
    """The lock of one contact (decisions.md 31): FOR UPDATE in ascending contact id, before any order row."""

    contact = tenant_key("contacts.Contact")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "contact"], name="gate_once")]


class ContactState(TenantModel):
    """Facts that the policy and the journeys need, written by higher rooms (decisions.md 4)."""

    contact = tenant_key("contacts.Contact")
    tickets = models.JSONField(
        default=list,
        help_text="[{id, kind, opened_at, closed_at, order_id, number, summary, answered_by, reopened, since}]",
    )
    last_paid_at = models.DateTimeField(null=True)
    last_paid_order_id = models.BigIntegerField(null=True)
    paid_orders = models.PositiveIntegerField(default=0)
    last_csat = models.PositiveSmallIntegerField(null=True)
    wa_marketing_stopped = models.BooleanField(default=False)
    wa_marketing_at = models.DateTimeField(null=True, help_text="when WhatsApp's switch was last used")
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "contact"], name="state_once")]
        indexes = [models.Index(fields=["workspace", "last_paid_at"], name="state_last_paid")]


class Consent(TenantModel):
    """What a contact agreed to or refused, append-only; the newest `at` per purpose is in force.

    Purposes: promo, and anytime: to be written to at any hour (domain.md S1-E3c).
    """

    contact = tenant_key("contacts.Contact")
    purpose = models.CharField(max_length=12, default="promo")
    state = models.CharField(max_length=8, choices=[("granted", "granted"), ("denied", "denied")])
    source = models.CharField(max_length=40)
    proof = models.CharField(max_length=300, blank=True, help_text="where it can be looked up")
    author_id = models.BigIntegerField(null=True, help_text="the user who wrote it down")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "contact", "purpose", "-at"], name="consent_newest")]


class OptOut(TenantModel):
    """A wish not to be written to, with its end when it was withdrawn."""

    contact = tenant_key("contacts.Contact")
    scope = models.CharField(max_length=10, choices=[(s, s) for s in ("promo", "follow_up", "all")])
    channel = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=40)
    proof = models.CharField(max_length=300, blank=True)
    author_id = models.BigIntegerField(null=True, help_text="the user who wrote it down")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_source = models.CharField(max_length=40, blank=True)
    ended_proof = models.CharField(max_length=300, blank=True)
    ended_by_id = models.BigIntegerField(null=True, help_text="the user who wrote the end down")

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "contact"], name="optout_of")]


class LedgerEntry(TenantModel):
    """One contact on any channel by anyone; facts, never updated (domain.md 2.15, decisions.md 15).

    `fact`: received, sent, withdrawn (that attempt surely did not leave), failed (the sent `message_id` did
    not arrive), logged (call or visit). `attempt` numbers the tries of one message.
    """

    contact = tenant_key("contacts.Contact")
    at = models.DateTimeField()
    fact = models.CharField(
        max_length=9, choices=[(f, f) for f in ("received", "sent", "withdrawn", "failed", "logged")]
    )
    channel = models.CharField(max_length=10)
    klass = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    by = models.CharField(
        max_length=10, choices=[(b, b) for b in ("customer", "agent", "assistant", "system")]
    )
    error = models.CharField(max_length=20, blank=True)
    message_id = models.BigIntegerField(null=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    order_id = models.BigIntegerField(null=True)
    decision_id = models.BigIntegerField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "contact", "-at"], name="ledger_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "message_id", "fact", "attempt"],
                condition=models.Q(message_id__isnull=False),
                name="ledger_fact_once",
            )
        ]


class Interaction(TenantModel):
    """A talk with a person of the shop: a call, a visit, or a chat; noted by that person, or the first chat.

    `ended_at` is empty while it goes on. `key` recognises what a source told already; blank when a person
    noted it.
    """

    class Kind(models.TextChoices):
        CALL = "call"
        VISIT = "visit"
        CHAT = "chat"

    contact = tenant_key("contacts.Contact")
    kind = models.CharField(max_length=5, choices=Kind)
    key = models.CharField(max_length=200, blank=True)
    topic = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=120, blank=True)
    author_id = models.BigIntegerField(null=True, help_text="the user who noted it")
    at = models.DateTimeField(help_text="when it began")
    ended_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True, help_text="when the person promised to come back to it")
    said_at = models.DateTimeField(help_text="of the newest statement")
    recorded_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "contact", "-at"], name="interaction_of_contact")]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "key"], condition=~models.Q(key=""), name="interaction_once"
            )
        ]


class Sameness(TenantModel):
    """What a person decided about two records: one customer, or two. Undone ones stay as the trail of it.

    `first` was joined into `second`; `along`: ids of what had been joined into `first` before.
    """

    class Verdict(models.TextChoices):
        JOINED = "joined"
        DIFFERENT = "different"

    public_id = public_id()
    first = tenant_key("contacts.Contact")
    second = tenant_key("contacts.Contact")
    verdict = models.CharField(max_length=9, choices=Verdict)
    reasons = models.JSONField(default=list, help_text="what spoke for one customer then")
    along = models.JSONField(default=list)
    at = models.DateTimeField()
    author_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "-at", "-id"], name="sameness_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "first", "second", "verdict"],
                condition=models.Q(undone_at__isnull=True),
                name="sameness_once",
            )
        ]


class Likeness(TenantModel):
    """Two records that may be one customer, found by comparing all of them; no keys, since either may be gone.

    `reasons`: codes by their strength, the strongest first.
    """

    strength = models.PositiveSmallIntegerField()
    newer_id = models.BigIntegerField()
    older_id = models.BigIntegerField()
    reasons = models.JSONField(default=list)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "newer_id", "older_id"], name="likeness_once")
        ]
        indexes = [
            models.Index(
                fields=["workspace", "-strength", "-newer_id", "-older_id"], name="likeness_surest_first"
            )
        ]


class Comparison(TenantModel):
    """When the records were last compared or found unchanged, and from when on they may be again, by machine time."""

    seen_until = models.BigIntegerField(
        default=0, help_text="transactions of the database from here on were not seen yet; 0: none"
    )
    compared_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True, help_text="null: at once")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace"], name="comparison_once")]


class Tag(TenantModel):
    """A free word on a customer. `key` is how it is found: lower case, single spaces."""

    contact = tenant_key("contacts.Contact")
    name = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "contact", "key"], name="tag_once")]
        indexes = [models.Index(fields=["workspace", "key", "contact"], name="tag_found")]


class CustomField(TenantModel):
    """Something that this shop wants to know of its customers."""

    class Kind(models.TextChoices):
        TEXT = "text"
        NUMBER = "number"
        DATE = "date"
        CHOICE = "choice"

    public_id = public_id()
    name = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=6, choices=Kind)
    choices = models.JSONField(default=list)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "key"],
                condition=models.Q(archived_at__isnull=True),
                name="custom_field_once",
            )
        ]


class CustomValue(TenantModel):
    """What is known of one customer. `value`: the text, the decimal number, the ISO date or the choice."""

    contact = tenant_key("contacts.Contact")
    field = tenant_key("contacts.CustomField")
    value = models.CharField(max_length=500)
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "contact", "field"], name="custom_value_once")
        ]
