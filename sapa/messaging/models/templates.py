from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class Template(TenantModel):
    """A message template as the provider knows it; `source` is our Liquid text, `binding` its named parameters."""

    channel = tenant_key("messaging.Channel")
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=10, default="id")
    category = models.CharField(max_length=20)
    status = models.CharField(max_length=20, default="APPROVED")
    source = models.TextField()
    body = models.TextField()
    binding = models.JSONField(default=dict)
    header = models.JSONField(
        default=dict, help_text="{} or {type, text | media_id}; text may hold one variable"
    )
    footer = models.CharField(max_length=60, blank=True)
    buttons = models.JSONField(default=list, help_text="[{type, text, url | phone | code, example}]")
    fallbacks = models.JSONField(default=dict, help_text="parameter name to the words used when it is empty")
    origin = models.CharField(
        max_length=8,
        default="shop",
        db_default="shop",
        help_text="recipe: a journey's text; shop; meta: adopted",
    )
    parameter_format = models.CharField(max_length=10, default="named", db_default="named")
    wanted_category = models.CharField(max_length=20, blank=True, help_text="what the shop asked for")
    announced_category = models.CharField(
        max_length=20, blank=True, help_text="what it will become, and when"
    )
    announced_at = models.DateTimeField(null=True)
    accepted_category = models.CharField(max_length=20, blank=True, help_text="the change a person agreed to")
    quality = models.CharField(max_length=10, blank=True)
    rejection = models.CharField(max_length=60, blank=True)
    rejection_detail = models.CharField(max_length=600, blank=True)
    pause = models.CharField(
        max_length=30, blank=True, help_text="FIRST_PAUSE, SECOND_PAUSE, RATE_LIMITING_PAUSE"
    )
    paused_until = models.DateTimeField(null=True)
    ttl_seconds = models.PositiveIntegerField(null=True, help_text="after so long undelivered it is given up")
    synced_at = models.DateTimeField(null=True)
    archived = models.BooleanField(default=False)
    external_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "channel", "name", "language"], name="template_once")
        ]


class TemplateHistory(TenantModel):
    """What happened to a template: `what` is status, category, announced, quality, text, submitted or accepted;
    `source` is webhook, poll, answer or user.
    """

    template = tenant_key("messaging.Template", on_delete=models.CASCADE)
    at = models.DateTimeField()
    what = models.CharField(max_length=12)
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)
    detail = models.CharField(max_length=600, blank=True)
    source = models.CharField(max_length=10)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "template", "-at"], name="template_history")]
