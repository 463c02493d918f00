from django.db import migrations, models

import sapa.base.scope
from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_scores_of_before")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="question",
            field=models.CharField(
                blank=True, db_default="", help_text="where the chat has come to", max_length=8
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="question_message_id",
            field=models.BigIntegerField(help_text="asks it; empty: nothing is asked now", null=True),
        ),
        migrations.AddField(
            model_name="answer",
            name="message_id",
            field=models.BigIntegerField(
                help_text="said in the chat; a photo is that message's file", null=True
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="stars",
            field=models.PositiveSmallIntegerField(
                help_text="empty: words alone, written in the chat", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(
                condition=models.Q(("question_message_id__isnull", False)),
                fields=["workspace", "contact"],
                name="invitation_asking",
            ),
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "workspace",
                    models.BigIntegerField(
                        db_column="workspace_id",
                        default=sapa.base.scope.current_workspace_id,
                        editable=False,
                    ),
                ),
                ("message_id", models.BigIntegerField()),
                (
                    "what",
                    models.CharField(
                        choices=[("score", "Score"), ("survey", "Survey"), ("review", "Review")], max_length=6
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.AddConstraint(
            model_name="heard",
            constraint=models.UniqueConstraint(fields=("workspace", "message_id"), name="heard_once"),
        ),
        TenantTable("Heard"),
    ]
