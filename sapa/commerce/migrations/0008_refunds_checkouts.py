import django.db.models.deletion
import sapa.base.scope
import uuid
from django.db import migrations, models

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_holidays'),
        ('commerce', '0007_senders'),
        ('contacts', '0007_same_people_tags_and_proofs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Checkout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('order_number', models.CharField(blank=True, max_length=120)),
                ('source', models.CharField(max_length=40)),
                ('external_id', models.CharField(max_length=120)),
                ('status_at', models.DateTimeField()),
                ('said_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('status', models.CharField(choices=[('open', 'Open'), ('abandoned', 'Abandoned'), ('completed', 'Completed')], default='open', max_length=10)),
                ('amount', models.BigIntegerField(default=0)),
                ('currency', models.CharField(default='IDR', max_length=3)),
                ('goods', models.CharField(blank=True, max_length=300)),
                ('link', models.CharField(blank=True, max_length=500)),
                ('completed_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('order', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commerce.order')),
                ('workspace', models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='order',
            name='alive_said_at',
            field=models.DateTimeField(help_text='newest dated word of the shop that the order goes on', null=True),
        ),
        migrations.AddField(
            model_name='order',
            name='over_said_at',
            field=models.DateTimeField(help_text='newest dated word of the shop that it is over', null=True),
        ),
        migrations.AddField(
            model_name='payment',
            name='refunded_amount',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='payment',
            name='refunds',
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name='return',
            name='answer',
            field=models.CharField(blank=True, db_default='', max_length=300),
        ),
        migrations.AddField(
            model_name='return',
            name='goods',
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='return',
            name='photo',
            field=models.CharField(blank=True, db_default='', max_length=120),
        ),
        migrations.AddField(
            model_name='return',
            name='reason',
            field=models.CharField(blank=True, db_default='', max_length=300),
        ),
        migrations.AlterField(
            model_name='return',
            name='status',
            field=models.CharField(choices=[('requested', 'Requested'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('received', 'Received'), ('refunded', 'Refunded'), ('replaced', 'Replaced')], default='requested', max_length=10),
        ),
        migrations.AddIndex(
            model_name='return',
            index=models.Index(fields=['workspace', '-status_at', '-id'], name='return_newest'),
        ),
        migrations.AddIndex(
            model_name='checkout',
            index=models.Index(fields=['workspace', 'contact'], name='checkout_of_contact'),
        ),
        migrations.AddIndex(
            model_name='checkout',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['workspace', 'status_at'], name='checkout_open'),
        ),
        migrations.AddConstraint(
            model_name='checkout',
            constraint=models.UniqueConstraint(fields=('workspace', 'source', 'external_id'), name='checkout_once'),
        ),
        TenantTable('Checkout'),
    ]
