from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0005_found_by_what_goes")]

    operations = [
        migrations.AddField(
            model_name="followup",
            name="composed",
            field=models.JSONField(
                help_text="what a person wrote for this one alone (`services.composing`); else the journey's",
                null=True,
            ),
        )
    ]
