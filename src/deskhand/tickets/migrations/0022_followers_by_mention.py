from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0021_former_subjects")]

    operations = [
        migrations.AddField(
            model_name="follower",
            name="by_mention",
            field=models.BooleanField(default=False),
        ),
    ]
