from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Channel(TenantModel):
    """One number, mailbox or bot (decisions.md 17)."""

    public_id = public_id()
    kind = models.CharField(max_length=10, default="whatsapp")
    name = models.CharField(max_length=80)
    external_id = models.CharField(max_length=64, help_text="phone_number_id at WhatsApp")
    account_id = models.CharField(max_length=64, blank=True, help_text="WhatsApp business account id")
    display_phone = models.CharField(max_length=20, blank=True)
    token = models.BinaryField(help_text="sealed access token")
    endpoint = tenant_key("events.Endpoint", null=True)
    stopped = models.CharField(max_length=40, blank=True, help_text="code of why nothing may leave, or empty")
    stopped_at = models.DateTimeField(null=True)
    stopped_detail = models.CharField(max_length=300, blank=True)
    verified_name = models.CharField(max_length=120, blank=True)
    quality = models.CharField(
        max_length=10, blank=True, help_text="GREEN, YELLOW, RED, UNKNOWN as told last"
    )
    limit_tier = models.CharField(max_length=20, blank=True, help_text="TIER_250 … of the business portfolio")
    portfolio_id = models.CharField(
        max_length=64, blank=True, help_text="business portfolio that shares the limit"
    )
    coexistence = models.BooleanField(
        default=False, help_text="the owner also uses the phone app: 20 a second"
    )
    standby = models.BooleanField(default=False, help_text="an agent of the provider answers: we only watch")
    paused_promos_until = models.DateTimeField(null=True, help_text="promotions wait until then")
    paused_promos_reason = models.CharField(max_length=40, blank=True)
    health = models.JSONField(default=dict, help_text="what the last look at the number found")
    checked_at = models.DateTimeField(null=True)
    rate_per_second = models.PositiveIntegerField(default=40)
    last_inbound_at = models.DateTimeField(null=True, help_text="newest signed webhook: the way in is alive")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind", "external_id"], name="channel_once")
        ]

    def __str__(self) -> str:
        return self.name


class ChannelHistory(TenantModel):
    """What changed about a number, from which source: `what` is quality, limit, throughput, name, account,
    stopped, resumed, promos_paused, promos_resumed or username; `source` webhook, poll, answer, measured or user.
    """

    channel = tenant_key("messaging.Channel")
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=10)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "channel", "-at"], name="channel_history")]


class Errand(TenantModel):
    """Something to ask the provider about a number, done by the worker so that no page waits for the network.

    `what`: look (read its state), subscribe (webhooks here). `code` is empty when it went well.
    """

    channel = tenant_key("messaging.Channel")
    what = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "channel", "what", "-id"], name="errand_newest")]


class Pace(TenantModel):
    """How fast a number may send now, shared by all workers. All times are machine time.

    `free_at`: from when the next slot is free; `rate` falls to half when the provider throttles and climbs back.
    """

    channel = tenant_key("messaging.Channel")
    rate = models.FloatField()
    free_at = models.DateTimeField()
    slowed_at = models.DateTimeField(null=True)
    closed_until = models.DateTimeField(null=True, help_text="nobody answers: the breaker is open")
    opened_at = models.DateTimeField(null=True, help_text="since when it is sending again, slowly at first")
    closings = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="how often in a row the breaker had to close"
    )

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "channel"], name="pace_once")]


class Reach(TenantModel):
    """Whom the business wrote to first, last at `at`: the portfolio's room counts each once in 24 hours."""

    portfolio = models.CharField(
        max_length=64, help_text="portfolio id, else the account's, else the number's"
    )
    contact = tenant_key("contacts.Contact")
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "portfolio", "contact"], name="reach_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "portfolio", "at"], name="reach_by_time"),
            models.Index(fields=["workspace", "contact"], name="reach_of_contact"),
        ]
