from django.db import migrations, models


class Migration(migrations.Migration):
    """An order, customer or enrolment that goes is asked for in every table that could name it."""

    dependencies = [("journeys", "0004_decisions_found")]
    operations = [
        migrations.AddIndex(
            "enrolment",
            models.Index(
                fields=["workspace", "order"], condition=models.Q(order__isnull=False), name="enrolment_of_order"
            ),
        ),
        migrations.AddIndex(
            "task",
            models.Index(
                fields=["workspace", "order"], condition=models.Q(order__isnull=False), name="task_of_order"
            ),
        ),
        migrations.AddIndex(
            "followup",
            models.Index(
                fields=["workspace", "order"], condition=models.Q(order__isnull=False), name="follow_up_of_order"
            ),
        ),
        migrations.AddIndex(
            "task",
            models.Index(
                fields=["workspace", "enrolment"],
                condition=models.Q(enrolment__isnull=False),
                name="task_of_enrolment",
            ),
        ),
        migrations.AddIndex(
            "decision", models.Index(fields=["workspace", "contact"], name="decision_of_contact")
        ),
    ]
