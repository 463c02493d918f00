"""The order of the measurements: COPY, then the import, and so round again."""

import statistics
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management import call_command
from django.db import connections

from sapa.accounts.models import User
from sapa.accounts.services import create_workspace
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order
from sapa.lab.bench.imports.file import HEADER, NOW, write_file
from sapa.lab.bench.meter import Meter, database_seconds, family_seconds
from sapa.lab.bench.programs import Program

CHUNK = 1 << 20
WORKER = "sapa.lab.bench.imports.worker"


class Bench:
    def __init__(self, path: Path, rows: int, told: Callable[[str], None]) -> None:
        self.path, self.rows, self.told = path, rows, told
        self.others: list[float] = []
        self.kept: list[int] = []

    def run(self, repeats: int) -> dict[str, Any]:
        self.told("making the file")
        call_command("migrate", database="owner", verbosity=0, skip_checks=True)
        write_file(self.path, self.rows)
        copied, imported = [], []
        for number in range(repeats):
            copied.append(self.copy())
            imported.append(self.bring_in(number))
        return self.figures(copied, imported)

    def copy(self) -> float:
        """Rows per second into a table of text columns, committed; the table is gone afterwards."""
        columns = ", ".join(f"{name} text" for name in HEADER.split(","))
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"CREATE TABLE copied ({columns})")
            begun = perf_counter()
            with (
                self.path.open("rb") as source,
                cursor.copy("COPY copied FROM STDIN (FORMAT csv, HEADER)") as out,
            ):
                while chunk := source.read(CHUNK):
                    out.write(chunk)
            seconds = perf_counter() - begun
            cursor.execute("DROP TABLE copied")
        self.told(f"COPY: {self.rows / seconds:.0f} rows per second")
        return self.rows / seconds

    def bring_in(self, number: int) -> dict[str, Any]:
        owner = User.objects.create_user(f"budi{number}@tokosari.test", None, name="Budi")
        shop = create_workspace(name=f"Toko Sari {number}", owner=owner)
        program = Program(WORKER, self.path, shop.pk, NOW.isoformat())
        program.hear()
        meter, database = Meter(family_seconds), database_seconds()
        program.say()
        found: dict[str, Any] = program.hear()
        found["database"] = database_seconds() - database
        self.others.append(meter.others())
        program.close()
        with workspace_scope(shop.pk):
            self.kept.append(Order.objects.count())
        self.told(f"import: {self.rows / found['seconds']:.0f} rows per second, {found['most_mb']} MB")
        return found

    def figures(self, copied: list[float], imported: list[dict[str, Any]]) -> dict[str, Any]:
        rates = [self.rows / one["seconds"] for one in imported]
        ceiling, system = statistics.median(copied), statistics.median(rates)
        return {
            "ceiling": round(ceiling),
            "system": round(system),
            "ratio": round(system / ceiling, 4),
            "unique": min(self.kept),
            "duplicate": max(max(kept - self.rows, 0) for kept in self.kept),
            "missing": max(max(self.rows - kept, 0) for kept in self.kept),
            "memory_mb": max(one["most_mb"] for one in imported),
            "other_cpu_pct": max(self.others),
            "repeats": len(imported),
            "lowest": round(min(rates)),
            "highest": round(max(rates)),
            "rows": self.rows,
            "worker_us": self.each(one["cpu"] for one in imported),
            "database_us": self.each(one["database"] for one in imported),
        }

    def each(self, seconds: Iterable[float]) -> float:
        """Microseconds of processor time for one row."""
        return round(statistics.median(seconds) / self.rows * 1_000_000, 1)
