from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


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
