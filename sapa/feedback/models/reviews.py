from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Review(TenantModel):
    """What a customer wrote for others to read. Shown only while they allow it and the shop has approved it."""

    class State(models.TextChoices):
        NEW = "new"
        SHOWN = "shown"
        HIDDEN = "hidden"

    public_id = public_id()
    contact = tenant_key("contacts.Contact")
    order = tenant_key("commerce.Order", null=True)
    product = tenant_key("commerce.Product", null=True)
    key = models.CharField(
        max_length=80, help_text="run:<enrolment>; one review for each time somebody asked"
    )
    stars = models.PositiveSmallIntegerField(null=True, help_text="empty: words alone, written in the chat")
    text = models.CharField(max_length=2000, blank=True)
    shown_name = models.CharField(max_length=40, blank=True, help_text="as the customer allowed it")
    allowed_at = models.DateTimeField(null=True, help_text="permission to publish; empty: none")
    state = models.CharField(max_length=6, choices=State, default=State.NEW)
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="review_once")]
        indexes = [
            models.Index(fields=["workspace", "-at", "-id"], name="review_newest"),
            models.Index(
                fields=["workspace", "-at", "-id"],
                condition=models.Q(state="shown", allowed_at__isnull=False),
                name="review_shown",
            ),
        ]
