from django.db import migrations

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_row_security"),
        ("contacts", "0001_initial"),
    ]
    operations = [
        TenantTable("Contact", search="SELECT"),
        TenantTable("Identity", search="SELECT"),
        TenantTable("ContactGate"),
        TenantTable("ContactState"),
        TenantTable("Consent"),
        TenantTable("OptOut"),
        TenantTable("LedgerEntry"),
    ]
