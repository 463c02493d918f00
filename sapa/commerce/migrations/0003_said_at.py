from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commerce", "0002_row_security")]
    operations = [
        migrations.AddField(
            "order",
            "said_at",
            models.DateTimeField(null=True, help_text="of the newest statement that the source dated"),
        ),
    ]
