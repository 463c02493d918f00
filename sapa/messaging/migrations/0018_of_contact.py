from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0017_filtered_lists")]

    operations = [
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(fields=["workspace", "contact", "channel"], name="conversation_of_contact"),
        ),
    ]
