from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commerce', '0015_payment_of_contact'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['workspace', 'external_id'], name='product_by_number'),
        ),
    ]
