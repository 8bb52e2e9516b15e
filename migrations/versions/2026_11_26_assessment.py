"""Assessment: instruments, profiles, vacancies, sittings, reports, rated work; evidence that stays as it was written."""

import sqlalchemy as sa
from alembic import op

from kernel import guards
from kernel.database import Identifier

revision = "assessment"
down_revision = "candidates_are_persons"
branch_labels = None
depends_on = None

NEVER_CHANGES = ("instrument_revision", "criterion", "derivation", "profile_approval")
MAY_ONLY_GO = (
    "keying",
    "relevance",
    "nomination",
    "figure",
    "sitting",
    "sitting_answer",
    "sitting_hand_in",
    "scores",
    "report",
    "carried_report",
    "release",
    "decision",
    "exercise_rating",
    "exercise_talk",
)


def upgrade() -> None:
    op.create_table(
        "position",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint("title", name=op.f("uq_position_title")),
    )
    op.create_table(
        "instrument_revision",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("entry_index", Identifier, nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name=op.f("ck_instrument_revision_content_hash")),
        sa.ForeignKeyConstraint(["entry_index"], ["log.idx"], name=op.f("fk_instrument_revision_entry_index")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_revision")),
        sa.UniqueConstraint("content_hash", name=op.f("uq_instrument_revision_content_hash")),
        sa.UniqueConstraint("entry_index", name=op.f("uq_instrument_revision_entry_index")),
    )
    op.create_index(op.f("ix_instrument_revision_slug"), "instrument_revision", ["slug"], unique=False)
    op.create_table(
        "job_profile",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("position_id", Identifier, nullable=False),
        sa.Column("version", Identifier, nullable=False),
        sa.Column("revision_id", Identifier, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_job_profile_version")),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name=op.f("fk_job_profile_position_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["instrument_revision.id"], name=op.f("fk_job_profile_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_profile")),
        sa.UniqueConstraint("position_id", "version", name=op.f("uq_job_profile_position_id_version")),
    )
    op.create_table(
        "criterion",
        sa.Column("profile_id", Identifier, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("top_share", Identifier, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", Identifier, nullable=True),
        sa.CheckConstraint("kind IN ('figure', 'named', 'none')", name=op.f("ck_criterion_kind")),
        sa.CheckConstraint("top_share BETWEEN 1 AND 50", name=op.f("ck_criterion_top_share")),
        sa.ForeignKeyConstraint(["frozen_by"], ["person.id"], name=op.f("fk_criterion_frozen_by")),
        sa.ForeignKeyConstraint(["profile_id"], ["job_profile.id"], name=op.f("fk_criterion_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", name=op.f("pk_criterion")),
    )
    op.create_table(
        "derivation",
        sa.Column("profile_id", Identifier, nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("published", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_salt", sa.LargeBinary(), nullable=False),
        sa.Column("derived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("derived_by", Identifier, nullable=True),
        sa.CheckConstraint(
            "status IN ('hypothesis', 'indicative', 'provisional', 'followed_up')", name=op.f("ck_derivation_status")
        ),
        sa.ForeignKeyConstraint(["derived_by"], ["person.id"], name=op.f("fk_derivation_derived_by")),
        sa.ForeignKeyConstraint(["profile_id"], ["job_profile.id"], name=op.f("fk_derivation_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", name=op.f("pk_derivation")),
    )
    op.create_table(
        "expert",
        sa.Column("profile_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_expert_person_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["job_profile.id"], name=op.f("fk_expert_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", "person_id", name=op.f("pk_expert")),
    )
    op.create_index(op.f("ix_expert_person_id"), "expert", ["person_id"], unique=False)
    op.create_table(
        "keying",
        sa.Column("revision_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_keying_person_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["instrument_revision.id"], name=op.f("fk_keying_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", "person_id", name=op.f("pk_keying")),
    )
    op.create_table(
        "nomination",
        sa.Column("profile_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nomination_person_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["job_profile.id"], name=op.f("fk_nomination_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", "person_id", name=op.f("pk_nomination")),
    )
    op.create_table(
        "nominator",
        sa.Column("profile_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round", Identifier, nullable=False),
        sa.CheckConstraint("round BETWEEN 1 AND 2", name=op.f("ck_nominator_round")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nominator_person_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["job_profile.id"], name=op.f("fk_nominator_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", "person_id", name=op.f("pk_nominator")),
    )
    op.create_index(op.f("ix_nominator_person_id"), "nominator", ["person_id"], unique=False)
    op.create_table(
        "profile_approval",
        sa.Column("profile_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("works_council", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("entry_index", Identifier, nullable=False),
        sa.CheckConstraint("length(content_hash) = 64", name=op.f("ck_profile_approval_content_hash")),
        sa.ForeignKeyConstraint(["entry_index"], ["log.idx"], name=op.f("fk_profile_approval_entry_index")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_profile_approval_person_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["job_profile.id"], name=op.f("fk_profile_approval_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", name=op.f("pk_profile_approval")),
        sa.UniqueConstraint("entry_index", name=op.f("uq_profile_approval_entry_index")),
    )
    op.create_table(
        "relevance",
        sa.Column("profile_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_relevance_person_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["job_profile.id"], name=op.f("fk_relevance_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", "person_id", name=op.f("pk_relevance")),
    )
    op.create_table(
        "vacancy",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("profile_id", Identifier, nullable=False),
        sa.Column("contact_id", Identifier, nullable=False),
        sa.Column("contact_reach", sa.Text(), nullable=False),
        sa.Column("promised_days", Identifier, nullable=False),
        sa.Column("retention_days", Identifier, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("promised_days BETWEEN 1 AND 60", name=op.f("ck_vacancy_promised_days")),
        sa.CheckConstraint("retention_days BETWEEN 1 AND 28", name=op.f("ck_vacancy_retention_days")),
        sa.ForeignKeyConstraint(["contact_id"], ["person.id"], name=op.f("fk_vacancy_contact_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["job_profile.id"], name=op.f("fk_vacancy_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy")),
    )
    op.create_table(
        "application",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("vacancy_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("file_id", Identifier, nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("needs", sa.LargeBinary(), nullable=True),
        sa.Column("needs_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("preview_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("practised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keep_consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keep_withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "keep_withdrawn_at IS NULL OR keep_consented_at IS NOT NULL", name=op.f("ck_application_keep_withdrawn")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_application_file_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_application_person_id")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_application_vacancy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("file_id", name=op.f("uq_application_file_id")),
        sa.UniqueConstraint("vacancy_id", "person_id", name=op.f("uq_application_vacancy_id_person_id")),
    )
    op.create_index(op.f("ix_application_person_id"), "application", ["person_id"], unique=False)
    op.create_table(
        "hiring_manager",
        sa.Column("vacancy_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hiring_manager_person_id")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancy.id"], name=op.f("fk_hiring_manager_vacancy_id")),
        sa.PrimaryKeyConstraint("vacancy_id", "person_id", name=op.f("pk_hiring_manager")),
    )
    op.create_index(op.f("ix_hiring_manager_person_id"), "hiring_manager", ["person_id"], unique=False)
    op.create_table(
        "incumbent",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("profile_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("file_id", Identifier, nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_incumbent_file_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_incumbent_person_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["job_profile.id"], name=op.f("fk_incumbent_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incumbent")),
        sa.UniqueConstraint("profile_id", "person_id", name=op.f("uq_incumbent_profile_id_person_id")),
    )
    op.create_index(op.f("ix_incumbent_person_id"), "incumbent", ["person_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("application_id", Identifier, nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("sealed_reasons", sa.LargeBinary(), nullable=False),
        sa.Column("decided_by", Identifier, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('hired', 'not_hired')", name=op.f("ck_decision_outcome")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_decision_application_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_decision_decided_by")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_decision")),
    )
    op.create_table(
        "exercise",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("incumbent_id", Identifier, nullable=True),
        sa.Column("application_id", Identifier, nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('interview', 'call')", name=op.f("ck_exercise_kind")),
        sa.CheckConstraint("(incumbent_id IS NULL) <> (application_id IS NULL)", name=op.f("ck_exercise_one_reason")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_exercise_application_id")),
        sa.ForeignKeyConstraint(["incumbent_id"], ["incumbent.id"], name=op.f("fk_exercise_incumbent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise")),
    )
    op.create_index(op.f("ix_exercise_application_id"), "exercise", ["application_id"], unique=False)
    op.create_index(op.f("ix_exercise_incumbent_id"), "exercise", ["incumbent_id"], unique=False)
    op.create_table(
        "figure",
        sa.Column("incumbent_id", Identifier, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["incumbent_id"], ["incumbent.id"], name=op.f("fk_figure_incumbent_id")),
        sa.PrimaryKeyConstraint("incumbent_id", name=op.f("pk_figure")),
    )
    op.create_table(
        "objection",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("application_id", Identifier, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("handler_id", Identifier, nullable=False),
        sa.Column("sealed_answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(sealed_answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_objection_answered")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_objection_application_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["person.id"], name=op.f("fk_objection_handler_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("application_id", name=op.f("uq_objection_application_id")),
    )
    op.create_table(
        "carried_report",
        sa.Column("application_id", Identifier, nullable=False),
        sa.Column("file_id", Identifier, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("carried_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_carried_report_application_id")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_carried_report_file_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_carried_report")),
    )
    op.create_table(
        "release",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("application_id", Identifier, nullable=False),
        sa.Column("sequence", Identifier, nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("certificate_id", Identifier, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(certificate_id IS NULL) = (outcome = 'blocked')", name=op.f("ck_release_released_with_certificate")
        ),
        sa.CheckConstraint("outcome IN ('released', 'blocked')", name=op.f("ck_release_outcome")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_release_application_id")),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_release_certificate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("application_id", "sequence", name=op.f("uq_release_application_id_sequence")),
    )
    op.create_table(
        "remark",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("application_id", Identifier, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", Identifier, nullable=True),
        sa.CheckConstraint("kind IN ('correction', 'comment', 'talk')", name=op.f("ck_remark_kind")),
        sa.CheckConstraint("(sealed_answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_remark_answered")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_remark_answered_by")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_remark_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_application_id"), "remark", ["application_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("application_id", Identifier, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_paper", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_report_digest")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_report_application_id")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_report")),
    )
    op.create_table(
        "sitting",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("file_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("revision_id", Identifier, nullable=False),
        sa.Column("incumbent_id", Identifier, nullable=True),
        sa.Column("application_id", Identifier, nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(incumbent_id IS NULL) <> (application_id IS NULL)", name=op.f("ck_sitting_one_reason")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_sitting_application_id")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_sitting_file_id")),
        sa.ForeignKeyConstraint(["incumbent_id"], ["incumbent.id"], name=op.f("fk_sitting_incumbent_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sitting_person_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["instrument_revision.id"], name=op.f("fk_sitting_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.UniqueConstraint("application_id", name=op.f("uq_sitting_application_id")),
        sa.UniqueConstraint("incumbent_id", name=op.f("uq_sitting_incumbent_id")),
    )
    op.create_index(op.f("ix_sitting_person_id"), "sitting", ["person_id"], unique=False)
    op.create_table(
        "exercise_rating",
        sa.Column("exercise_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercise.id"], name=op.f("fk_exercise_rating_exercise_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exercise_rating_person_id")),
        sa.PrimaryKeyConstraint("exercise_id", "person_id", name=op.f("pk_exercise_rating")),
    )
    op.create_table(
        "exercise_talk",
        sa.Column("exercise_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercise.id"], name=op.f("fk_exercise_talk_exercise_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exercise_talk_person_id")),
        sa.PrimaryKeyConstraint("exercise_id", name=op.f("pk_exercise_talk")),
    )
    op.create_table(
        "rater",
        sa.Column("exercise_id", Identifier, nullable=False),
        sa.Column("person_id", Identifier, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercise.id"], name=op.f("fk_rater_exercise_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rater_person_id")),
        sa.PrimaryKeyConstraint("exercise_id", "person_id", name=op.f("pk_rater")),
    )
    op.create_index(op.f("ix_rater_person_id"), "rater", ["person_id"], unique=False)
    op.create_table(
        "scores",
        sa.Column("sitting_id", Identifier, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_scores_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", name=op.f("pk_scores")),
    )
    op.create_table(
        "sitting_answer",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("sitting_id", Identifier, nullable=False),
        sa.Column("item", sa.String(length=20), nullable=False),
        sa.Column("sequence", Identifier, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("event", sa.String(length=36), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_answer_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_answer")),
        sa.UniqueConstraint("sitting_id", "event", name=op.f("uq_sitting_answer_sitting_id_event")),
        sa.UniqueConstraint("sitting_id", "item", "sequence", name=op.f("uq_sitting_answer_sitting_id_item_sequence")),
    )
    op.create_table(
        "sitting_hand_in",
        sa.Column("sitting_id", Identifier, nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_hand_in_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", name=op.f("pk_sitting_hand_in")),
    )
    for table in NEVER_CHANGES:
        guards.keep(table, deletable=False)
    for table in MAY_ONLY_GO:
        guards.keep(table)


def downgrade() -> None:
    op.drop_table("sitting_hand_in")
    op.drop_table("sitting_answer")
    op.drop_table("scores")
    op.drop_index("ix_rater_person_id", table_name="rater")
    op.drop_table("rater")
    op.drop_table("exercise_talk")
    op.drop_table("exercise_rating")
    op.drop_index("ix_sitting_person_id", table_name="sitting")
    op.drop_table("sitting")
    op.drop_table("report")
    op.drop_index("ix_remark_application_id", table_name="remark")
    op.drop_table("remark")
    op.drop_table("release")
    op.drop_table("objection")
    op.drop_table("carried_report")
    op.drop_table("figure")
    op.drop_index("ix_exercise_application_id", table_name="exercise")
    op.drop_index("ix_exercise_incumbent_id", table_name="exercise")
    op.drop_table("exercise")
    op.drop_table("decision")
    op.drop_index("ix_incumbent_person_id", table_name="incumbent")
    op.drop_table("incumbent")
    op.drop_index("ix_hiring_manager_person_id", table_name="hiring_manager")
    op.drop_table("hiring_manager")
    op.drop_index("ix_application_person_id", table_name="application")
    op.drop_table("application")
    op.drop_table("vacancy")
    op.drop_table("relevance")
    op.drop_table("profile_approval")
    op.drop_index("ix_nominator_person_id", table_name="nominator")
    op.drop_table("nominator")
    op.drop_table("nomination")
    op.drop_table("keying")
    op.drop_index("ix_expert_person_id", table_name="expert")
    op.drop_table("expert")
    op.drop_table("derivation")
    op.drop_table("criterion")
    op.drop_table("job_profile")
    op.drop_index("ix_instrument_revision_slug", table_name="instrument_revision")
    op.drop_table("instrument_revision")
    op.drop_table("position")
