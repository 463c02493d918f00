from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Team(TenantModel):
    """People who share conversations. `topics`: kinds of tickets and labels that are theirs; empty: all."""

    class Way(models.TextChoices):
        BY_HAND = "by_hand"
        ROUND_ROBIN = "round_robin"
        LEAST_BUSY = "least_busy"

    public_id = public_id()
    name = models.CharField(max_length=80)
    way = models.CharField(max_length=11, choices=Way, default=Way.BY_HAND)
    topics = models.JSONField(default=list)
    takes_vip = models.BooleanField(default=False)
    last_assignee_id = models.BigIntegerField(null=True, help_text="whose turn it was")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="team_once")]


class TeamMember(TenantModel):
    team = tenant_key("inbox.Team")
    user_id = models.BigIntegerField()
    most_open = models.PositiveSmallIntegerField(
        null=True, help_text="open conversations at once; empty: any"
    )
    skills = models.JSONField(default=list)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "team", "user_id"], name="member_once")]
        indexes = [models.Index(fields=["workspace", "user_id"], name="member_of_teams")]


class Presence(TenantModel):
    """Whether a person is at work: what the page tells, and what the person says. Machine time."""

    user_id = models.BigIntegerField()
    is_off = models.BooleanField(default=False, help_text="the person says: not now")
    seen_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "user_id"], name="presence_once")]


class Looker(TenantModel):
    """Who has a conversation open, and who writes in it. Machine time; old rows say nothing."""

    conversation = tenant_key("messaging.Conversation")
    user_id = models.BigIntegerField()
    looks_until = models.DateTimeField()
    writes_until = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "conversation", "user_id"], name="looker_once")
        ]
        indexes = [models.Index(fields=["looks_until"], name="looker_until")]
