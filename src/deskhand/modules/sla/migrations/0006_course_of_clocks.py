from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sla", "0005_agreement_owner"),
    ]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="course",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
