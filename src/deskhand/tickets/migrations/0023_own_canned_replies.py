import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0022_followers_by_mention"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="cannedreply",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="cannedreply",
            name="attachments",
            field=models.ManyToManyField(related_name="+", to="tickets.attachment"),
        ),
        migrations.AddField(
            model_name="cannedreply",
            name="shortcut",
            field=models.CharField(blank=True, default="", max_length=30),
        ),
        migrations.AddField(
            model_name="cannedreply",
            name="used",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="cannedreply",
            constraint=models.CheckConstraint(
                condition=models.Q(("team", None), ("person", None), _connector="OR"), name="canned_reply_of_one"
            ),
        ),
    ]
