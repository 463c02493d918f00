from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0014_rushes")]

    operations = [
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(
                    ("assignee_id", None),
                    ("open", True),
                    ("snoozed_until", None),
                    models.Q(("owner", "assistant"), _negated=True),
                ),
                fields=["workspace", "-last_message_at", "-id"],
                name="conversation_untaken",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("open", False)),
                fields=["workspace", "-last_message_at", "-id"],
                name="conversation_closed",
            ),
        ),
    ]
