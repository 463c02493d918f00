from django.db import models

from sapa.base.tenancy import TenantModel, public_id


class BenchCase(TenantModel):
    """A talk of the test bench that is kept with what should come of its last message.

    `said`: the customer's messages; `contact_id`: as whom; empty is somebody unknown. What should come of it:
    `intent`, `article` (code) and `to_person`, each left open where it is empty. `result`, `before`: what came of it
    the last time and the time before, in codes; `ran_with`: the edition of articles and settings it ran with.
    """

    public_id = public_id()
    said = models.JSONField(default=list)
    contact_id = models.BigIntegerField(null=True)
    right = models.BooleanField(default=True, help_text="as it was answered when it was kept")
    intent = models.CharField(max_length=40, blank=True)
    article = models.CharField(max_length=80, blank=True)
    to_person = models.BooleanField(null=True)
    created_at = models.DateTimeField()
    author_id = models.BigIntegerField(null=True)
    result = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    passed = models.BooleanField(null=True)
    ran_at = models.DateTimeField(null=True)
    ran_with = models.CharField(max_length=100, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "-id"], name="bench_case_newest")]
