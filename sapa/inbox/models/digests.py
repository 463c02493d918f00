from django.db import models

from sapa.base.tenancy import TenantModel
from sapa.domain.digests import DAILY, HOUR, OFF, WEEKLY


class DigestChoice(TenantModel):
    """When a person wants the digest; who has chosen nothing gets it daily at eight."""

    class Rhythm(models.TextChoices):
        DAILY = DAILY
        WEEKLY = WEEKLY
        OFF = OFF

    user_id = models.BigIntegerField()
    rhythm = models.CharField(max_length=6, choices=Rhythm, default=Rhythm.DAILY)
    hour = models.PositiveSmallIntegerField(default=HOUR, help_text="of the shop's clock")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "user_id"], name="digest_choice_once")]


class DigestMail(TenantModel):
    """The digest of one person and day. What was handed to the server, or may have been, is never sent again."""

    class State(models.TextChoices):
        DUE = "due"
        SENDING = "sending"
        SENT = "sent"
        NOTHING = "nothing"  # there was nothing to tell
        UNCERTAIN = "uncertain"  # the line broke while the server took it
        FAILED = "failed"

    user_id = models.BigIntegerField()
    day = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.DUE)
    tries = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(help_text="when it is due, else what happened last")
    trouble = models.CharField(max_length=20, blank=True, help_text="why the last try went wrong")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "user_id", "day"], name="digest_once")]
        indexes = [
            models.Index(
                fields=["workspace", "at"],
                condition=models.Q(state__in=["due", "sending"]),
                name="digest_ahead",
            )
        ]
