"""Notes about an organization are each desk's own; they were moved there before."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_token_reach")]

    operations = [migrations.RemoveField("organization", "notes")]
