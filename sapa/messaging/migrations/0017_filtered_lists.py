from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0016_changes")]

    operations = [
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("unread__gt", 0)),
                fields=["workspace", "-last_message_at", "-id"],
                name="conversation_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("team_id__isnull", False)),
                fields=["workspace", "team_id", "-last_message_at", "-id"],
                name="conversation_of_team",
            ),
        ),
    ]
