from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0001_plans")]

    operations = [migrations.AddField("plan", "ahead", models.JSONField(default=list))]
