"""What a set of questions shall ask next is written in a draft, like a form."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0020_hidden_answers_locked")]

    operations = [migrations.AddField("questionset", "draft", models.JSONField(blank=True, null=True))]
