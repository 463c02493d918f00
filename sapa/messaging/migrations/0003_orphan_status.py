import django.db.models.deletion
from django.db import migrations, models

import sapa.base.scope
from sapa.base.tenancy import TenantTable, tenant_key


class Migration(migrations.Migration):
    dependencies = [("messaging", "0002_row_security")]
    operations = [
        migrations.CreateModel(
            name="OrphanStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "workspace",
                    models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False),
                ),
                ("channel", tenant_key("messaging.Channel")),
                ("wamid", models.CharField(max_length=128)),
                ("status", models.CharField(max_length=12)),
                ("code", models.IntegerField(null=True)),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("kept_at", models.DateTimeField()),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.AddConstraint(
            model_name="orphanstatus",
            constraint=models.UniqueConstraint(
                fields=("workspace", "channel", "wamid", "status"), name="orphan_once"
            ),
        ),
        migrations.AddIndex(
            model_name="orphanstatus", index=models.Index(fields=["workspace", "kept_at"], name="orphan_kept")
        ),
        TenantTable("OrphanStatus"),
    ]
