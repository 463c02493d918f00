from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class ModelDoor(TenantModel):
    """How the shop's language model is reached: one row, made when it is first needed. The rest is a setting
    (`assistant_model`). `failures`: in a row; after some of them nobody asks it before `rests_until`.
    """

    key = models.TextField(blank=True, db_default="", default="", help_text="sealed")
    key_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, db_default=0)
    failed = models.CharField(max_length=30, blank=True, default="", db_default="")
    rests_until = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace"], name="model_door_once")]


class ModelMonth(TenantModel):
    """What the model cost and came to in one month of the shop's own calendar. `cost`: millionths of a rupiah;
    `outcomes`: `understood`, `phrased`, or the code of a failure, to how often."""

    month = models.DateField(help_text="its first day")
    calls = models.PositiveIntegerField(default=0)
    tokens_in = models.BigIntegerField(default=0)
    tokens_out = models.BigIntegerField(default=0)
    cost = models.BigIntegerField(default=0)
    outcomes = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "month"], name="model_month_once")]


class WaitingMessage(TenantModel):
    """A message whose turn waits until the model was asked. Whoever asks has it until `leased_until`; the row goes
    with the turn."""

    message = tenant_key("messaging.Message")
    conversation = tenant_key("messaging.Conversation")
    noted_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "message"], name="waiting_message_once")]
        indexes = [
            models.Index(fields=["workspace", "conversation", "message"], name="waiting_of_conversation")
        ]


class ModelErrand(TenantModel):
    """Something that people want of the model; the worker does it within seconds. `given`: what it is about;
    `result`: what came of it."""

    class What(models.TextChoices):
        TRIAL = "trial"
        DRAFT = "draft"

    public_id = public_id()
    what = models.CharField(max_length=10, choices=What)
    given = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(
                fields=["workspace", "id"], condition=models.Q(taken_at=None), name="model_errand_waits"
            )
        ]
