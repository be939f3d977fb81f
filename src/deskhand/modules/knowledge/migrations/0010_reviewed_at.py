from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def from_publishing(apps: Any, schema_editor: Any) -> None:
    """Whoever published a version looked at the article then; when somebody said so without is not known any more."""
    article, translation = (apps.get_model("knowledge", name) for name in ("Article", "Translation"))
    published = translation.objects.filter(article_id=OuterRef("pk"), published_at__isnull=False)
    last = Subquery(published.order_by("-published_at").values("published_at")[:1])
    article.objects.update(reviewed_at=last)


class Migration(migrations.Migration):
    """When somebody looked whether an article is still true."""

    dependencies = [("knowledge", "0009_tickets_of_gaps")]

    operations = [
        migrations.AddField(
            model_name="article", name="reviewed_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.RunPython(from_publishing, migrations.RunPython.noop, elidable=True),
    ]
