import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower, StrIndex, Substr


def row_id() -> tuple[str, "models.BigAutoField[int, int]"]:
    return "id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    """Blocked and allowed senders, what is believed of a mailbox's server, a desk's rules for spam and floods, and
    letters by the domain of their sender."""

    dependencies = [
        ("accounts", "0016_import_first_rows"),
        ("mail", "0005_letters_by_sender_and_ticket"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SenderRule",
            fields=[
                row_id(),
                ("pattern", models.CharField(max_length=254)),
                (
                    "kind",
                    models.CharField(choices=[("block", "Blocked"), ("allow", "Always let in")], max_length=5),
                ),
                ("why", models.CharField(blank=True, default="", max_length=300)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("ticket_number", models.BigIntegerField(null=True)),
                (
                    "desk",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sender_rules",
                        to="accounts.desk",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pattern"],
                "indexes": [models.Index(fields=["pattern"], name="sender_rule_pattern")],
                "constraints": [
                    models.UniqueConstraint(fields=("desk", "pattern"), name="sender_rule_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("desk", None)), fields=("pattern",), name="sender_rule_for_all_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceivingServer",
            fields=[
                row_id(),
                ("name", models.CharField(blank=True, default="", max_length=253)),
                (
                    "spam_filter",
                    models.CharField(
                        choices=[
                            ("any", "Whoever says spam is believed"),
                            ("rspamd", "Rspamd on the receiving server"),
                            ("spamassassin", "SpamAssassin on the receiving server"),
                            ("microsoft", "Microsoft 365 or Exchange"),
                            ("none", "Nobody: such headers are not looked at"),
                        ],
                        default="any",
                        max_length=12,
                    ),
                ),
                (
                    "mailbox",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receiving_server",
                        to="mail.mailbox",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MailRules",
            fields=[
                row_id(),
                (
                    "spam_goes",
                    models.CharField(
                        choices=[("spam", "A ticket among the spam"), ("quarantine", "Into quarantine")],
                        default="spam",
                        max_length=10,
                    ),
                ),
                (
                    "sender_hourly",
                    models.PositiveIntegerField(
                        default=60, validators=[django.core.validators.MaxValueValidator(10_000)]
                    ),
                ),
                (
                    "domain_hourly",
                    models.PositiveIntegerField(
                        default=600, validators=[django.core.validators.MaxValueValidator(10_000)]
                    ),
                ),
                ("checks_signatures", models.BooleanField(default=False)),
                (
                    "desk",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mail_rules", to="accounts.desk"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="inboundmail",
            name="is_released",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="inboundmail",
            name="from_domain",
            field=models.GeneratedField(
                db_persist=True,
                expression=Lower(Substr("from_email", StrIndex("from_email", models.Value("@")) + 1)),
                output_field=models.CharField(max_length=320),
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmail",
            index=models.Index(fields=["from_domain", "received_at"], name="inbound_domain"),
        ),
    ]
