import django.db.models.deletion
import sapa.base.scope
import uuid
from django.db import migrations, models

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_holidays"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("what", models.CharField(help_text="name in `config/exports.py`", max_length=40)),
                ("form", models.CharField(choices=[("csv", "csv"), ("xlsx", "xlsx")], max_length=4)),
                ("masked", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("error", models.CharField(blank=True, max_length=40)),
                (
                    "total",
                    models.PositiveIntegerField(
                        default=0, help_text="lines there will be, as counted at the start"
                    ),
                ),
                ("lines", models.PositiveIntegerField(default=0)),
                ("size", models.BigIntegerField(default=0)),
                (
                    "path",
                    models.CharField(
                        blank=True, help_text="of the file, under SAPA_HOME/exports", max_length=80
                    ),
                ),
                (
                    "author_id",
                    models.BigIntegerField(help_text="the only one who may download it", null=True),
                ),
                ("asked_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "workspace",
                    models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["workspace", "-id"], name="export_newest")],
            },
        ),
        TenantTable("ExportRun"),
    ]
