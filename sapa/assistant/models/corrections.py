from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Correction(TenantModel):
    """A message that the assistant took for something else, and what a person says it means.

    Its words stay in the message: whoever erases these takes the example away. `context`: what our last message had
    asked (`understanding.CONTEXTS`); `was`: the intent that was read.
    """

    public_id = public_id()
    message = tenant_key("messaging.Message")
    context = models.CharField(max_length=30, blank=True)
    was = models.CharField(max_length=40)
    intent = models.CharField(max_length=40)
    author_id = models.BigIntegerField()
    changed_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "message"], name="correction_once")]
        indexes = [models.Index(fields=["workspace", "-changed_at", "-id"], name="correction_newest")]
