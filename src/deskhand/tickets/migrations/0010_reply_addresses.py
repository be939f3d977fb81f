"""Reply addresses of a ticket can be made to count no more; a letter that only claimed to belong somewhere can be added
there; a sender who was not on the ticket can be admitted; a desk has rules for answers by mail."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0009_shared_drafts")]

    operations = [
        migrations.AddField(model_name="ticket", name="reply_generation", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name="ticket", name="added_to_number", field=models.BigIntegerField(null=True)),
        migrations.AddField(
            model_name="message",
            name="sender_email",
            field=models.CharField(blank=True, default="", max_length=320),
        ),
        migrations.CreateModel(
            name="AnswerRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "newcomers",
                    models.CharField(
                        choices=[
                            ("ask", "An agent decides whether they join"),
                            ("admit", "They join at once"),
                            ("refuse", "It opens a ticket of its own"),
                        ],
                        default="ask",
                        max_length=6,
                    ),
                ),
                ("copies_follow", models.BooleanField(default=True)),
                (
                    "agents_by_mail",
                    models.CharField(
                        choices=[
                            ("token", "Those to the reply address of their own notification"),
                            ("authentic", "Those, and answers to it from an address that is vouched for (DMARC)"),
                            ("never", "None: they become notes"),
                        ],
                        default="token",
                        max_length=9,
                    ),
                ),
                ("commands", models.BooleanField(default=False)),
                (
                    "desk",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answer_rules", to="accounts.desk"
                    ),
                ),
            ],
        ),
    ]
