from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0005_interactions")]

    operations = [
        migrations.AddField(
            model_name="identity",
            name="ended_at",
            field=models.DateTimeField(
                help_text="since when the contact has left it: whoever writes from it now is somebody else",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="identity",
            name="raw",
            field=models.CharField(
                blank=True, help_text="as it was written; of a WhatsApp id the user name", max_length=200
            ),
        ),
        migrations.AddField(
            model_name="contactstate",
            name="wa_marketing_at",
            field=models.DateTimeField(help_text="when WhatsApp's switch was last used", null=True),
        ),
    ]
