from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key
from sapa.inbox.models.tickets import Ticket


class Radar(TenantModel):
    """The same problem with one product or one courier, told by several customers within some days.

    `customers`: how many told it, as last counted. `text`: the news as they were approved, in Liquid.
    """

    class State(models.TextChoices):
        FOUND = "found"
        APPROVED = "approved"
        SENT = "sent"
        DISMISSED = "dismissed"

    public_id = public_id()
    kind = models.CharField(max_length=10, choices=Ticket.Kind)
    product = tenant_key("commerce.Product", null=True)
    courier = models.CharField(
        max_length=32, blank=True, help_text="in small letters; blank: about a product"
    )
    state = models.CharField(max_length=9, choices=State, default=State.FOUND)
    customers = models.PositiveIntegerField()
    since = models.DateTimeField(help_text="the first ticket of those")
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="last counted as a problem of many")
    text = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "kind", "product", "courier"],
                condition=models.Q(state="found"),
                name="radar_once",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "-found_at"], name="radar_newest"),
            models.Index(fields=["workspace"], condition=models.Q(state="approved"), name="radar_approved"),
        ]


class RadarPerson(TenantModel):
    """Somebody whom the news concern, frozen when they were approved; told once."""

    radar = tenant_key("inbox.Radar")
    contact = tenant_key("contacts.Contact")
    order = tenant_key("commerce.Order")
    follow_up = tenant_key("journeys.FollowUp", null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "radar", "contact"], name="radar_person_once")
        ]
        indexes = [
            models.Index(
                fields=["workspace", "radar", "id"],
                condition=models.Q(follow_up=None),
                name="radar_untold",
            )
        ]
