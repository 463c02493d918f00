import django.db.models.deletion
import sapa.base.scope
import uuid
from django.db import migrations, models

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_holidays'),
        ('commerce', '0005_subjects'),
        ('contacts', '0006_ended_identities'),
    ]

    operations = [
        migrations.CreateModel(
            name='Payment',
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
                ('status', models.CharField(choices=[('pending', 'Pending'), ('challenged', 'Challenged'), ('failed', 'Failed'), ('expired', 'Expired'), ('cancelled', 'Cancelled'), ('paid', 'Paid'), ('refunded', 'Refunded')], default='pending', max_length=10)),
                ('amount', models.BigIntegerField(default=0)),
                ('currency', models.CharField(default='IDR', max_length=3)),
                ('method', models.CharField(blank=True, max_length=40)),
                ('channel', models.CharField(blank=True, max_length=40)),
                ('reference', models.CharField(blank=True, max_length=80)),
                ('expires_at', models.DateTimeField(null=True)),
                ('paid_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('order', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commerce.order')),
                ('workspace', models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['workspace', 'number'], name='order_by_number'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('external_id', models.F('number')), _negated=True), fields=['workspace', 'external_id'], name='order_by_other_number'),
        ),
        migrations.AddIndex(
            model_name='shipment',
            index=models.Index(condition=models.Q(('tracking_number', ''), _negated=True), fields=['workspace', 'tracking_number'], name='shipment_by_tracking'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['workspace', 'order'], name='payment_of_order'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('order__isnull', True)), fields=['workspace', 'order_number'], name='payment_without_order'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(fields=('workspace', 'source', 'external_id'), name='payment_once'),
        ),
        TenantTable('Payment'),
    ]
