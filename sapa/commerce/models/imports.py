from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class ColumnMapping(TenantModel):
    """How the columns of a file with this header are read; remembered from the last import."""

    header_hash = models.CharField(max_length=64)
    mapping = models.JSONField()
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "header_hash"], name="mapping_once")]


class ImportRun(TenantModel):
    """One file that was imported, with what became of its rows."""

    class State(models.TextChoices):
        MAPPING = "mapping"
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        UNDOING = "undoing"
        UNDONE = "undone"

    public_id = public_id()
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    path = models.CharField(max_length=300, blank=True, help_text="of the kept upload, under SAPA_HOME")
    size = models.BigIntegerField(default=0, help_text="bytes of the file")
    position = models.BigIntegerField(default=0, help_text="bytes read so far")
    line = models.PositiveIntegerField(
        default=0, help_text="last line that is done; a second try goes on after it"
    )
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    error = models.CharField(max_length=300, blank=True)
    author_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0, help_text="rows of which something still lies ahead")
    removed = models.PositiveIntegerField(default=0, help_text="what was taken away again")
    kept = models.PositiveIntegerField(default=0, help_text="of those to be taken away, what others had used")
    repeated = models.PositiveIntegerField(
        default=0, db_default=0, help_text="of what was kept, what another file tells too"
    )

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "-id"], name="import_newest")]

    @property
    def holds(self) -> str:
        """Rows of what: orders, customers, products, subscriptions or consents."""
        return str(self.mapping.get("holds", "orders"))

    @property
    def ahead(self) -> int:
        """Rows of which nothing has happened yet (demo)."""
        return self.rows - self.created - self.updated - self.unchanged - self.refused


class ImportRow(TenantModel):
    """What became of one row: a refused one keeps its reason, one ahead is applied as time passes."""

    class Outcome(models.TextChoices):
        CREATED = "created"
        UPDATED = "updated"
        UNCHANGED = "unchanged"
        REFUSED = "refused"
        AHEAD = "ahead"

    run = tenant_key("commerce.ImportRun")
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=9, choices=Outcome)
    code = models.CharField(max_length=40, blank=True)
    column = models.CharField(max_length=120, blank=True)
    notes = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    facts = models.JSONField(null=True)
    next_at = models.DateTimeField(null=True, help_text="demo only: when the next part of the row happens")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "run", "line"], name="import_row_once")]
        indexes = [
            models.Index(
                fields=["workspace", "next_at"],
                condition=models.Q(next_at__isnull=False),
                name="import_row_ahead",
            )
        ]


class ImportBatch(TenantModel):
    """What one batch of a run made, so that it can be taken away again; gone when that is done.

    And what it found as it told it, though another had made it: `confirmed` holds [first, last] of ranges of ids
    of what the file holds, all between `confirmed_from` and `confirmed_to`.
    """

    run = tenant_key("commerce.ImportRun")
    orders = models.JSONField(default=list, help_text="ids")
    contacts = models.JSONField(default=list, help_text="ids")
    others = models.JSONField(
        default=dict,
        help_text="of all but orders: by what the file holds the ids of what it made; `marks`: how each of "
        "`contacts` was then; `wishes`: ids of the consents they came with",
    )
    confirmed = models.JSONField(default=list, db_default=[])
    confirmed_from = models.BigIntegerField(null=True)
    confirmed_to = models.BigIntegerField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "run"], name="import_batch_of_run")]
