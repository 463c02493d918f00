from django.db import models

from sapa.base.masking import seen_phone, seen_text
from sapa.base.tenancy import TenantModel, public_id, tenant_key
from sapa.domain.disguises import plain_name


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
        return seen_text(plain_name(self.company or self.name)) or seen_phone(self.phone)


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
