from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0009_likeness")]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="channel",
            field=models.CharField(blank=True, help_text="blank: every channel", max_length=10),
        )
    ]
