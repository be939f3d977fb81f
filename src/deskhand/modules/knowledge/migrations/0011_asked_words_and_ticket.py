from django.db import migrations, models


class Migration(migrations.Migration):
    """What was searched beside a confidential ticket is not counted: the index knows the ticket."""

    dependencies = [("knowledge", "0010_reviewed_at"), ("tickets", "0031_confidential_tickets")]

    operations = [
        migrations.RemoveIndex(model_name="asked", name="knowledge_asked_words"),
        migrations.AddIndex(
            model_name="asked",
            index=models.Index(fields=["desk", "folded", "found", "at", "ticket"], name="knowledge_asked_words"),
        ),
    ]
