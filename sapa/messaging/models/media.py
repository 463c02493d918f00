from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Media(TenantModel):
    """A file that a message carries. The bytes lie in Django's STORAGES under a random name (decisions.md 20).

    Inbound rows are fetched within the provider's days; outbound ones are uploaded once and used while they last.
    """

    class State(models.TextChoices):
        WANTED = "wanted"
        STORED = "stored"
        REFUSED = "refused"
        LOST = "lost"

    public_id = public_id()
    channel = tenant_key("messaging.Channel", null=True)
    message = tenant_key("messaging.Message", null=True)
    direction = models.CharField(max_length=3, choices=[("in", "in"), ("out", "out")])
    state = models.CharField(max_length=7, choices=State)
    provider_id = models.CharField(max_length=128, blank=True, help_text="media id at the provider")
    provider_until = models.DateTimeField(null=True, help_text="how long the provider keeps it under that id")
    claimed_type = models.CharField(max_length=100, blank=True)
    type = models.CharField(
        max_length=100, blank=True, help_text="sniffed from the bytes; empty until stored"
    )
    filename = models.CharField(max_length=160, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=120, blank=True, help_text="name in storage")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(state="wanted"), name="media_wanted"),
            models.Index(fields=["workspace", "message"], name="media_of_message"),
        ]
