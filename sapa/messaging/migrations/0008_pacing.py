from django.db import migrations, models


class Migration(migrations.Migration):
    """The queue is read number by number, so that a slow one never stands before the others."""

    dependencies = [("messaging", "0007_errands")]

    operations = [
        migrations.RemoveIndex(model_name="message", name="message_due"),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "planned")),
                fields=["channel", "priority", "not_before", "id"],
                name="message_queue",
            ),
        ),
        migrations.AddField(
            model_name="pace",
            name="closings",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, help_text="how often in a row the breaker had to close"
            ),
        ),
    ]
