from django.db import migrations, models

import sapa.base.scope
from sapa.base.tenancy import TenantTable

PLACE = models.BigIntegerField(
    db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False
)
KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
RHYTHMS = [("daily", "Daily"), ("weekly", "Weekly"), ("off", "Off")]
STATES = [
    ("due", "Due"),
    ("sending", "Sending"),
    ("sent", "Sent"),
    ("nothing", "Nothing"),
    ("uncertain", "Uncertain"),
    ("failed", "Failed"),
]


class Migration(migrations.Migration):
    dependencies = [("inbox", "0006_untaken")]

    operations = [
        migrations.CreateModel(
            name="DigestChoice",
            fields=[
                ("id", KEY.clone()),
                ("workspace", PLACE.clone()),
                ("user_id", models.BigIntegerField()),
                ("rhythm", models.CharField(choices=RHYTHMS, default="daily", max_length=6)),
                ("hour", models.PositiveSmallIntegerField(default=8, help_text="of the shop's clock")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "user_id"), name="digest_choice_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DigestMail",
            fields=[
                ("id", KEY.clone()),
                ("workspace", PLACE.clone()),
                ("user_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("state", models.CharField(choices=STATES, default="due", max_length=9)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField(help_text="when it is due, else what happened last")),
                (
                    "trouble",
                    models.CharField(blank=True, help_text="why the last try went wrong", max_length=20),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["due", "sending"])),
                        fields=["workspace", "at"],
                        name="digest_ahead",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "user_id", "day"), name="digest_once")
                ],
            },
        ),
        TenantTable("DigestChoice"),
        TenantTable("DigestMail"),
    ]
