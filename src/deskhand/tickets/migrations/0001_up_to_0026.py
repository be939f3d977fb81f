"""The tables of an empty installation, as the migrations up to 0026 leave them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("tickets", "0001_start"),
        ("tickets", "0002_walk_in_channel"),
        ("tickets", "0003_spam_and_bin_indexes"),
        ("tickets", "0004_presence"),
        ("tickets", "0005_hand_over"),
        ("tickets", "0006_counted_index"),
        ("tickets", "0007_affected_index"),
        ("tickets", "0008_held_answers"),
        ("tickets", "0009_shared_drafts"),
        ("tickets", "0010_reply_addresses"),
        ("tickets", "0011_blocked_senders_move_to_mail"),
        ("tickets", "0012_no_list_of_blocked_senders"),
        ("tickets", "0013_message_layout"),
        ("tickets", "0014_merged_tickets"),
        ("tickets", "0015_snoozed_tickets"),
        ("tickets", "0016_ticket_links"),
        ("tickets", "0017_snoozes_that_ended"),
        ("tickets", "0018_merges_with_followers"),
        ("tickets", "0019_split_tickets"),
        ("tickets", "0020_bulk_runs"),
        ("tickets", "0021_former_subjects"),
        ("tickets", "0022_followers_by_mention"),
        ("tickets", "0023_own_canned_replies"),
        ("tickets", "0024_macros"),
        ("tickets", "0025_status_rules"),
        ("tickets", "0026_person_records"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("files", "0001_start"),
        ("mail", "0006_what_filters_go_by"),
    ]

    operations = [
        migrations.CreateModel(
            name="TicketNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last", models.BigIntegerField(default=1000)),
            ],
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
        migrations.CreateModel(
            name="BulkRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=20)),
                ("verb", models.CharField(max_length=40)),
                ("value", models.JSONField(null=True)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("working", "At work"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="working",
                        max_length=10,
                    ),
                ),
                ("total", models.PositiveIntegerField()),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "cancelled_by",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.desk"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["desk", "-begun_at"], name="bulk_run_newest")],
            },
        ),
        migrations.CreateModel(
            name="BulkUndo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=40)),
                ("before", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.desk"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
                ("undos", models.JSONField(default=list)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.desk"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "to_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.team"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["desk", "person", "-made_at"], name="hand_over_person")],
            },
        ),
        migrations.CreateModel(
            name="Macro",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("steps", models.JSONField(default=dict)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "assign_to",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="macros", to="accounts.desk"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.team"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Status",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40)),
                ("name", models.CharField(blank=True, default="", max_length=60)),
                ("requester_name", models.CharField(blank=True, default="", max_length=60)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("open", "Open"),
                            ("on_hold", "On hold"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_default", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("next_keys", models.JSONField(blank=True, default=list)),
                ("needs", models.JSONField(blank=True, default=list)),
                ("pauses", models.BooleanField(default=False)),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="statuses", to="accounts.desk"
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="tickets.status"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("desk", "key"), name="status_key_once")],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tags", to="accounts.desk"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("desk", "name"), name="tag_once")],
            },
        ),
        migrations.CreateModel(
            name="BulkRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("waiting", "Not touched"),
                            ("changed", "Changed"),
                            ("unchanged", "Was so already"),
                            ("refused", "Refused"),
                            ("undone", "Undone"),
                            ("kept", "Not undone"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("was", models.JSONField(null=True)),
                ("became", models.JSONField(null=True)),
                ("why", models.TextField(blank=True, default="")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="tickets.bulkrun"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["run", "fate", "number"], name="bulk_row_fate")],
                "constraints": [models.UniqueConstraint(fields=("run", "number"), name="bulk_row_once")],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("reply", "Reply"), ("note", "Internal note"), ("log", "Phone or walk-in log")],
                        default="reply",
                        max_length=6,
                    ),
                ),
                ("side", models.CharField(choices=[("requester", "requester"), ("agent", "agent")], max_length=10)),
                ("author_name", models.CharField(blank=True, default="", max_length=200)),
                ("sender_email", models.CharField(blank=True, default="", max_length=320)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "web"),
                            ("portal", "portal"),
                            ("mail", "mail"),
                            ("api", "api"),
                            ("cli", "cli"),
                            ("phone", "phone"),
                            ("walk_in", "walk_in"),
                            ("form", "form"),
                            ("system", "system"),
                            ("import", "import"),
                        ],
                        max_length=10,
                    ),
                ),
                ("html", models.TextField()),
                ("text", models.TextField()),
                ("quoted_html", models.TextField(blank=True, default="")),
                ("blocked_images", models.PositiveSmallIntegerField(default=0)),
                ("message_id", models.CharField(blank=True, db_index=True, default="", max_length=500)),
                ("inbound_id", models.BigIntegerField(null=True)),
                ("shown_to", models.JSONField(default=list)),
                ("shown_cc", models.JSONField(default=list)),
                ("remarks", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="MessageLayout",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="layout",
                        serialize=False,
                        to="tickets.message",
                    ),
                ),
                ("html", models.TextField()),
                ("blocked_images", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("desk_id", models.BigIntegerField(null=True)),
                ("key", models.CharField(max_length=43, unique=True)),
                ("filename", models.CharField(max_length=255)),
                ("content_type", models.CharField(default="application/octet-stream", max_length=127)),
                ("size", models.BigIntegerField()),
                ("cid", models.CharField(blank=True, default="", max_length=255)),
                ("is_inline", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "blob",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="tickets.message",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="CannedReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("shortcut", models.CharField(blank=True, default="", max_length=30)),
                ("language", models.CharField(blank=True, default="", max_length=10)),
                ("body", models.TextField()),
                ("used", models.PositiveIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
                ("attachments", models.ManyToManyField(related_name="+", to="tickets.attachment")),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="canned_replies", to="accounts.desk"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
            ],
            options={
                "ordering": ["title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("team", None), ("person", None), _connector="OR"),
                        name="canned_reply_of_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(unique=True)),
                ("subject", models.CharField(max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("incident", "Incident"),
                            ("service_request", "Service request"),
                            ("question", "Question"),
                        ],
                        default="incident",
                        max_length=20,
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("open", "Open"),
                            ("on_hold", "On hold"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Low"), (2, "Normal"), (3, "High"), (4, "Urgent")], default=2
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "web"),
                            ("portal", "portal"),
                            ("mail", "mail"),
                            ("api", "api"),
                            ("cli", "cli"),
                            ("phone", "phone"),
                            ("walk_in", "walk_in"),
                            ("form", "form"),
                            ("system", "system"),
                            ("import", "import"),
                        ],
                        default="web",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("first_replied_at", models.DateTimeField(null=True)),
                ("resolved_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("last_message_at", models.DateTimeField()),
                (
                    "last_side",
                    models.CharField(choices=[("requester", "requester"), ("agent", "agent")], max_length=10),
                ),
                ("last_name", models.CharField(blank=True, default="", max_length=200)),
                ("snippet", models.CharField(blank=True, default="", max_length=160)),
                ("public_snippet", models.CharField(blank=True, default="", max_length=160)),
                ("public_at", models.DateTimeField()),
                ("claims_number", models.BigIntegerField(null=True)),
                ("added_to_number", models.BigIntegerField(null=True)),
                ("reply_generation", models.PositiveIntegerField(default=0)),
                ("is_unproven", models.BooleanField(default=False)),
                ("is_spam", models.BooleanField(default=False)),
                ("deleted_at", models.DateTimeField(null=True)),
                (
                    "affected",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="assigned",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="accounts.desk"
                    ),
                ),
                (
                    "follows_up",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="follow_ups",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "status",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tickets.status"
                    ),
                ),
                (
                    "survivor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="merged_tickets",
                        to="tickets.ticket",
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
                "indexes": [
                    models.Index(fields=["desk", "category", "-updated_at", "-id"], name="ticket_category"),
                    models.Index(fields=["desk", "assignee", "category", "-updated_at"], name="ticket_assignee"),
                    models.Index(fields=["desk", "team", "category", "-updated_at"], name="ticket_team"),
                    models.Index(fields=["requester", "-updated_at"], name="ticket_requester"),
                    models.Index(fields=["desk", "-created_at", "-id"], name="ticket_created"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Split",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("messages", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "into",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="split_from", to="tickets.ticket"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="splits", to="tickets.ticket"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Snooze",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wakes_at", models.DateTimeField(db_index=True, null=True)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "status_before",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="tickets.status"
                    ),
                ),
                (
                    "after",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="holds_up",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="snooze", to="tickets.ticket"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="read_marks", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "ticket"), name="read_mark_once")],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "does",
                    models.CharField(
                        choices=[("viewing", "Viewing"), ("replying", "Replying"), ("noting", "Writing a note")],
                        max_length=10,
                    ),
                ),
                ("seen_at", models.DateTimeField()),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.desk"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["desk", "seen_at"], name="presence_desk")],
                "constraints": [models.UniqueConstraint(fields=("ticket", "person"), name="presence_once")],
            },
        ),
        migrations.CreateModel(
            name="PersonRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("note", "Note"), ("call", "Call"), ("visit", "Visit"), ("other", "Other contact")],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                (
                    "author",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.desk"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="records", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "desk", "-at"], name="person_record_newest")],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("status_before", models.BigIntegerField()),
                ("resolved_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("follow", models.BooleanField(default=False)),
                ("joined", models.JSONField(default=list)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.ticket"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)), fields=("ticket",), name="merged_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Held",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("html", models.TextField()),
                ("text", models.TextField()),
                ("cc", models.JSONField(default=list)),
                ("status_before", models.BigIntegerField()),
                ("is_planned", models.BooleanField(default=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "web"),
                            ("portal", "portal"),
                            ("mail", "mail"),
                            ("api", "api"),
                            ("cli", "cli"),
                            ("phone", "phone"),
                            ("walk_in", "walk_in"),
                            ("form", "form"),
                            ("system", "system"),
                            ("import", "import"),
                        ],
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("leaves_at", models.DateTimeField(db_index=True)),
                ("attachments", models.ManyToManyField(related_name="+", to="tickets.attachment")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "then",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="tickets.status"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="held", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "ordering": ["leaves_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="FormerSubject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.BigIntegerField(unique=True)),
                ("was", models.CharField(max_length=300)),
                ("became", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former_subjects", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="former_subject_at")],
            },
        ),
        migrations.CreateModel(
            name="Follower",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("by_mention", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="following",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="followers", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("ticket", "person"), name="follower_once")],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("reply", "Reply"), ("note", "Internal note"), ("log", "Phone or walk-in log")],
                        default="reply",
                        max_length=6,
                    ),
                ),
                ("html", models.TextField(blank=True, default="")),
                ("cc", models.JSONField(default=list)),
                ("saved_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("is_shared", models.BooleanField(default=False)),
                ("taken_from", models.BigIntegerField(null=True)),
                ("attachments", models.ManyToManyField(related_name="+", to="tickets.attachment")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("ticket", "person", "kind"), name="draft_once")],
            },
        ),
        migrations.CreateModel(
            name="AccessLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="access_links", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)), fields=("ticket", "person"), name="access_link_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("duplicate_of", "Duplicate of"),
                            ("duplicated_by", "Has the duplicate"),
                            ("caused_by", "Caused by"),
                            ("causes", "Causes"),
                            ("blocks", "Blocks"),
                            ("blocked_by", "Blocked by"),
                            ("related", "Related to"),
                            ("parent_of", "Parent of"),
                            ("child_of", "Child of"),
                        ],
                        max_length=13,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links_in", to="tickets.ticket"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links_out", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("ticket", "other", "kind"), name="link_once")],
            },
        ),
        migrations.CreateModel(
            name="TicketTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ticket_tags", to="tickets.tag"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ticket_tags", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("ticket", "tag"), name="ticket_tag_once")],
            },
        ),
        migrations.AddField(
            model_name="message",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="tickets.ticket"
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="ticket",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="tickets.ticket"
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="tags",
            field=models.ManyToManyField(related_name="tickets", through="tickets.TicketTag", to="tickets.tag"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["ticket", "created_at", "id"], name="message_thread"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("deleted_at", None), ("is_spam", False)),
                fields=["desk", "-updated_at", "-id"],
                name="ticket_all",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("affected__isnull", False)), fields=["affected", "desk"], name="ticket_affected"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("resolved_at__isnull", False)),
                fields=["desk", "resolved_at"],
                name="ticket_resolved",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(
                    ("category__in", ["new", "open", "on_hold"]), ("deleted_at", None), ("is_spam", False)
                ),
                fields=["desk", "-updated_at", "-id"],
                name="ticket_unfinished",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(
                    ("category__in", ["new", "open", "on_hold"]), ("deleted_at", None), ("is_spam", False)
                ),
                fields=["desk", "team", "assignee", "category"],
                name="ticket_counted",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("is_spam", True)), fields=["desk", "-updated_at", "-id"], name="ticket_spam"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="ticket_merged"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("survivor__isnull", False)), fields=["survivor"], name="ticket_survivor"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["desk", "-updated_at", "-id"],
                name="ticket_bin",
            ),
        ),
    ]
