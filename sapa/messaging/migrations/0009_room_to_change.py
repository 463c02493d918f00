from django.db import migrations


class Migration(migrations.Migration):
    """Rows that change soon after they are written keep room on their page, so that no index grows with them."""

    dependencies = [("messaging", "0008_pacing")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE messaging_attempt SET (fillfactor = 60)",
            "ALTER TABLE messaging_attempt RESET (fillfactor)",
        ),
        migrations.RunSQL(
            "ALTER TABLE messaging_conversation SET (fillfactor = 70)",
            "ALTER TABLE messaging_conversation RESET (fillfactor)",
        ),
    ]
