from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0004_whatsapp_for_real'),
    ]

    operations = [
        migrations.AddField(
            model_name='template',
            name='origin',
            field=models.CharField(db_default='shop', default='shop', help_text="recipe: a journey's text; shop; meta: adopted", max_length=8),
        ),
        migrations.AddField(
            model_name='template',
            name='parameter_format',
            field=models.CharField(db_default='named', default='named', max_length=10),
        ),
        # Until now only journeys made templates, and what they asked for is what the row still says.
        migrations.RunSQL(
            [
                "ALTER TABLE messaging_template NO FORCE ROW LEVEL SECURITY",
                "UPDATE messaging_template SET origin = 'recipe', wanted_category = category",
                "ALTER TABLE messaging_template FORCE ROW LEVEL SECURITY",
            ],
            migrations.RunSQL.noop,
        ),
    ]
