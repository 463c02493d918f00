from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commerce", "0014_payment_numbers")]
    operations = [
        migrations.AddIndex(
            "payment",
            models.Index(
                fields=["workspace", "contact"],
                condition=models.Q(contact__isnull=False),
                name="payment_of_contact",
            ),
        )
    ]
