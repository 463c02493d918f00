from django.db import models

from sapa.base.tenancy import TenantModel, public_id


class ExportRun(TenantModel):
    """One file that somebody asked for, made by a worker and kept for a day."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    public_id = public_id()
    what = models.CharField(max_length=40, help_text="name in `config/exports.py`")
    form = models.CharField(max_length=4, choices=[("csv", "csv"), ("xlsx", "xlsx")])
    masked = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    error = models.CharField(max_length=40, blank=True)
    total = models.PositiveIntegerField(default=0, help_text="lines there will be, as counted at the start")
    lines = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    path = models.CharField(max_length=80, blank=True, help_text="of the file, under SAPA_HOME/exports")
    author_id = models.BigIntegerField(null=True, help_text="the only one who may download it")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "-id"], name="export_newest")]

    @property
    def is_busy(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)
