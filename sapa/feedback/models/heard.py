from django.db import models

from sapa.base.tenancy import TenantModel


class Heard(TenantModel):
    """A customer's message that was an answer to what the shop asked, and nothing else: nobody waits behind it.

    Written once, by whichever reader comes first (`services.hearing`).
    """

    class What(models.TextChoices):
        SCORE = "score"
        SURVEY = "survey"
        REVIEW = "review"

    message_id = models.BigIntegerField()
    what = models.CharField(max_length=6, choices=What)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "message_id"], name="heard_once")]
