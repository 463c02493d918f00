import django.db.models.deletion
import sapa.base.scope
import uuid
from django.db import migrations, models

from sapa.base.tenancy import TenantTable

# A number for each row that is there already: row security would hide them all from an UPDATE.
PUBLIC_ID = """
ALTER TABLE commerce_product ADD COLUMN public_id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE commerce_product ALTER COLUMN public_id DROP DEFAULT;
ALTER TABLE commerce_product ADD CONSTRAINT commerce_product_public_id_key UNIQUE (public_id)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('commerce', '0009_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pairing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.BigIntegerField(db_column='workspace_id', default=sapa.base.scope.current_workspace_id, editable=False)),
                ('baskets', models.PositiveIntegerField()),
                ('of_product', models.PositiveIntegerField()),
                ('of_other', models.PositiveIntegerField()),
                ('of_all', models.PositiveIntegerField()),
                ('score', models.FloatField(help_text='cosine: baskets with both over the root of the product of both counts')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='proposed', max_length=8)),
                ('counted_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by_id', models.BigIntegerField(null=True)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='product',
            name='by_hand',
            field=models.JSONField(default=list, help_text='columns that a person set: no statement changes them'),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    model_name='product',
                    name='public_id',
                    field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
            ],
            database_operations=[
                migrations.RunSQL(PUBLIC_ID, "ALTER TABLE commerce_product DROP COLUMN public_id"),
            ],
        ),
        migrations.AddField(
            model_name='product',
            name='warranty_days',
            field=models.PositiveSmallIntegerField(help_text='from arrival; null: not told', null=True),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['workspace', 'name', 'id'], name='product_by_name'),
        ),
        migrations.AddField(
            model_name='pairing',
            name='other',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commerce.product'),
        ),
        migrations.AddField(
            model_name='pairing',
            name='product',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commerce.product'),
        ),
        migrations.AddIndex(
            model_name='pairing',
            index=models.Index(fields=['workspace', 'state', '-score'], name='pairing_best'),
        ),
        migrations.AddConstraint(
            model_name='pairing',
            constraint=models.UniqueConstraint(fields=('workspace', 'product', 'other'), name='pairing_once'),
        ),
        TenantTable('Pairing'),
    ]
