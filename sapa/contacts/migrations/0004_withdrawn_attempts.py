from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_details_and_search")]
    operations = [
        migrations.AddField("LedgerEntry", "attempt", models.PositiveSmallIntegerField(default=1)),
        migrations.AlterField(
            "LedgerEntry",
            "fact",
            models.CharField(
                choices=[
                    ("received", "received"),
                    ("sent", "sent"),
                    ("withdrawn", "withdrawn"),
                    ("failed", "failed"),
                    ("logged", "logged"),
                ],
                max_length=9,
            ),
        ),
        migrations.RemoveConstraint("LedgerEntry", "ledger_fact_once"),
        migrations.AddConstraint(
            "LedgerEntry",
            models.UniqueConstraint(
                condition=models.Q(message_id__isnull=False),
                fields=["workspace", "message_id", "fact", "attempt"],
                name="ledger_fact_once",
            ),
        ),
    ]
