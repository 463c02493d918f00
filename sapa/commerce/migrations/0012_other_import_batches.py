from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commerce', '0011_import_batches'),
    ]

    operations = [
        migrations.AddField(
            model_name='importbatch',
            name='others',
            field=models.JSONField(default=dict, help_text='of all but orders: by what the file holds the ids of what it made; `marks`: how each of `contacts` was then; `wishes`: ids of the consents they came with'),
        ),
        migrations.AlterField(
            model_name='importrun',
            name='removed',
            field=models.PositiveIntegerField(default=0, help_text='what was taken away again'),
        ),
    ]
