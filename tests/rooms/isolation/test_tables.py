"""Two shops with a row in every table: neither the ORM nor SQL lets one see, change or touch the other's."""

# ruff: noqa: S608 (names of our own tables)

from django.db import Error, connection, transaction

from sapa.base.scope import workspace_scope
from sapa.base.tenancy import TenantModel
from tests.rooms.isolation.conftest import Two
from tests.rooms.isolation.filling import references, tenant_models

ROW_SECURITY, FOREIGN_KEY = "42501", "23503"


def columns(model: type[TenantModel]) -> str:
    names = [field.column for field in model._meta.concrete_fields if field.name not in {"id", "workspace"}]
    return ", ".join(f'"{name}"' for name in names)


def run(statement: str, *values: object) -> int:
    """Rows that were seen or touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)  # type: ignore[arg-type]
        return int(cursor.rowcount)


def refusal(statement: str, *values: object) -> str:
    """The code with which the database says no, at once or when references are checked; else nothing."""
    try:
        with transaction.atomic():
            run(statement, *values)
            run("SET CONSTRAINTS ALL IMMEDIATE")
    except Error as error:
        return str(getattr(error.__cause__, "sqlstate", "unknown"))
    return ""


def test_every_table_has_a_row_of_both(two: Two) -> None:
    assert set(two.ours) == set(two.theirs) == set(tenant_models())
    assert len(two.ours) > 25


def test_the_orm_finds_nothing_of_the_other(two: Two) -> None:
    with two.as_sari():
        found = [m for m, row in two.theirs.items() if m.objects.filter(pk=row.pk).exists()]
        beside = [m for m, row in two.theirs.items() if m.across_workspaces.filter(pk=row.pk).exists()]
        own = [m for m, row in two.ours.items() if m.objects.filter(pk=row.pk).exists()]
    assert (found, beside) == ([], [])
    assert len(own) == len(two.ours)


def test_sql_finds_nothing_of_the_other(two: Two) -> None:
    with two.as_sari():
        seen = {
            m: run(f"SELECT 1 FROM {m._meta.db_table} WHERE workspace_id <> %s", two.sari.pk)
            for m in two.theirs
        }
        assert run("SELECT 1 FROM accounts_workspace") == 1
    assert [model for model, count in seen.items() if count] == []


def test_without_a_scope_sql_finds_nothing_at_all(two: Two) -> None:
    run("SELECT set_config('sapa.workspace', '', true), set_config('sapa.user', '', true)")
    seen = {model: run(f"SELECT 1 FROM {model._meta.db_table}") for model in two.theirs}
    assert [model for model, count in seen.items() if count] == []


def test_sql_changes_and_deletes_nothing_of_the_other(two: Two) -> None:
    with two.as_sari():
        for model, row in two.theirs.items():
            table = model._meta.db_table
            assert run(f"UPDATE {table} SET workspace_id = workspace_id WHERE id = %s", row.pk) == 0
            assert run(f"DELETE FROM {table} WHERE id = %s", row.pk) == 0
            assert run(f"DELETE FROM {table} WHERE workspace_id = %s", two.other.pk) == 0
        assert run("DELETE FROM accounts_workspace WHERE id = %s", two.other.pk) == 0
    with workspace_scope(two.other.pk):
        gone = [m for m, row in two.theirs.items() if not m.objects.filter(pk=row.pk).exists()]
    assert gone == []


def test_no_row_can_be_written_into_the_other(two: Two) -> None:
    insert = "INSERT INTO {table} (workspace_id, {columns}) SELECT %s, {columns} FROM {table} WHERE id = %s"
    with two.as_sari():
        said = {
            refusal(insert.format(table=m._meta.db_table, columns=columns(m)), two.other.pk, row.pk)
            for m, row in two.ours.items()
        }
    assert said == {ROW_SECURITY}


def test_no_row_can_be_moved_into_the_other(two: Two) -> None:
    with two.as_sari():
        said = {
            refusal(f"UPDATE {m._meta.db_table} SET workspace_id = %s WHERE id = %s", two.other.pk, row.pk)
            for m, row in two.ours.items()
        }
    assert said == {ROW_SECURITY}


def test_no_reference_can_point_at_a_row_of_the_other(two: Two) -> None:
    pairs = [(model, key) for model in two.ours for key in references(model)]
    assert len(pairs) > 25
    with two.as_sari():
        said = {
            refusal(
                f"UPDATE {model._meta.db_table} SET {key.column} = %s WHERE id = %s",
                two.theirs[key.related_model].pk,  # type: ignore[index]
                two.ours[model].pk,
            )
            for model, key in pairs
        }
    assert said == {FOREIGN_KEY}
