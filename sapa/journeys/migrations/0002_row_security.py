from django.db import migrations

from sapa.base.tenancy import TenantTable


class Migration(migrations.Migration):
    dependencies = [("journeys", "0001_initial")]
    operations = [
        TenantTable("Journey"),
        TenantTable("FollowUp", dispatch="SELECT, UPDATE"),
        TenantTable("Decision"),
    ]
