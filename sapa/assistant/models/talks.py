from django.db import models

from sapa.base.tenancy import TenantModel, tenant_key


class Talk(TenantModel):
    """What the assistant remembers of one conversation between its turns (`domain.dialogue.Talk` as JSON).

    `shape`: of the JSON; a state of another shape is begun anew. `turns`: how many were taken, and so the version
    of the row.
    """

    conversation = tenant_key("messaging.Conversation")
    state = models.JSONField(default=dict)
    shape = models.PositiveSmallIntegerField(default=1)
    turns = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "conversation"], name="talk_of_conversation")
        ]
