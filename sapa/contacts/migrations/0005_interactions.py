import django.db.models.deletion
import sapa.base.scope
from django.db import migrations, models

from sapa.base.tenancy import TenantTable

# Cases that other systems open get their numbers here; a table of cases goes on counting.
TICKET_IDS = """
CREATE SEQUENCE contacts_ticket_id;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_row_security'),
        ('contacts', '0004_withdrawn_attempts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='contactstate',
            name='tickets',
            field=models.JSONField(default=list, help_text='[{id, kind, opened_at, closed_at, order_id, number, summary, answered_by, reopened, since}]'),
        ),
        migrations.CreateModel(
            name='Interaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('call', 'Call'), ('visit', 'Visit'), ('chat', 'Chat')], max_length=5)),
                ('key', models.CharField(blank=True, max_length=200)),
                ('topic', models.CharField(blank=True, max_length=200)),
                ('outcome', models.CharField(blank=True, max_length=300)),
                ('by_name', models.CharField(blank=True, max_length=120)),
                ('author_id', models.BigIntegerField(help_text='the user who noted it', null=True)),
                ('at', models.DateTimeField(help_text='when it began')),
                ('ended_at', models.DateTimeField(null=True)),
                ('promised_at', models.DateTimeField(help_text='when the person promised to come back to it', null=True)),
                ('said_at', models.DateTimeField(help_text='of the newest statement')),
                ('recorded_at', models.DateTimeField()),
                ('contact', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('workspace', models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['workspace', 'contact', '-at'], name='interaction_of_contact')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('workspace', 'key'), name='interaction_once')],
            },
        ),
        TenantTable('Interaction'),
        migrations.RunSQL(TICKET_IDS),
    ]
