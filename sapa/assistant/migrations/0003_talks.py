from django.db import migrations, models

import sapa.base.scope
from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0018_of_contact"),
        ("assistant", "0002_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="turn",
            name="reason",
            field=models.CharField(
                blank=True, db_default="", help_text="why it was handed to people", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="turn",
            name="confidence",
            field=models.FloatField(help_text="of the intent; empty where nothing was read", null=True),
        ),
        migrations.AddField(
            model_name="turn",
            name="guard_blocks",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, help_text="texts that the guard stopped"
            ),
        ),
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(fields=["workspace", "conversation", "-id"], name="turn_of_conversation"),
        ),
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(fields=["workspace", "-at", "-id"], name="turn_newest"),
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "workspace",
                    models.BigIntegerField(
                        db_column="workspace_id",
                        default=sapa.base.scope.current_workspace_id,
                        editable=False,
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=models.deletion.PROTECT,
                        related_name="+",
                        to="messaging.conversation",
                    ),
                ),
                ("state", models.JSONField(default=dict)),
                ("shape", models.PositiveSmallIntegerField(default=1)),
                ("turns", models.PositiveIntegerField(default=0)),
                ("updated_at", models.DateTimeField()),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.UniqueConstraint(fields=("workspace", "conversation"), name="talk_of_conversation"),
        ),
        TenantTable("Talk"),
    ]
