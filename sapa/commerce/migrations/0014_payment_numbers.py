import django.db.models.deletion
import sapa.base.scope
from django.db import migrations, models

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):

    dependencies = [
        ('commerce', '0013_confirmed_by_files'),
    ]

    operations = [
        migrations.AlterField(
            model_name='payment',
            name='status',
            field=models.CharField(choices=[('pending', 'Pending'), ('challenged', 'Challenged'), ('failed', 'Failed'), ('expired', 'Expired'), ('cancelled', 'Cancelled'), ('paid', 'Paid'), ('refunded', 'Refunded'), ('waived', 'Waived')], default='pending', max_length=10),
        ),
        migrations.CreateModel(
            name='PaymentNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.BigIntegerField(db_column='workspace_id', default=sapa.base.scope.current_workspace_id, editable=False)),
                ('source', models.CharField(max_length=40)),
                ('number', models.CharField(max_length=120)),
                ('payment', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='commerce.payment')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['workspace', 'payment'], name='payment_number_of')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'source', 'number'), name='payment_number_once')],
            },
        ),
        TenantTable('PaymentNumber'),
    ]
