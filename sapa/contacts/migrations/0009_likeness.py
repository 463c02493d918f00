import sapa.base.scope
from django.db import migrations, models

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_holidays"), ("contacts", "0008_search_by_both_ends")]
    operations = [
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('strength', models.PositiveSmallIntegerField()),
                ('newer_id', models.BigIntegerField()),
                ('older_id', models.BigIntegerField()),
                ('reasons', models.JSONField(default=list)),
                ('workspace', models.BigIntegerField(db_column='workspace_id', default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['workspace', '-strength', '-newer_id', '-older_id'], name='likeness_surest_first')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'newer_id', 'older_id'), name='likeness_once')],
            },
        ),
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_until', models.BigIntegerField(default=0, help_text='transactions of the database from here on were not seen yet; 0: none')),
                ('compared_at', models.DateTimeField(null=True)),
                ('next_at', models.DateTimeField(help_text='null: at once', null=True)),
                ('workspace', models.BigIntegerField(db_column='workspace_id', default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('workspace',), name='comparison_once')],
            },
        ),
        TenantTable("Likeness"),
        TenantTable("Comparison"),
    ]
