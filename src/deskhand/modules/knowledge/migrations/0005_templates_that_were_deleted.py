"""A deleted template of articles can be taken out again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0021_lists_on_the_web_form"),
        ("knowledge", "0003_gaps"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="template",
            name="knowledge_template_name_once",
        ),
        migrations.AddField(
            model_name="template",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="template",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)), fields=("desk", "name"), name="knowledge_template_name_once"
            ),
        ),
    ]
