import django.db.models.deletion
import sapa.base.scope
import uuid
from django.db import migrations, models

from sapa.base.tenancy import TenantReference, TenantTable


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_row_security'),
        ('commerce', '0004_import_progress'),
        ('contacts', '0004_withdrawn_attempts'),
        ('events', '0002_row_security'),
        ('journeys', '0002_row_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='JourneyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('definition', models.JSONField(help_text='as `domain.journeys.writing.to_document` tells it')),
                ('digest', models.CharField(max_length=64)),
                ('author_id', models.BigIntegerField(null=True)),
                ('created_at', models.DateTimeField()),
                ('journey', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.journey')),
                ('workspace', models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trigger_name', models.CharField(max_length=40)),
                ('trigger_at', models.DateTimeField()),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('refs', models.JSONField(default=dict)),
                ('subject', models.CharField(max_length=100)),
                ('started_at', models.DateTimeField()),
                ('arm', models.CharField(choices=[('treatment', 'treatment'), ('control', 'control')], max_length=9)),
                ('share', models.PositiveSmallIntegerField(default=0)),
                ('variant', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(choices=[('active', 'Active'), ('done', 'Done'), ('left', 'Left')], default='active', max_length=6)),
                ('position', models.CharField(blank=True, max_length=40)),
                ('wake_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=40)),
                ('outcomes', models.JSONField(default=dict)),
                ('contact', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('journey', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.journey')),
                ('order', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commerce.order')),
                ('trigger', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event')),
                ('workspace', models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False)),
                ('version', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.journeyversion')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('step', models.CharField(blank=True, max_length=40)),
                ('key', models.CharField(max_length=160)),
                ('kind', models.CharField(choices=[('call', 'Call'), ('visit', 'Visit'), ('message', 'Message'), ('check', 'Check')], max_length=7)),
                ('why', models.CharField(help_text="code: the journey's key, promised, unresponsive, by_hand", max_length=40)),
                ('text', models.TextField(blank=True, help_text='what to say or do, ready')),
                ('value', models.BigIntegerField(default=0, help_text='amount at stake, in the smallest unit')),
                ('due_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('dismissed', 'Dismissed')], default='open', max_length=9)),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('note', models.TextField(blank=True)),
                ('assignee_id', models.BigIntegerField(null=True)),
                ('done_by_id', models.BigIntegerField(null=True)),
                ('created_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('enrolment', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.enrolment')),
                ('order', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commerce.order')),
                ('workspace', models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='followup',
            name='channels',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='followup',
            name='customer_initiated',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='followup',
            name='dry',
            field=models.BooleanField(default=False, help_text='rehearsed: decided like the others, never sent'),
        ),
        migrations.AddField(
            model_name='followup',
            name='holiday_relevant',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='followup',
            name='variant',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='journey',
            name='mode',
            field=models.CharField(choices=[('off', 'Off'), ('dry_run', 'Dry Run'), ('live', 'Live')], default='off', max_length=7),
        ),
        migrations.AddField(
            model_name='journey',
            name='origin',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='journey',
            name='share',
            field=models.PositiveSmallIntegerField(default=0, help_text='percent of starts that are held out'),
        ),
        migrations.AddField(
            model_name='journey',
            name='share_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='followup',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('queued', 'Queued'), ('sent', 'Sent'), ('dropped', 'Dropped'), ('rehearsed', 'Rehearsed')], default='waiting', max_length=9),
        ),
        migrations.AlterField(
            model_name='followup',
            name='step',
            field=models.CharField(max_length=40),
        ),
        migrations.AlterField(
            model_name='journey',
            name='version',
            field=models.PositiveIntegerField(default=1, help_text='number of the version that new starts follow'),
        ),
        migrations.AddField(
            model_name='followup',
            name='enrolment',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.enrolment'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(fields=['workspace', 'enrolment'], name='follow_up_of_enrolment'),
        ),
        migrations.AddConstraint(
            model_name='journeyversion',
            constraint=models.UniqueConstraint(fields=('workspace', 'journey', 'number'), name='journey_version_once'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(condition=models.Q(('state', 'active')), fields=['workspace', 'wake_at'], name='enrolment_due'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(fields=['workspace', 'contact', 'state'], name='enrolment_of_contact'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(fields=['workspace', 'journey', '-started_at'], name='enrolment_of_journey'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(fields=('workspace', 'journey', 'subject'), name='enrolment_once'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['workspace', 'due_at'], name='task_open'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['workspace', 'contact'], name='task_of_contact'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.UniqueConstraint(fields=('workspace', 'key'), name='task_once'),
        ),
        migrations.RunSQL(
            [
                "ALTER TABLE journeys_journey NO FORCE ROW LEVEL SECURITY",
                "UPDATE journeys_journey SET mode = CASE WHEN enabled THEN 'live' ELSE 'off' END",
                "ALTER TABLE journeys_journey FORCE ROW LEVEL SECURITY",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(model_name='journey', name='enabled'),
        TenantTable("JourneyVersion"),
        TenantTable("Enrolment"),
        TenantTable("Task"),
        TenantReference("FollowUp", "enrolment"),
    ]
