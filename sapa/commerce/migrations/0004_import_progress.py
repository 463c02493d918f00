from django.db import migrations, models

STATES = [("mapping", "Mapping"), ("waiting", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")]
LINE = "last line that is done; a second try goes on after it"


class Migration(migrations.Migration):
    dependencies = [("commerce", "0003_said_at")]
    operations = [
        migrations.AlterField(
            "importrun", "state", models.CharField(choices=STATES, default="waiting", max_length=7)
        ),
        migrations.AddField("importrun", "size", models.BigIntegerField(default=0, help_text="bytes of the file")),
        migrations.AddField("importrun", "position", models.BigIntegerField(default=0, help_text="bytes read so far")),
        migrations.AddField("importrun", "line", models.PositiveIntegerField(default=0, help_text=LINE)),
    ]
