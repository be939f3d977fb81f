from django.db import migrations, models


class Migration(migrations.Migration):
    """A desk's own words for ticket, request, requester and desk."""

    dependencies = [("accounts", "0022_break_glass")]

    operations = [
        migrations.AddField(
            model_name="desk",
            name="words",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
