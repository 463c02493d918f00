import django.db.models.deletion
import sapa.base.scope
from django.db import migrations, models

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_holidays'),
        ('commerce', '0006_payments'),
        ('events', '0002_row_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_for', models.DateTimeField()),
                ('answer', models.BinaryField(null=True)),
                ('delivery', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.rawdelivery')),
                ('workspace', models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('workspace', 'delivery'), name='confirmed_once')],
            },
        ),
        migrations.CreateModel(
            name='Sender',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shop', models.CharField(blank=True, default='', max_length=120)),
                ('access', models.TextField(blank=True, default='')),
                ('access_at', models.DateTimeField(null=True)),
                ('next_at', models.DateTimeField(null=True)),
                ('since', models.DateTimeField(null=True)),
                ('position', models.BigIntegerField(default=0)),
                ('looked_at', models.DateTimeField(help_text='the last look that went well', null=True)),
                ('found', models.PositiveIntegerField(default=0, help_text='missing here, at the last look')),
                ('found_ever', models.PositiveIntegerField(default=0)),
                ('unread', models.PositiveIntegerField(default=0, help_text='objects of the last look that nobody can read')),
                ('failures', models.PositiveSmallIntegerField(default=0, help_text='looks in a row that did not go well')),
                ('error', models.CharField(blank=True, default='', max_length=20)),
                ('disagreed', models.PositiveIntegerField(default=0, help_text='messages that the service itself denied')),
                ('endpoint', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.endpoint')),
                ('workspace', models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('access', ''), _negated=True), fields=['workspace', 'next_at'], name='sender_to_look_at')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'endpoint'), name='sender_once')],
            },
        ),
        TenantTable('Confirmation'),
        TenantTable('Sender'),
    ]
