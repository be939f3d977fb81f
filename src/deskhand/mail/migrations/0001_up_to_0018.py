"""The tables of an empty installation, as the migrations up to 0018 leave them."""

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("mail", "0001_start"),
        ("mail", "0002_outbound_recipient"),
        ("mail", "0003_letters_left_in_the_mailbox"),
        ("mail", "0004_letters_by_what_they_are"),
        ("mail", "0005_letters_by_sender_and_ticket"),
        ("mail", "0006_what_filters_go_by"),
        ("mail", "0007_mailbox_sources"),
        ("mail", "0008_mailbox_aliases"),
        ("mail", "0009_letters_left_on_the_server"),
        ("mail", "0010_signing_in_by_oauth"),
        ("mail", "0011_turns_of_letters"),
        ("mail", "0012_lanes"),
        ("mail", "0013_signing_keys"),
        ("mail", "0014_mail_keys"),
        ("mail", "0015_letters_before_closing"),
        ("mail", "0016_letters_in_fewer_indexes"),
        ("mail", "0017_days_that_letters_are_kept"),
        ("mail", "0018_mail_of_the_installation"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("files", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="InstallationMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(blank=True, default="", max_length=254)),
                ("sender_name", models.CharField(blank=True, default="", max_length=120)),
                ("smtp_host", models.CharField(blank=True, default="", max_length=253)),
                ("smtp_port", models.PositiveIntegerField(default=587)),
                (
                    "smtp_security",
                    models.CharField(
                        choices=[
                            ("tls", "TLS from the start"),
                            ("starttls", "STARTTLS"),
                            ("none", "None (only inside your own network)"),
                        ],
                        default="starttls",
                        max_length=10,
                    ),
                ),
                ("smtp_user", models.CharField(blank=True, default="", max_length=254)),
                ("smtp_secret", models.TextField(blank=True, default="")),
                ("changed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9][a-z0-9._-]*$", "Small letters, digits, dots and dashes."
                            )
                        ],
                    ),
                ),
                ("address", models.EmailField(max_length=254, unique=True)),
                ("sender_name", models.CharField(blank=True, default="", max_length=120)),
                ("is_active", models.BooleanField(default=True)),
                ("kind", models.CharField(default="incident", max_length=20)),
                ("acknowledges", models.BooleanField(default=True)),
                ("plus_addressing", models.BooleanField(default=True)),
                ("tags", models.JSONField(blank=True, default=list)),
                (
                    "protocol",
                    models.CharField(
                        choices=[("imap", "IMAP"), ("pop3", "POP3"), ("none", "Not fetched: letters are handed over")],
                        default="none",
                        max_length=5,
                    ),
                ),
                ("fetch_host", models.CharField(blank=True, default="", max_length=253)),
                ("fetch_port", models.PositiveIntegerField(default=993)),
                (
                    "fetch_security",
                    models.CharField(
                        choices=[
                            ("tls", "TLS from the start"),
                            ("starttls", "STARTTLS"),
                            ("none", "None (only inside your own network)"),
                        ],
                        default="tls",
                        max_length=10,
                    ),
                ),
                (
                    "fetch_sign_in",
                    models.CharField(
                        choices=[
                            ("password", "User name and password"),
                            ("oauth", "Microsoft 365, Google and others (OAuth 2.0)"),
                        ],
                        default="password",
                        max_length=8,
                    ),
                ),
                ("fetch_user", models.CharField(blank=True, default="", max_length=254)),
                ("fetch_secret", models.TextField(blank=True, default="")),
                ("folders", models.JSONField(blank=True, default=list)),
                (
                    "after_reading",
                    models.CharField(
                        choices=[
                            ("seen", "Mark them as read"),
                            ("flag", "Flag them"),
                            ("move", "Move them to another folder"),
                        ],
                        default="seen",
                        max_length=5,
                    ),
                ),
                ("done_folder", models.CharField(blank=True, default="", max_length=200)),
                ("leaves_letters", models.BooleanField(default=False)),
                ("smtp_host", models.CharField(blank=True, default="", max_length=253)),
                ("smtp_port", models.PositiveIntegerField(default=587)),
                (
                    "smtp_security",
                    models.CharField(
                        choices=[
                            ("tls", "TLS from the start"),
                            ("starttls", "STARTTLS"),
                            ("none", "None (only inside your own network)"),
                        ],
                        default="starttls",
                        max_length=10,
                    ),
                ),
                (
                    "smtp_sign_in",
                    models.CharField(
                        choices=[
                            ("password", "User name and password"),
                            ("oauth", "Microsoft 365, Google and others (OAuth 2.0)"),
                        ],
                        default="password",
                        max_length=8,
                    ),
                ),
                ("smtp_user", models.CharField(blank=True, default="", max_length=254)),
                ("smtp_secret", models.TextField(blank=True, default="")),
                ("reply_to", models.EmailField(blank=True, default="", max_length=254)),
                ("last_fetch_at", models.DateTimeField(null=True)),
                ("last_error", models.TextField(blank=True, default="")),
                ("too_large", models.PositiveIntegerField(default=0)),
                ("refused", models.JSONField(blank=True, default=list)),
                ("created_at", models.DateTimeField()),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mailboxes", to="accounts.desk"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="MailRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        default=60, validators=[django.core.validators.MaxValueValidator(10000)]
                    ),
                ),
                (
                    "domain_hourly",
                    models.PositiveIntegerField(
                        default=600, validators=[django.core.validators.MaxValueValidator(10000)]
                    ),
                ),
                ("checks_signatures", models.BooleanField(default=False)),
                (
                    "keep_days",
                    models.PositiveSmallIntegerField(
                        default=180,
                        validators=[
                            django.core.validators.MinValueValidator(30),
                            django.core.validators.MaxValueValidator(3650),
                        ],
                    ),
                ),
                (
                    "desk",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mail_rules", to="accounts.desk"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MailKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("smime", "S/MIME"), ("pgp", "PGP")], max_length=5)),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("own", "Opens mail to this desk"),
                            ("person", "Checks the signatures of one sender"),
                            ("authority", "Checks the signatures of all whom it vouches for"),
                        ],
                        max_length=9,
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("emails", models.JSONField(default=list)),
                ("fingerprint", models.CharField(max_length=64)),
                ("certificate", models.TextField()),
                ("secret", models.TextField(blank=True, default="")),
                ("expires_at", models.DateTimeField(null=True)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mail_keys", to="accounts.desk"
                    ),
                ),
            ],
            options={
                "ordering": ["use", "name", "id"],
                "constraints": [models.UniqueConstraint(fields=("desk", "fingerprint"), name="mail_key_once")],
            },
        ),
        migrations.CreateModel(
            name="MailTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=10)),
                ("subject", models.CharField(max_length=300)),
                ("body", models.TextField()),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mail_templates", to="accounts.desk"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("desk", "kind", "language"), name="mail_template_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SenderRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pattern", models.CharField(max_length=254)),
                ("kind", models.CharField(choices=[("block", "Blocked"), ("allow", "Always let in")], max_length=5)),
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
            name="SigningKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(max_length=253)),
                ("selector", models.CharField(max_length=63)),
                ("secret", models.TextField()),
                ("is_on", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signing_keys", to="accounts.desk"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("desk", "domain"), name="one_signing_key")],
            },
        ),
        migrations.CreateModel(
            name="Lane",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("connections", models.PositiveSmallIntegerField(default=2)),
                ("rate", models.PositiveIntegerField(default=120)),
                ("files_mb", models.PositiveSmallIntegerField(default=10)),
                ("minute_at", models.DateTimeField(null=True)),
                ("minute_count", models.PositiveIntegerField(default=0)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("rests_until", models.DateTimeField(null=True)),
                ("is_slow", models.BooleanField(default=False)),
                (
                    "mailbox",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="lane", to="mail.mailbox"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MailboxAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254, unique=True)),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aliases", to="mail.mailbox"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "mailbox aliases",
                "ordering": ["address"],
            },
        ),
        migrations.CreateModel(
            name="OAuthAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "provider",
                    models.CharField(
                        choices=[("microsoft", "Microsoft 365"), ("google", "Google"), ("other", "Another one")],
                        default="microsoft",
                        max_length=9,
                    ),
                ),
                (
                    "grant",
                    models.CharField(
                        choices=[
                            ("person", "Somebody signs in once for the mailbox"),
                            ("app", "The app signs in by itself (client credentials)"),
                        ],
                        default="person",
                        max_length=6,
                    ),
                ),
                ("tenant", models.CharField(blank=True, default="", max_length=100)),
                ("client_id", models.CharField(blank=True, default="", max_length=200)),
                ("client_secret", models.TextField(blank=True, default="")),
                ("authorize_url", models.CharField(blank=True, default="", max_length=500)),
                ("token_url", models.CharField(blank=True, default="", max_length=500)),
                ("scope", models.CharField(blank=True, default="", max_length=1000)),
                ("refresh_token", models.TextField(blank=True, default="")),
                ("access_token", models.TextField(blank=True, default="")),
                ("expires_at", models.DateTimeField(null=True)),
                ("connected_at", models.DateTimeField(null=True)),
                ("connected_as", models.CharField(blank=True, default="", max_length=254)),
                ("refreshing_until", models.DateTimeField(null=True)),
                ("refusal", models.TextField(blank=True, default="")),
                (
                    "mailbox",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="oauth", to="mail.mailbox"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "OAuth accesses",
            },
        ),
        migrations.CreateModel(
            name="ReceivingServer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="receiving_server", to="mail.mailbox"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InboundMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.CharField(blank=True, default="", max_length=500)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("identity", models.CharField(max_length=64, null=True)),
                ("size", models.BigIntegerField()),
                ("source", models.CharField(default="imap", max_length=20)),
                ("received_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("stored", "Waiting"),
                            ("done", "Done"),
                            ("ignored", "Not made into a ticket"),
                            ("quarantined", "In quarantine"),
                        ],
                        default="stored",
                        max_length=12,
                    ),
                ),
                ("outcome", models.CharField(blank=True, default="", max_length=40)),
                ("error", models.TextField(blank=True, default="")),
                ("verdicts", models.JSONField(default=list)),
                ("from_email", models.CharField(blank=True, default="", max_length=320)),
                ("from_name", models.CharField(blank=True, default="", max_length=200)),
                (
                    "from_domain",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Lower(
                            django.db.models.functions.text.Substr(
                                "from_email",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.functions.text.StrIndex("from_email", models.Value("@")),
                                    "+",
                                    models.Value(1),
                                ),
                            )
                        ),
                        output_field=models.CharField(max_length=320),
                    ),
                ),
                ("subject", models.CharField(blank=True, default="", max_length=300)),
                ("ticket_number", models.BigIntegerField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("is_released", models.BooleanField(default=False)),
                (
                    "first",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="mail.inboundmail",
                    ),
                ),
                (
                    "raw",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inbound",
                        to="mail.mailbox",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "received_at"], name="inbound_state"),
                    models.Index(fields=["mailbox", "-received_at"], name="inbound_newest"),
                    models.Index(fields=["from_domain", "received_at"], name="inbound_domain"),
                    models.Index(fields=["message_id"], name="inbound_message_id"),
                    models.Index(fields=["from_email", "-received_at"], name="inbound_sender"),
                    models.Index(condition=models.Q(("first__isnull", False)), fields=["first"], name="inbound_first"),
                    models.Index(
                        condition=models.Q(("ticket_number__isnull", False)),
                        fields=["ticket_number"],
                        name="inbound_ticket",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("raw", "mailbox"), name="letter_bytes_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("identity__isnull", False)), fields=("identity",), name="letter_identity"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FetchedLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uidl", models.CharField(max_length=70)),
                (
                    "mailbox",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mail.mailbox"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("mailbox", "uidl"), name="fetched_letter_once")],
            },
        ),
        migrations.CreateModel(
            name="OutboundMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("desk_id", models.BigIntegerField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reply", "Answer"),
                            ("acknowledgement", "Acknowledgement"),
                            ("closing", "Before a request closes"),
                            ("notification", "Notification"),
                            ("digest", "Summary"),
                            ("confirmation", "Confirmation of an address"),
                            ("sign_in", "Sign-in link"),
                            ("test", "Test"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=20,
                    ),
                ),
                ("to_email", models.CharField(max_length=320)),
                ("to_name", models.CharField(blank=True, default="", max_length=200)),
                ("person_id", models.BigIntegerField(null=True)),
                ("shown_to", models.JSONField(default=list)),
                ("shown_cc", models.JSONField(default=list)),
                ("subject", models.CharField(max_length=998)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True, default="")),
                ("message_id", models.CharField(max_length=300)),
                ("headers", models.JSONField(default=dict)),
                ("attachments", models.JSONField(default=list)),
                ("is_automatic", models.BooleanField(default=False)),
                ("ticket_number", models.BigIntegerField(null=True)),
                ("message_ref", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Waiting to be sent"), ("sent", "Sent"), ("failed", "Not delivered")],
                        default="queued",
                        max_length=8,
                    ),
                ),
                ("priority", models.SmallIntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("unsure", models.PositiveSmallIntegerField(default=0)),
                ("once_key", models.CharField(max_length=400, null=True, unique=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("give_up_at", models.DateTimeField(null=True)),
                ("claimed_by", models.CharField(blank=True, default="", max_length=80)),
                ("server_says", models.TextField(blank=True, default="")),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "mailbox",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="outbound",
                        to="mail.mailbox",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "made_at"], name="outbound_state"),
                    models.Index(fields=["message_ref"], name="outbound_message"),
                    models.Index(fields=["ticket_number"], name="outbound_ticket"),
                    models.Index(fields=["message_id"], name="outbound_message_id"),
                    models.Index(fields=["desk_id", "-made_at"], name="outbound_newest"),
                    models.Index(fields=["to_email", "-made_at"], name="outbound_recipient"),
                    models.Index(
                        condition=models.Q(("state", "queued")),
                        fields=["mailbox", "-priority", "due_at", "id"],
                        name="outbound_due",
                    ),
                ],
            },
        ),
    ]
