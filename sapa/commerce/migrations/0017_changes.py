from django.db import migrations, models

import sapa.base.scope
from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):
    dependencies = [("commerce", "0016_product_by_number")]

    operations = [
        migrations.AddField(
            model_name="subscription",
            name="amount",
            field=models.BigIntegerField(help_text="of one period; null: the shop does not tell", null=True),
        ),
        migrations.AddField(
            model_name="subscription",
            name="currency",
            field=models.CharField(db_default="IDR", default="IDR", max_length=3),
        ),
        migrations.CreateModel(
            name="OrderChange",
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
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=models.deletion.PROTECT,
                        related_name="+",
                        to="commerce.order",
                    ),
                ),
                (
                    "what",
                    models.CharField(choices=[("address", "Address"), ("order", "Order")], max_length=7),
                ),
                ("values", models.JSONField(default=dict)),
                (
                    "message_id",
                    models.BigIntegerField(help_text="in which the customer said yes", null=True),
                ),
                ("at", models.DateTimeField()),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.AddIndex(
            model_name="orderchange",
            index=models.Index(fields=["workspace", "order", "-at"], name="change_of_order"),
        ),
        migrations.AddConstraint(
            model_name="orderchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("message_id__isnull", False)),
                fields=("workspace", "order", "message_id"),
                name="change_once",
            ),
        ),
        TenantTable("OrderChange"),
    ]
