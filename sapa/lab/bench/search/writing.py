"""What the indexes of search cost whoever writes: the database's processor time for a row, with and without them."""

from collections.abc import Mapping

from django.db import connection, connections

from sapa.base.scope import workspace_scope
from sapa.lab.bench.meter import database_seconds

ROWS = 50_000
FURTHER = 100_000_000
# The same rows once more under other numbers: as like to real ones as those of the shop are.
WRITES: Mapping[str, tuple[str, str]] = {
    "contacts_contact": ("contact_words", "public_id = gen_random_uuid()"),
    "contacts_identity": ("identity_typed", "value = reverse(value)"),
    "commerce_order": ("order_by_end", "public_id = gen_random_uuid(), external_id = 'n' || external_id"),
    "commerce_shipment": (
        "shipment_by_end",
        "public_id = gen_random_uuid(), external_id = 'n' || external_id",
    ),
    "messaging_message": (
        "message_words",
        "public_id = gen_random_uuid(), by = 'customer', state = 'received'",
    ),
}


def index_costs(workspace_id: int) -> dict[str, float]:
    """Microseconds for one row, by index. The indexes are gone afterwards."""
    return {index: _cost(workspace_id, table, index, other) for table, (index, other) in WRITES.items()}


def _cost(workspace_id: int, table: str, index: str, other: str) -> float:
    with_it = min(_written(workspace_id, table, other) for _ in range(2))
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"DROP INDEX {index}")
    without = min(_written(workspace_id, table, other) for _ in range(2))
    return round((with_it - without) / ROWS * 1_000_000, 1)


def _written(workspace_id: int, table: str, other: str) -> float:
    """Seconds of the database's processors for the rows; they are rolled back."""
    with workspace_scope(workspace_id), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE written ON COMMIT DROP AS SELECT * FROM {table} ORDER BY id DESC LIMIT {ROWS}"  # noqa: S608
        )
        cursor.execute(f"UPDATE written SET id = id + {FURTHER}, {other}")  # noqa: S608 (our own words)
        begun = database_seconds()
        cursor.execute(f"INSERT INTO {table} SELECT * FROM written")  # noqa: S608 (our own words)
        spent = database_seconds() - begun
        connection.set_rollback(True)
    return spent
