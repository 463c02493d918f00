from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0005_radars")]

    operations = [
        migrations.AddIndex(
            model_name="handoff",
            index=models.Index(
                condition=models.Q(("taken_at", None)), fields=["workspace", "at"], name="handoff_untaken"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("seen_at", None)), fields=["workspace", "user_id"], name="notice_unseen"
            ),
        ),
    ]
