from django.db import migrations

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):
    dependencies = [("assistant", "0001_initial")]
    operations = [
        TenantTable("Turn"),
    ]
