"""The house: every table of the first release, and the guards of its evidence."""

import sqlalchemy as sa
from alembic import op

from kernel import guards
from kernel.database import Identifier

revision = "house"
down_revision = None
branch_labels = None
depends_on = None

NEVER_CHANGES = ("log", "node", "checkpoint", "certificate", "revision", "edition", "ending")
MAY_ONLY_GO = ("audit", "snapshot", "paper", "attempt", "answer", "hand_in", "signature", "lesson_read", "approval")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", Identifier, nullable=True),
        sa.Column("subject_id", Identifier, nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_actor_id", "audit", ["actor_id"], unique=False)
    op.create_index("ix_audit_at", "audit", ["at"], unique=False)
    op.create_index("ix_audit_subject_id", "audit", ["subject_id"], unique=False)

    op.create_table(
        "checkpoint",
        sa.Column("size", Identifier, autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "course_rules",
        sa.Column("course", sa.String(length=40), nullable=False),
        sa.Column("pass_mark", Identifier, nullable=False),
        sa.Column("drawn_per_lesson", Identifier, nullable=False),
        sa.Column("attempts_a_day", Identifier, nullable=False),
        sa.Column("valid_months", Identifier, nullable=False),
        sa.Column("window_days", Identifier, nullable=False),
        sa.Column("due_days", Identifier, nullable=False),
        sa.Column("reminder_days", sa.JSON(), nullable=False),
        sa.Column("answers_kept_months", Identifier, nullable=False),
        sa.Column("accreditation", sa.Text(), nullable=False),
        sa.CheckConstraint("attempts_a_day BETWEEN 1 AND 10", name=op.f("ck_course_rules_attempts_a_day")),
        sa.CheckConstraint("drawn_per_lesson BETWEEN 1 AND 10", name=op.f("ck_course_rules_drawn_per_lesson")),
        sa.CheckConstraint("pass_mark BETWEEN 50 AND 100", name=op.f("ck_course_rules_pass_mark")),
        sa.CheckConstraint("valid_months BETWEEN 1 AND 60", name=op.f("ck_course_rules_valid_months")),
        sa.CheckConstraint("window_days BETWEEN 0 AND 365", name=op.f("ck_course_rules_window_days")),
        sa.PrimaryKeyConstraint("course", name=op.f("pk_course_rules")),
    )
    op.create_table(
        "head",
        sa.Column("id", Identifier, autoincrement=False, nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("size", Identifier, nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head")),
    )
    op.create_table(
        "job",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("owner_id", Identifier, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", Identifier, nullable=False),
        sa.Column("done", Identifier, nullable=False),
        sa.Column("total", Identifier, nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("done >= 0 AND total >= done", name=op.f("ck_job_progress")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    op.create_index("ix_job_due_at", "job", ["due_at"], unique=False)

    op.create_table(
        "location",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
        sa.UniqueConstraint("name", name=op.f("uq_location_name")),
    )
    op.create_table(
        "log",
        sa.Column("idx", Identifier, autoincrement=False, nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(entry) = 42", name=op.f("ck_log_entry_length")),
        sa.CheckConstraint("length(leaf) = 32", name=op.f("ck_log_leaf_length")),
        sa.PrimaryKeyConstraint("idx", name=op.f("pk_log")),
    )
    op.create_table(
        "mail",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", Identifier, nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bounce_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_index("ix_mail_about", "mail", ["about"], unique=False)
    op.create_index("ix_mail_person_id", "mail", ["person_id"], unique=False)

    op.create_table(
        "node",
        sa.Column("level", Identifier, autoincrement=False, nullable=False),
        sa.Column("idx", Identifier, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_node_hash_length")),
        sa.PrimaryKeyConstraint("level", "idx", name=op.f("pk_node")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("logo_mime", sa.String(length=40), nullable=True),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("signatory_name", sa.Text(), nullable=False),
        sa.Column("signatory_role", sa.Text(), nullable=False),
        sa.Column("zone_name", sa.String(length=60), nullable=False),
        sa.Column("base_url", sa.Text(), nullable=False),
        sa.Column("base_url_fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_from", sa.Text(), nullable=False),
        sa.Column("help_contact", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_organisation_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "tally",
        sa.Column("bucket", sa.String(length=120), nullable=False),
        sa.Column("window", Identifier, nullable=False),
        sa.Column("count", Identifier, nullable=False),
        sa.PrimaryKeyConstraint("bucket", "window", name=op.f("pk_tally")),
    )
    op.create_table(
        "revision",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("is_material", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("entry_index", Identifier, nullable=False),
        sa.CheckConstraint("kind IN ('course', 'statement')", name=op.f("ck_revision_kind")),
        sa.CheckConstraint("length(content_hash) = 64", name=op.f("ck_revision_content_hash")),
        sa.ForeignKeyConstraint(["entry_index"], ["log.idx"], name=op.f("fk_revision_entry_index")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("content_hash", name=op.f("uq_revision_content_hash")),
        sa.UniqueConstraint("entry_index", name=op.f("uq_revision_entry_index")),
    )
    op.create_index("ix_revision_slug", "revision", ["slug"], unique=False)

    op.create_table(
        "signing_key",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("public", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wrapped_private", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry_index", Identifier, nullable=False),
        sa.CheckConstraint("purpose IN ('issuer', 'log')", name=op.f("ck_signing_key_purpose")),
        sa.ForeignKeyConstraint(["entry_index"], ["log.idx"], name=op.f("fk_signing_key_entry_index")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("public", name=op.f("uq_signing_key_public")),
    )
    op.create_table(
        "team",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("location_id", Identifier, nullable=True),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_team_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "edition",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("edition_hash", sa.String(length=64), nullable=False),
        sa.Column("revision_id", Identifier, nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_edition_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("edition_hash", name=op.f("uq_edition_edition_hash")),
    )
    op.create_table(
        "person",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("staff_number", sa.String(length=40), nullable=True),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("team_id", Identifier, nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language IN ('nl', 'en')", name=op.f("ck_person_language")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_is_lower")),
        sa.CheckConstraint("email IS NOT NULL OR staff_number IS NOT NULL", name=op.f("ck_person_can_be_named")),
        sa.CheckConstraint("left_on IS NULL OR left_on >= started_on", name=op.f("ck_person_leaves_after_start")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_person_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("staff_number", name=op.f("uq_person_staff_number")),
    )
    op.create_index("ix_person_name", "person", ["name"], unique=False)
    op.create_index("ix_person_team_id", "person", ["team_id"], unique=False)

    op.create_table(
        "approval",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("revision_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_person_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_approval_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("revision_id", "person_id", name=op.f("uq_approval_revision_id_person_id")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("course", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("target_name", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", Identifier, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(audience = 'everyone') = (target IS NULL)", name=op.f("ck_assignment_target")),
        sa.CheckConstraint(
            "audience IN ('person', 'team', 'location', 'function', 'everyone')", name=op.f("ck_assignment_audience")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_assignment_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_course", "assignment", ["course"], unique=False)

    op.create_table(
        "file",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('selection', 'development', 'learning', 'employment')", name=op.f("ck_file_purpose")
        ),
        sa.CheckConstraint("(wrapped_key IS NULL) = (erased_at IS NOT NULL)", name=op.f("ck_file_erased_without_key")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_file_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
        sa.UniqueConstraint("person_id", "purpose", name=op.f("uq_file_person_id_purpose")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_id", Identifier, nullable=True),
        sa.CheckConstraint("kind IN ('invitation', 'recovery', 'letter')", name=op.f("ck_invitation_kind")),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_invitation_mail_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_invitation_secret_hash")),
    )
    op.create_index("ix_invitation_person_id", "invitation", ["person_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", Identifier, nullable=True),
        sa.CheckConstraint(
            "role IN ('manager', 'hr', 'privacy_officer', 'auditor', 'administrator')", name=op.f("ck_role_grant_role")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_role_grant")),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fresh_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"], unique=False)

    op.create_table(
        "staff_list",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", Identifier, nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint("(applied_at IS NULL) = (outcome IS NULL)", name=op.f("ck_staff_list_applied_with_outcome")),
        sa.CheckConstraint("length(file_hash) = 64", name=op.f("ck_staff_list_file_hash")),
        sa.CheckConstraint("sealed IS NULL OR applied_at IS NULL", name=op.f("ck_staff_list_applied_is_let_go")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_staff_list_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_list")),
    )
    op.create_index("ix_staff_list_made_by", "staff_list", ["made_by"], unique=False)

    op.create_table(
        "team_manager",
        sa.Column("team_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_team_manager_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_manager_team_id")),
        sa.PrimaryKeyConstraint("team_id", "person_id", name=op.f("pk_team_manager")),
    )
    op.create_table(
        "certificate",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("public_id", sa.String(length=26), nullable=False),
        sa.Column("file_id", Identifier, nullable=False),
        sa.Column("achievement", sa.String(length=80), nullable=False),
        sa.Column("issue", Identifier, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("entry_index", Identifier, nullable=False),
        sa.Column("status_index", Identifier, nullable=False),
        sa.CheckConstraint("issue >= 1", name=op.f("ck_certificate_issue")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_certificate_validity")),
        sa.ForeignKeyConstraint(["entry_index"], ["log.idx"], name=op.f("fk_certificate_entry_index")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_certificate_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("achievement", "issue", name=op.f("uq_certificate_achievement_issue")),
        sa.UniqueConstraint("entry_index", name=op.f("uq_certificate_entry_index")),
        sa.UniqueConstraint("public_id", name=op.f("uq_certificate_public_id")),
        sa.UniqueConstraint("status_index", name=op.f("uq_certificate_status_index")),
    )
    op.create_index("ix_certificate_file_id", "certificate", ["file_id"], unique=False)
    op.create_index("ix_certificate_issued_at", "certificate", ["issued_at"], unique=False)
    op.create_index("ix_certificate_valid_until", "certificate", ["valid_until"], unique=False)

    op.create_table(
        "enrolment",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("file_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("course", sa.String(length=40), nullable=False),
        sa.Column("assignment_id", Identifier, nullable=True),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_why", sa.String(length=10), nullable=True),
        sa.CheckConstraint("closed_why IN ('certified', 'left', 'withdrawn')", name=op.f("ck_enrolment_closed_why")),
        sa.CheckConstraint("reason IN ('asked', 'renewal', 'changed', 'own_wish')", name=op.f("ck_enrolment_reason")),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_why IS NULL)", name=op.f("ck_enrolment_closed_with_reason")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_enrolment_assignment_id")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_enrolment_file_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    op.create_index("ix_enrolment_course", "enrolment", ["course"], unique=False)
    op.create_index(
        "ix_enrolment_course_open",
        "enrolment",
        ["course", "person_id", "due_on"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_enrolment_person_id", "enrolment", ["person_id"], unique=False)
    op.create_index(
        "uq_enrolment_open",
        "enrolment",
        ["file_id", "course"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "attempt",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("enrolment_id", Identifier, nullable=False),
        sa.Column("number", Identifier, nullable=False),
        sa.Column("edition_id", Identifier, nullable=False),
        sa.Column("drawn", sa.JSON(), nullable=False),
        sa.Column("pass_mark", Identifier, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_attempt_number")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_attempt_edition_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_attempt_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("enrolment_id", "number", name=op.f("uq_attempt_enrolment_id_number")),
    )
    op.create_table(
        "ending",
        sa.Column("certificate_id", Identifier, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("reason", Identifier, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", Identifier, nullable=True),
        sa.Column("entry_index", Identifier, nullable=False),
        sa.CheckConstraint("kind IN ('revoked', 'superseded', 'erased')", name=op.f("ck_ending_kind")),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_ending_certificate_id")),
        sa.ForeignKeyConstraint(["entry_index"], ["log.idx"], name=op.f("fk_ending_entry_index")),
        sa.PrimaryKeyConstraint("certificate_id", "kind", name=op.f("pk_ending")),
    )
    op.create_table(
        "lesson_read",
        sa.Column("enrolment_id", Identifier, nullable=False),
        sa.Column("lesson", sa.String(length=40), nullable=False),
        sa.Column("edition_id", Identifier, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_lesson_read_edition_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_lesson_read_enrolment_id")),
        sa.PrimaryKeyConstraint("enrolment_id", "lesson", name=op.f("pk_lesson_read")),
    )
    op.create_table(
        "paper",
        sa.Column("certificate_id", Identifier, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_paper_certificate_id")),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_paper")),
    )
    op.create_table(
        "period",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("enrolment_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("course", sa.String(length=40), nullable=False),
        sa.Column("certificate_id", Identifier, nullable=False),
        sa.Column("window_opens_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.String(length=10), nullable=True),
        sa.CheckConstraint("ended_why IN ('revoked', 'left')", name=op.f("ck_period_ended_why")),
        sa.CheckConstraint("(ended_on IS NULL) = (ended_why IS NULL)", name=op.f("ck_period_ended_with_reason")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_period_validity")),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_period_certificate_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_period_enrolment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_period_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_period_certificate_id")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_period_enrolment_id")),
    )
    op.create_index(
        "ix_period_course_until",
        "period",
        ["course", "valid_until", "person_id", "valid_from", "ended_on"],
        unique=False,
    )
    op.create_index("ix_period_person_id", "period", ["person_id"], unique=False)
    op.create_index("ix_period_valid_until", "period", ["valid_until"], unique=False)
    op.create_index("ix_period_window_opens_on", "period", ["window_opens_on"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("enrolment_id", Identifier, nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("mail_id", Identifier, nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_reminder_enrolment_id")),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_reminder_mail_id")),
        sa.PrimaryKeyConstraint("enrolment_id", "step", name=op.f("pk_reminder")),
    )
    op.create_table(
        "signature",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("enrolment_id", Identifier, nullable=False),
        sa.Column("file_id", Identifier, nullable=False),
        sa.Column("revision_id", Identifier, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_salt", sa.LargeBinary(), nullable=False),
        sa.Column("entry_index", Identifier, nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_signature_enrolment_id")),
        sa.ForeignKeyConstraint(["entry_index"], ["log.idx"], name=op.f("fk_signature_entry_index")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_signature_file_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_signature_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_signature_enrolment_id")),
        sa.UniqueConstraint("entry_index", name=op.f("uq_signature_entry_index")),
    )
    op.create_table(
        "snapshot",
        sa.Column("certificate_id", Identifier, nullable=False),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_snapshot_certificate_id")),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_snapshot")),
    )
    op.create_table(
        "answer",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("attempt_id", Identifier, nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("sequence", Identifier, nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("event", sa.String(length=36), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_answer_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("attempt_id", "event", name=op.f("uq_answer_attempt_id_event")),
        sa.UniqueConstraint("attempt_id", "question", "sequence", name=op.f("uq_answer_attempt_id_question_sequence")),
    )
    op.create_table(
        "hand_in",
        sa.Column("attempt_id", Identifier, nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("right_count", Identifier, nullable=False),
        sa.Column("asked_count", Identifier, nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("answers_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("right_count BETWEEN 0 AND asked_count", name=op.f("ck_hand_in_counts")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_hand_in_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_hand_in")),
    )
    for table in NEVER_CHANGES:
        guards.keep(table, deletable=False)
    for table in MAY_ONLY_GO:
        guards.keep(table)


def downgrade() -> None:
    op.drop_table("hand_in")
    op.drop_table("answer")
    op.drop_table("snapshot")
    op.drop_table("signature")
    op.drop_table("reminder")
    op.drop_index("ix_period_window_opens_on", table_name="period")
    op.drop_index("ix_period_valid_until", table_name="period")
    op.drop_index("ix_period_person_id", table_name="period")
    op.drop_index("ix_period_course_until", table_name="period")

    op.drop_table("period")
    op.drop_table("paper")
    op.drop_table("lesson_read")
    op.drop_table("ending")
    op.drop_table("attempt")
    op.drop_index("uq_enrolment_open", table_name="enrolment")
    op.drop_index("ix_enrolment_person_id", table_name="enrolment")
    op.drop_index("ix_enrolment_course_open", table_name="enrolment")
    op.drop_index("ix_enrolment_course", table_name="enrolment")

    op.drop_table("enrolment")
    op.drop_index("ix_certificate_valid_until", table_name="certificate")
    op.drop_index("ix_certificate_issued_at", table_name="certificate")
    op.drop_index("ix_certificate_file_id", table_name="certificate")

    op.drop_table("certificate")
    op.drop_table("team_manager")
    op.drop_index("ix_staff_list_made_by", table_name="staff_list")

    op.drop_table("staff_list")
    op.drop_index("ix_sign_in_person_id", table_name="sign_in")

    op.drop_table("sign_in")
    op.drop_table("role_grant")
    op.drop_index("ix_invitation_person_id", table_name="invitation")

    op.drop_table("invitation")
    op.drop_table("file")
    op.drop_index("ix_assignment_course", table_name="assignment")

    op.drop_table("assignment")
    op.drop_table("approval")
    op.drop_index("ix_person_team_id", table_name="person")
    op.drop_index("ix_person_name", table_name="person")

    op.drop_table("person")
    op.drop_table("edition")
    op.drop_table("team")
    op.drop_table("signing_key")
    op.drop_index("ix_revision_slug", table_name="revision")

    op.drop_table("revision")
    op.drop_table("tally")
    op.drop_table("organisation")
    op.drop_table("node")
    op.drop_index("ix_mail_person_id", table_name="mail")
    op.drop_index("ix_mail_about", table_name="mail")

    op.drop_table("mail")
    op.drop_table("log")
    op.drop_table("location")
    op.drop_index("ix_job_due_at", table_name="job")

    op.drop_table("job")
    op.drop_table("head")
    op.drop_table("course_rules")
    op.drop_table("checkpoint")
    op.drop_index("ix_audit_subject_id", table_name="audit")
    op.drop_index("ix_audit_at", table_name="audit")
    op.drop_index("ix_audit_actor_id", table_name="audit")

    op.drop_table("audit")
    guards.drop_function()
