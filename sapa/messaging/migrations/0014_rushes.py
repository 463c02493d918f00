from django.db import migrations, models

import sapa.base.scope
from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):
    dependencies = [("messaging", "0013_desk")]

    operations = [
        migrations.CreateModel(
            name="Rush",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "workspace",
                    models.BigIntegerField(
                        db_column="workspace_id",
                        default=sapa.base.scope.current_workspace_id,
                        editable=False,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(help_text="when the figures were read")),
                (
                    "waiting",
                    models.PositiveIntegerField(help_text="people who wait for an answer of a person"),
                ),
                (
                    "expected_seconds",
                    models.PositiveIntegerField(help_text="of business time until a new one is answered"),
                ),
                ("most_waiting", models.PositiveIntegerField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace",),
                        condition=models.Q(("ended_at", None)),
                        name="rush_one_at_a_time",
                    )
                ],
                "indexes": [models.Index(fields=["workspace", "-started_at"], name="rush_newest")],
            },
        ),
        TenantTable("Rush"),
    ]
