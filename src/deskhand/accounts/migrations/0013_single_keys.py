from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_invitations")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="single_keys",
            field=models.BooleanField(default=True),
        ),
    ]
