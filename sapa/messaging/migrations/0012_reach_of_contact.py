from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0011_search")]
    operations = [
        migrations.AddIndex("reach", models.Index(fields=["workspace", "contact"], name="reach_of_contact"))
    ]
