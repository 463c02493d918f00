from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class Rating(TenantModel):
    """One score that a customer answered with, once for each question (`measurement.md` 1, CSAT and NPS).

    The customer's words are found by the message: `words_id` is the one that says why.
    """

    class Kind(models.TextChoices):
        CSAT = "csat"
        NPS = "nps"

    kind = models.CharField(max_length=4, choices=Kind)
    score = models.PositiveSmallIntegerField(help_text="csat 1 to 5, nps 0 to 10")
    at = models.DateTimeField()
    asked_at = models.DateTimeField(help_text="when the question left: figures count by this time")
    contact = tenant_key("contacts.Contact")
    conversation = tenant_key("messaging.Conversation")
    channel = tenant_key("messaging.Channel")
    follow_up = tenant_key("journeys.FollowUp")
    order = tenant_key("commerce.Order", null=True)
    case_id = models.BigIntegerField(null=True, help_text="the ticket that was asked about")
    message_id = models.BigIntegerField()
    words_id = models.BigIntegerField(null=True)
    answered_by = models.CharField(
        max_length=10, blank=True, help_text="agent, assistant; blank: nobody answered"
    )
    author_id = models.BigIntegerField(null=True, help_text="the person who answered last")
    tags = models.JSONField(default=list, help_text="codes of `domain.verbatims`")
    tagged_by_id = models.BigIntegerField(null=True, help_text="a person chose the tags")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "follow_up"], name="rating_once")]
        indexes = [
            models.Index(fields=["workspace", "-at", "-id"], name="rating_newest"),
            models.Index(fields=["workspace", "kind", "asked_at"], name="rating_by_asked"),
            models.Index(fields=["workspace", "contact"], name="rating_of_contact"),
        ]
