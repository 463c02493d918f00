from django.db import migrations

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0002_row_security"),
        ("commerce", "0001_initial"),
    ]
    operations = [
        TenantTable("Order", search="SELECT"),
        TenantTable("ColumnMapping"),
        TenantTable("ImportRun"),
        TenantTable("ImportRow"),
    ]
