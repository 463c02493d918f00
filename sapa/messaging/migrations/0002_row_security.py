from django.db import migrations

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0002_row_security"),
        ("events", "0002_row_security"),
        ("messaging", "0001_initial"),
    ]
    operations = [
        TenantTable("Channel"),
        TenantTable("Template"),
        TenantTable("Conversation"),
        TenantTable("Message", dispatch="SELECT, UPDATE"),
        TenantTable("MessageKey"),
        TenantTable("Wamid"),
        TenantTable("Attempt", dispatch="SELECT, INSERT, UPDATE"),
    ]
