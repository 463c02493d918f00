from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0004_decisions_found")]

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
