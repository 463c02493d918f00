from django.db import migrations, models


class Migration(migrations.Migration):
    """What a file repeats is remembered; what goes is asked for in every table that could name it."""

    dependencies = [("commerce", "0012_other_import_batches")]
    operations = [
        migrations.AddField("importbatch", "confirmed", models.JSONField(default=list, db_default=[])),
        migrations.AddField("importbatch", "confirmed_from", models.BigIntegerField(null=True)),
        migrations.AddField("importbatch", "confirmed_to", models.BigIntegerField(null=True)),
        migrations.AddField(
            "importrun",
            "repeated",
            models.PositiveIntegerField(
                default=0, db_default=0, help_text="of what was kept, what another file tells too"
            ),
        ),
        migrations.AddIndex(
            "subscription",
            models.Index(
                fields=["workspace", "order"], condition=models.Q(order__isnull=False), name="subscription_of_order"
            ),
        ),
        migrations.AddIndex(
            "invoice",
            models.Index(
                fields=["workspace", "order"], condition=models.Q(order__isnull=False), name="invoice_of_order"
            ),
        ),
        migrations.AddIndex(
            "checkout",
            models.Index(
                fields=["workspace", "order"], condition=models.Q(order__isnull=False), name="checkout_of_order"
            ),
        ),
        migrations.AddIndex(
            "product",
            models.Index(
                fields=["workspace", "complement"],
                condition=models.Q(complement__isnull=False),
                name="product_of_complement",
            ),
        ),
        migrations.AddIndex("pairing", models.Index(fields=["workspace", "other"], name="pairing_of_other")),
    ]
