import uuid

from django.db import migrations, models

import sapa.base.scope
from sapa.base.tenancy import TenantTable

PLACE = models.BigIntegerField(
    db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False
)
KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def one(to: str) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False, db_index=False, on_delete=models.deletion.PROTECT, related_name="+", to=to
    )


class Migration(migrations.Migration):
    dependencies = [("assistant", "0004_articles"), ("messaging", "0018_of_contact")]

    operations = [
        migrations.CreateModel(
            name="ModelDoor",
            fields=[
                ("id", KEY.clone()),
                ("workspace", PLACE.clone()),
                ("key", models.TextField(blank=True, db_default="", default="", help_text="sealed")),
                ("key_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(db_default=0, default=0)),
                ("failed", models.CharField(blank=True, db_default="", default="", max_length=30)),
                ("rests_until", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("workspace",), name="model_door_once")],
            },
        ),
        migrations.CreateModel(
            name="ModelMonth",
            fields=[
                ("id", KEY.clone()),
                ("workspace", PLACE.clone()),
                ("month", models.DateField(help_text="its first day")),
                ("calls", models.PositiveIntegerField(default=0)),
                ("tokens_in", models.BigIntegerField(default=0)),
                ("tokens_out", models.BigIntegerField(default=0)),
                ("cost", models.BigIntegerField(default=0)),
                ("outcomes", models.JSONField(default=dict)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "month"), name="model_month_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitingMessage",
            fields=[
                ("id", KEY.clone()),
                ("workspace", PLACE.clone()),
                ("message", one("messaging.message")),
                ("conversation", one("messaging.conversation")),
                ("noted_at", models.DateTimeField()),
                ("leased_until", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["workspace", "conversation", "message"], name="waiting_of_conversation"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "message"), name="waiting_message_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ModelErrand",
            fields=[
                ("id", KEY.clone()),
                ("workspace", PLACE.clone()),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("what", models.CharField(choices=[("trial", "Trial"), ("draft", "Draft")], max_length=10)),
                ("given", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("result", models.JSONField(default=dict)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("taken_at", None)),
                        fields=["workspace", "id"],
                        name="model_errand_waits",
                    )
                ],
            },
        ),
        TenantTable("ModelDoor"),
        TenantTable("ModelMonth"),
        TenantTable("WaitingMessage", dispatch="SELECT"),
        TenantTable("ModelErrand", dispatch="SELECT"),
    ]
