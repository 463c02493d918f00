from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class Attempt(TenantModel):
    """One HTTP try, committed before the call; its token comes back in status webhooks."""

    message = tenant_key("messaging.Message")
    n = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    code = models.CharField(max_length=20, blank=True)
    wamid = models.CharField(max_length=128, blank=True)
    settled_by = models.CharField(max_length=10, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "message", "n"], name="attempt_once"),
            models.UniqueConstraint(fields=["workspace", "token"], name="attempt_token_once"),
        ]


class OrphanStatus(TenantModel):
    """A delivery status whose message is not known (yet): taken up when its id appears, kept 30 days."""

    channel = tenant_key("messaging.Channel")
    wamid = models.CharField(max_length=128)
    status = models.CharField(max_length=12)
    code = models.IntegerField(null=True)
    detail = models.CharField(max_length=300, blank=True)
    pricing = models.JSONField(default=dict, help_text="what it said of its price, and to whom it went")
    at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "channel", "wamid", "status"], name="orphan_once")
        ]
        indexes = [models.Index(fields=["workspace", "kept_at"], name="orphan_kept")]
