from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class Consent(TenantModel):
    """What a contact agreed to or refused, append-only; the newest `at` per purpose and channel is in force.

    A row without a channel counts for every one.
    Purposes: promo; anytime: to be written to at any hour (domain.md S1-E3c); publish: a review may be shown.
    """

    contact = tenant_key("contacts.Contact")
    purpose = models.CharField(max_length=12, default="promo")
    channel = models.CharField(max_length=10, blank=True, help_text="blank: every channel")
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
