from django.db import migrations

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0002_row_security"),
        ("assistant", "0001_initial"),
    ]
    operations = [
        TenantTable("Turn"),
    ]
