import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What people wrote has a decision too; decisions are searched by time."""

    dependencies = [("journeys", "0003_journeys_as_data")]
    operations = [
        migrations.AlterField(
            "decision",
            "follow_up",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="journeys.followup",
            ),
        ),
        migrations.AlterField(
            "decision",
            "stage",
            models.CharField(
                choices=[("plan", "Plan"), ("settle", "Settle"), ("gate", "Gate"), ("event", "Event")],
                max_length=6,
            ),
        ),
        migrations.AddField("decision", "message_id", models.BigIntegerField(null=True)),
        migrations.AddIndex(
            "decision", models.Index(fields=["workspace", "at", "id"], name="decision_by_time")
        ),
        migrations.AddIndex(
            "decision",
            models.Index(
                fields=["workspace", "message_id"],
                condition=models.Q(message_id__isnull=False),
                name="decision_of_message",
            ),
        ),
    ]
