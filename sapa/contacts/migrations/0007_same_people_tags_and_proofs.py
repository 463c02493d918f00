import django.db.models.deletion
import sapa.base.scope
import uuid
from django.db import migrations, models

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_holidays'),
        ('contacts', '0006_ended_identities'),
    ]

    operations = [
        migrations.AddField(
            model_name='consent',
            name='author_id',
            field=models.BigIntegerField(help_text='the user who wrote it down', null=True),
        ),
        migrations.AddField(
            model_name='consent',
            name='proof',
            field=models.CharField(blank=True, help_text='where it can be looked up', max_length=300),
        ),
        migrations.AddField(
            model_name='contact',
            name='language',
            field=models.CharField(blank=True, help_text='ISO 639; blank is not known', max_length=5),
        ),
        migrations.AddField(
            model_name='optout',
            name='author_id',
            field=models.BigIntegerField(help_text='the user who wrote it down', null=True),
        ),
        migrations.AddField(
            model_name='optout',
            name='ended_by_id',
            field=models.BigIntegerField(help_text='the user who wrote the end down', null=True),
        ),
        migrations.AddField(
            model_name='optout',
            name='ended_proof',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='optout',
            name='proof',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.CreateModel(
            name='CustomField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=40)),
                ('kind', models.CharField(choices=[('text', 'Text'), ('number', 'Number'), ('date', 'Date'), ('choice', 'Choice')], max_length=6)),
                ('choices', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('archived_at', models.DateTimeField(null=True)),
                ('workspace', models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='CustomValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(max_length=500)),
                ('updated_at', models.DateTimeField()),
                ('contact', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('field', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.customfield')),
                ('workspace', models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Sameness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('verdict', models.CharField(choices=[('joined', 'Joined'), ('different', 'Different')], max_length=9)),
                ('reasons', models.JSONField(default=list, help_text='what spoke for one customer then')),
                ('along', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('author_id', models.BigIntegerField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by_id', models.BigIntegerField(null=True)),
                ('first', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('second', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('workspace', models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=40)),
                ('created_at', models.DateTimeField()),
                ('contact', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('workspace', models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddConstraint(
            model_name='customfield',
            constraint=models.UniqueConstraint(condition=models.Q(('archived_at__isnull', True)), fields=('workspace', 'key'), name='custom_field_once'),
        ),
        migrations.AddConstraint(
            model_name='customvalue',
            constraint=models.UniqueConstraint(fields=('workspace', 'contact', 'field'), name='custom_value_once'),
        ),
        migrations.AddIndex(
            model_name='sameness',
            index=models.Index(fields=['workspace', '-at', '-id'], name='sameness_newest'),
        ),
        migrations.AddConstraint(
            model_name='sameness',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('workspace', 'first', 'second', 'verdict'), name='sameness_once'),
        ),
        migrations.AddIndex(
            model_name='tag',
            index=models.Index(fields=['workspace', 'key', 'contact'], name='tag_found'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(fields=('workspace', 'contact', 'key'), name='tag_once'),
        ),
        TenantTable('CustomField'),
        TenantTable('CustomValue'),
        TenantTable('Sameness'),
        TenantTable('Tag'),
    ]
