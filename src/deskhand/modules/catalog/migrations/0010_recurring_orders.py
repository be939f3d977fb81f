from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0021_sets_being_written"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="recurringorder",
            name="key",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="recurringorder",
            name="paused_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="recurringorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("person", "key"), name="catalog_again_once"
            ),
        ),
    ]
