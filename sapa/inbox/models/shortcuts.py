from django.db import models

from sapa.base.tenancy import TenantModel, public_id


class QuickReply(TenantModel):
    """A text that is called with / and its shortcut; its variables are filled from the customer's records."""

    public_id = public_id()
    shortcut = models.CharField(max_length=32)
    title = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=4096)
    author_id = models.BigIntegerField(null=True)
    uses = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "shortcut"], name="quick_reply_once")]


class Macro(TenantModel):
    """Several actions in one tap: a text, labels, a team, a snooze, the end."""

    public_id = public_id()
    name = models.CharField(max_length=80)
    actions = models.JSONField(default=list)
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="macro_once")]
