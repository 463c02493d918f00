import uuid

from django.db import migrations, models

import sapa.base.scope
from sapa.base.tenancy import TenantTable

PLACE = models.BigIntegerField(
    db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False
)
KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("assistant", "0006_bench"), ("messaging", "0018_of_contact")]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", KEY.clone()),
                ("workspace", PLACE.clone()),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("context", models.CharField(blank=True, max_length=30)),
                ("was", models.CharField(max_length=40)),
                ("intent", models.CharField(max_length=40)),
                ("author_id", models.BigIntegerField()),
                ("changed_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=models.deletion.PROTECT,
                        related_name="+",
                        to="messaging.message",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "message"), name="correction_once")
                ],
                "indexes": [
                    models.Index(fields=["workspace", "-changed_at", "-id"], name="correction_newest")
                ],
            },
        ),
        TenantTable("Correction"),
    ]
