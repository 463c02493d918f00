from django.db import migrations, models


class Migration(migrations.Migration):
    """A message that is being decided is held by a row lock: no state stands for it any more."""

    dependencies = [("messaging", "0009_room_to_change")]

    operations = [
        migrations.RunSQL(
            [
                "ALTER TABLE messaging_message NO FORCE ROW LEVEL SECURITY",
                "UPDATE messaging_message SET state = 'planned', lease_until = NULL WHERE state = 'claimed'",
                "ALTER TABLE messaging_message FORCE ROW LEVEL SECURITY",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RemoveIndex(model_name="message", name="message_leased"),
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
                choices=[
                    ("planned", "Planned"),
                    ("sending", "Sending"),
                    ("accepted", "Accepted"),
                    ("unknown", "Unknown"),
                    ("quarantined", "Quarantined"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                    ("expired", "Expired"),
                    ("received", "Received"),
                ],
                max_length=11,
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ["sending", "unknown"])),
                fields=["lease_until"],
                name="message_leased",
            ),
        ),
    ]
