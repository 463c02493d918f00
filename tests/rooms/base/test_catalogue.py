"""PostgreSQL's own catalogue is asked whether every table is secured."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from sapa.base.tenancy import TenantModel

GLOBAL = {
    "accounts_user",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "accounts_workspace",
    "account_emailaddress",
    "account_emailconfirmation",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "axes_accessattempt",
    "axes_accessattemptexpiration",
    "axes_accessfailurelog",
    "axes_accesslog",
    "base_democlock",
    "django_content_type",
    "django_migrations",
    "django_session",
    "mfa_authenticator",
    "procrastinate_events",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
}
TENANT_MODELS = [model for model in apps.get_models() if issubclass(model, TenantModel)]
TENANT = {model._meta.db_table for model in TENANT_MODELS}


def ask(sql: str, *values: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())


def test_every_table_is_declared_tenant_or_global(db: None) -> None:
    tables = {row[0] for row in ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert tables == GLOBAL | TENANT


def test_row_security_is_enabled_and_forced_on_every_tenant_table(db: None) -> None:
    secured = ask("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    assert TENANT | {"accounts_workspace"} <= {row[0] for row in secured}


def test_every_tenant_table_has_its_policy_for_the_application(db: None) -> None:
    rows = ask("SELECT tablename, qual FROM pg_policies WHERE 'sapa_app' = ANY(roles) AND qual IS NOT NULL")
    assert {table for table, qual in rows if "sapa_workspace()" in qual} >= TENANT


def test_unique_indexes_begin_with_the_workspace(db: None) -> None:
    rows = ask(
        "SELECT c.relname, i.indexrelid::regclass::text,"
        " (SELECT attname FROM pg_attribute WHERE attrelid = c.oid AND attnum = i.indkey[0])"
        " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE i.indisunique AND NOT i.indisprimary"
    )
    tenant = [(index, first) for table, index, first in rows if table in TENANT]
    assert [index for index, first in tenant if first not in {"workspace_id", "public_id"}] == []


def test_references_between_tenant_tables_carry_the_workspace(db: None) -> None:
    rows = ask(
        "SELECT conrelid::regclass::text, confrelid::regclass::text, array_length(conkey, 1)"
        " FROM pg_constraint WHERE contype = 'f'"
    )
    inside = [row for row in rows if row[0] in TENANT and row[1] in TENANT]
    assert inside
    assert [row for row in inside if row[2] != 2] == []


def test_every_reference_of_a_model_is_a_constraint_of_the_database(db: None) -> None:
    rows = ask("SELECT conrelid::regclass::text, count(*) FROM pg_constraint WHERE contype = 'f' GROUP BY 1")
    constraints = dict(rows)
    for model in TENANT_MODELS:
        references = [field for field in model._meta.local_fields if field.many_to_one]
        implied = any(not one.null and one.related_model in TENANT_MODELS for one in references)
        assert constraints[model._meta.db_table] == len(references) - implied, model


def test_no_role_of_ours_is_superuser_or_bypasses_row_security(db: None) -> None:
    rows = ask("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname LIKE 'sapa%%'")
    assert len(rows) == 6
    assert [name for name, mighty in rows if mighty] == []


@pytest.mark.parametrize(
    ("role", "writable"),
    [
        ("sapa_ingest", {"events_rawdelivery", "events_refuseddelivery"}),
        (
            "sapa_dispatch",
            {
                "events_rawdelivery",
                "events_eventdelivery",
                "messaging_message",
                "messaging_pace",
                "messaging_attempt",
                "journeys_followup",
            },
        ),
        ("sapa_search", set()),
    ],
)
def test_narrow_roles_write_only_what_they_must(db: None, role: str, writable: set[str]) -> None:
    rows = ask(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND has_table_privilege(%s, oid, 'INSERT, UPDATE, DELETE, TRUNCATE')",
        role,
    )
    assert {row[0] for row in rows} == writable
