from django.db import migrations

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0002_row_security"),
        ("commerce", "0002_row_security"),
        ("events", "0002_row_security"),
        ("journeys", "0001_initial"),
    ]
    operations = [
        TenantTable("Journey"),
        TenantTable("FollowUp", dispatch="SELECT, UPDATE"),
        TenantTable("Decision"),
    ]
