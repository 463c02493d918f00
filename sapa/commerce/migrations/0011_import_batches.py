import django.db.models.deletion
import sapa.base.scope
from django.db import migrations, models

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):

    dependencies = [
        ('commerce', '0010_products'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('orders', models.JSONField(default=list, help_text='ids')),
                ('contacts', models.JSONField(default=list, help_text='ids')),
                ('run', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commerce.importrun')),
                ('workspace', models.BigIntegerField(db_column='workspace_id', default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['workspace', 'run'], name='import_batch_of_run')],
            },
        ),
        TenantTable('ImportBatch'),
        migrations.AddField(
            model_name='importrun',
            name='kept',
            field=models.PositiveIntegerField(default=0, help_text='of those to be taken away, what others had used'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='removed',
            field=models.PositiveIntegerField(default=0, help_text='orders and people taken away again'),
        ),
        migrations.AlterField(
            model_name='importrun',
            name='state',
            field=models.CharField(choices=[('mapping', 'Mapping'), ('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('undoing', 'Undoing'), ('undone', 'Undone')], default='waiting', max_length=7),
        ),
    ]
