"""Tables that belong to a workspace: the model, its scoped manager and the migration that secures the table."""

import uuid
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from sapa.base.scope import current_workspace_id

M = TypeVar("M", bound=models.Model, covariant=True)
MOST_STARTS = 10_000
STARTS: "dict[tuple[type[models.Model], str | None, int], TenantQuerySet[Any]]" = {}


class TenantQuerySet(models.QuerySet[M]):
    def in_scope(self) -> Self:
        return self.filter(workspace_id=current_workspace_id())


class TenantManager(models.Manager[M]):
    """Every query starts with the workspace in scope; without one it raises ScopeMissing.

    The start of a query is built once for each table and workspace: it is a tenth of the cost of every query.
    """

    def get_queryset(self) -> TenantQuerySet[M]:
        key = (self.model, self._db, current_workspace_id())
        if key not in STARTS:
            if len(STARTS) >= MOST_STARTS:
                STARTS.clear()
            STARTS[key] = TenantQuerySet[M](self.model, using=self._db).in_scope()
        start: TenantQuerySet[M] = STARTS[key].all()
        return start


class WorkspaceKey(models.ForeignKey):  # type: ignore[type-arg]
    """A plain number in the pictures that migrations draw of the tables.

    As a key that all tables share it made Django draw all of them anew at each step of a first start.
    """

    def clone(self) -> "models.BigIntegerField[Any, Any]":  # type: ignore[override]
        return models.BigIntegerField(db_column="workspace_id", default=current_workspace_id, editable=False)


class TenantModel(models.Model):
    """A row of one workspace. New rows take the workspace in scope.

    `across_workspaces` filters nothing: row security alone decides. Its few readers are listed in a test.
    """

    workspace = WorkspaceKey(
        "accounts.Workspace",
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        default=current_workspace_id,
        related_name="+",
        editable=False,
    )

    objects: ClassVar[models.Manager[Self]] = TenantManager()
    across_workspaces: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


def tenant_key(to: str, **options: Any) -> "models.ForeignKey[Any, Any]":
    """A reference inside the workspace; `TenantTable` makes it a composite foreign key (workspace_id, x_id)."""
    options.setdefault("on_delete", models.PROTECT)
    options.setdefault("related_name", "+")
    options.setdefault("db_index", False)
    return models.ForeignKey(to, db_constraint=False, **options)


def public_id() -> "models.UUIDField[Any, Any]":
    return models.UUIDField(default=uuid.uuid4, editable=False, unique=True)


class TenantTable(Operation):
    """Row security (enabled and forced), UNIQUE (workspace_id, id) and composite foreign keys for one model.

    A row that must point into its workspace needs no key to the workspace itself: every insert would check it twice.

    `dispatch` and `search` name the privileges that the cross-workspace roles get, `ingest` the same for the
    webhook door ("INSERT"). `also_visible` is one more condition under which sapa_app sees a row.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self, name: str, dispatch: str = "", ingest: str = "", search: str = "", also_visible: str = ""
    ) -> None:
        self.name = name
        self.dispatch = dispatch
        self.ingest = ingest
        self.search = search
        self.also_visible = also_visible

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing of Django's picture of the tables changes."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.name)
        for statement in self._statements(model):
            schema_editor.execute(statement)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The table itself goes with its CreateModel."""

    def describe(self) -> str:
        return f"Secure the table of {self.name} by workspace"

    def _statements(self, model: type[models.Model]) -> list[str]:
        table = model._meta.db_table
        visible = "workspace_id = (SELECT sapa_workspace())"
        using = f"({visible}) OR ({self.also_visible})" if self.also_visible else visible
        statements = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY workspace ON {table} TO sapa_app USING ({using}) WITH CHECK ({visible})",
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_workspace_id_key UNIQUE (workspace_id, id)",
        ]
        if not any(_is_tenant(field.related_model) and not field.null for field in _references(model)):
            statements.append(
                f"ALTER TABLE {table} ADD FOREIGN KEY (workspace_id) REFERENCES accounts_workspace (id)"
                " DEFERRABLE INITIALLY DEFERRED"
            )
        for role, privileges in (
            ("dispatch", self.dispatch),
            ("ingest", self.ingest),
            ("search", self.search),
        ):
            if privileges:
                statements += _role_access(table, role, privileges)
        return statements + [_foreign_key(table, field) for field in _references(model)]


class TenantReference(TenantTable):
    """The composite foreign key of one reference that a later migration adds to a secured table."""

    def __init__(self, name: str, field: str) -> None:
        super().__init__(name)
        self.field = field

    def describe(self) -> str:
        return f"Keep {self.name}.{self.field} inside the workspace"

    def _statements(self, model: type[models.Model]) -> list[str]:
        return [_foreign_key(model._meta.db_table, model._meta.get_field(self.field))]


def _role_access(table: str, role: str, privileges: str) -> list[str]:
    return [
        f"GRANT {privileges} ON {table} TO sapa_{role}",
        f"CREATE POLICY {role} ON {table} TO sapa_{role} USING (true) WITH CHECK (true)",
    ]


def _references(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.local_fields if field.many_to_one and field.name != "workspace"]


def _is_tenant(model: type[models.Model]) -> bool:
    return any(field.name == "workspace" for field in model._meta.local_fields)


def _foreign_key(table: str, field: Any) -> str:
    target = field.related_model._meta
    tenant = _is_tenant(field.related_model)
    ours, theirs = (f"workspace_id, {field.column}", "workspace_id, id") if tenant else (field.column, "id")
    return (
        f"ALTER TABLE {table} ADD FOREIGN KEY ({ours}) REFERENCES {target.db_table} ({theirs})"
        " DEFERRABLE INITIALLY DEFERRED"
    )
