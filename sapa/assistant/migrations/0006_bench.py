import uuid

from django.db import migrations, models

import sapa.base.scope
from sapa.base.tenancy import TenantTable

PLACE = models.BigIntegerField(
    db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False
)
KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
KEYS = {"db_constraint": False, "db_index": False, "on_delete": models.deletion.PROTECT, "related_name": "+"}
LABELS = ("correct", "grounded", "handover", "tone", "language")


class Migration(migrations.Migration):
    dependencies = [
        ("assistant", "0005_model"),
        ("messaging", "0018_of_contact"),
    ]

    operations = [
        migrations.CreateModel(
            name="BenchCase",
            fields=[
                ("id", KEY.clone()),
                ("workspace", PLACE.clone()),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("said", models.JSONField(default=list)),
                ("contact_id", models.BigIntegerField(null=True)),
                (
                    "right",
                    models.BooleanField(default=True, help_text="as it was answered when it was kept"),
                ),
                ("intent", models.CharField(blank=True, max_length=40)),
                ("article", models.CharField(blank=True, max_length=80)),
                ("to_person", models.BooleanField(null=True)),
                ("created_at", models.DateTimeField()),
                ("author_id", models.BigIntegerField(null=True)),
                ("result", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict)),
                ("passed", models.BooleanField(null=True)),
                ("ran_at", models.DateTimeField(null=True)),
                ("ran_with", models.CharField(blank=True, max_length=100)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["workspace", "-id"], name="bench_case_newest")],
            },
        ),
        migrations.CreateModel(
            name="TalkReview",
            fields=[
                ("id", KEY.clone()),
                ("workspace", PLACE.clone()),
                ("week", models.DateField(help_text="its Monday, where the shop is")),
                ("conversation", models.ForeignKey(to="messaging.conversation", **KEYS)),
                *((name, models.BooleanField(null=True)) for name in LABELS),
                ("note", models.CharField(blank=True, max_length=300)),
                ("author_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "week", "conversation"), name="talk_review_once"
                    )
                ],
            },
        ),
        TenantTable("BenchCase"),
        TenantTable("TalkReview"),
    ]
