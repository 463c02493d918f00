from django.db import models

from sapa.base.tenancy import TenantModel


class Rush(TenantModel):
    """A time in which more people waited than could be answered: promotions rested (replies first).

    Kept here, below the journeys, so that the gate can read it (decisions.md 4).
    """

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(help_text="when the figures were read")
    waiting = models.PositiveIntegerField(help_text="people who wait for an answer of a person")
    expected_seconds = models.PositiveIntegerField(help_text="of business time until a new one is answered")
    most_waiting = models.PositiveIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"], condition=models.Q(ended_at=None), name="rush_one_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["workspace", "-started_at"], name="rush_newest")]
