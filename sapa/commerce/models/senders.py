from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class Sender(TenantModel):
    """What is known of the service behind an endpoint: which shop it speaks for, and how it is asked itself.

    `access`: its API's credentials, sealed, blank where nobody gave any. `since`: everything up to here is
    known. `position`: after which row asking one by one goes on. `next_at` is also the lease of the worker
    that looks.
    """

    endpoint = tenant_key("events.Endpoint")
    shop = models.CharField(max_length=120, blank=True, default="")
    access = models.TextField(blank=True, default="")
    access_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    since = models.DateTimeField(null=True)
    position = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, help_text="the last look that went well")
    found = models.PositiveIntegerField(default=0, help_text="missing here, at the last look")
    found_ever = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0, help_text="objects of the last look that nobody can read")
    failures = models.PositiveSmallIntegerField(default=0, help_text="looks in a row that did not go well")
    error = models.CharField(max_length=20, blank=True, default="")
    disagreed = models.PositiveIntegerField(default=0, help_text="messages that the service itself denied")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "endpoint"], name="sender_once")]
        indexes = [
            models.Index(
                fields=["workspace", "next_at"], condition=~models.Q(access=""), name="sender_to_look_at"
            )
        ]


class Confirmation(TenantModel):
    """What the service itself answered about one delivery that waits; gone when that is applied.

    `asked_for`: the attempt that it was asked for, by its time; so each attempt asks once.
    """

    delivery = tenant_key("events.RawDelivery")
    asked_for = models.DateTimeField()
    answer = models.BinaryField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "delivery"], name="confirmed_once")]
