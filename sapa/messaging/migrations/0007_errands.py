import django.db.models.deletion
from django.db import migrations, models

import sapa.base.scope
from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_holidays'),
        ('messaging', '0006_costs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Errand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('channel', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='messaging.channel')),
                ('workspace', models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddIndex(
            model_name='errand',
            index=models.Index(fields=['workspace', 'channel', 'what', '-id'], name='errand_newest'),
        ),
        TenantTable("Errand"),
    ]
