from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0003_desk")]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="warn_at",
            field=models.DateTimeField(help_text="when most of the promised time has passed", null=True),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("state", "running"), ("warned_at", None)),
                fields=["warn_at", "id"],
                name="clock_near",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("ticket__isnull", False)),
                fields=["workspace", "ticket"],
                name="clock_of_ticket",
            ),
        ),
    ]
