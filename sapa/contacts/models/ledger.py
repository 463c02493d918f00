from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


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
