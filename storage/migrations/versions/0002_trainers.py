"""Trainers: history, audience and stages of playbooks, golden questions and gaps

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exchange_id", sa.Integer(), nullable=False),
        sa.Column("vote", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchange.id"], name=op.f("fk_feedback_exchange_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("exchange_id", name=op.f("uq_feedback_exchange_id")),
    )
    op.create_table(
        "golden_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("question_key", sa.String(), nullable=False),
        sa.Column("playbook_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("exchange_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_golden_question_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchange.id"], name=op.f("fk_golden_question_exchange_id")
        ),
        sa.ForeignKeyConstraint(
            ["playbook_id"], ["playbook.id"], name=op.f("fk_golden_question_playbook_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_golden_question")),
        sa.UniqueConstraint("question_key", name=op.f("uq_golden_question_question_key")),
    )
    with op.batch_alter_table("golden_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_golden_question_playbook_id"), ["playbook_id"], unique=False
        )

    op.create_table(
        "stage_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("playbook_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("section_key", sa.String(), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_stage_choice_by")),
        sa.ForeignKeyConstraint(
            ["playbook_id"], ["playbook.id"], name=op.f("fk_stage_choice_playbook_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_choice")),
        sa.UniqueConstraint(
            "playbook_id",
            "document",
            "section_key",
            name=op.f("uq_stage_choice_playbook_id_document_section_key"),
        ),
    )
    with op.batch_alter_table("stage_choice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stage_choice_playbook_id"), ["playbook_id"], unique=False
        )

    op.create_table(
        "gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("encoder_id", sa.String(), nullable=False),
        sa.Column("centroid", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["playbook_version.id"], name=op.f("fk_gap_answered_by")
        ),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_gap_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap")),
    )
    with op.batch_alter_table("gap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_status"), ["status"], unique=False)

    op.create_table(
        "golden_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_golden_run_by")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["playbook_version.id"], name=op.f("fk_golden_run_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_golden_run")),
    )
    with op.batch_alter_table("golden_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_golden_run_version_id"), ["version_id"], unique=False)

    op.create_table(
        "playbook_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("playbook_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_playbook_event_by")),
        sa.ForeignKeyConstraint(
            ["playbook_id"], ["playbook.id"], name=op.f("fk_playbook_event_playbook_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["playbook_version.id"], name=op.f("fk_playbook_event_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbook_event")),
    )
    with op.batch_alter_table("playbook_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_playbook_event_playbook_id"), ["playbook_id"], unique=False
        )

    op.create_table(
        "gap_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exchange_id", sa.Integer(), nullable=False),
        sa.Column("gap_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchange.id"], name=op.f("fk_gap_question_exchange_id")
        ),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name=op.f("fk_gap_question_gap_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_question")),
        sa.UniqueConstraint("exchange_id", name=op.f("uq_gap_question_exchange_id")),
    )
    with op.batch_alter_table("gap_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_question_gap_id"), ["gap_id"], unique=False)
        batch_op.create_index(
            "ix_gap_question_waiting",
            ["id"],
            unique=False,
            sqlite_where=sa.text("gap_id IS NULL"),
            postgresql_where=sa.text("gap_id IS NULL"),
        )

    op.create_table(
        "golden_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("golden_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("points_met", sa.Integer(), nullable=False),
        sa.Column("points_total", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["golden_id"], ["golden_question.id"], name=op.f("fk_golden_result_golden_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["golden_run.id"], name=op.f("fk_golden_result_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_golden_result")),
        sa.UniqueConstraint("run_id", "golden_id", name=op.f("uq_golden_result_run_id_golden_id")),
    )
    with op.batch_alter_table("golden_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_golden_result_golden_id"), ["golden_id"], unique=False)

    op.create_table(
        "standard_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gap_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("folded_into", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_standard_answer_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["folded_into"], ["playbook_version.id"], name=op.f("fk_standard_answer_folded_into")
        ),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name=op.f("fk_standard_answer_gap_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_answer")),
    )
    with op.batch_alter_table("standard_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standard_answer_gap_id"), ["gap_id"], unique=False)

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_document_author_id"), "person", ["author_id"], ["id"]
        )

    with op.batch_alter_table("exchange", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exchange_asked_at"), ["asked_at"], unique=False)

    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phase", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("cancel_requested", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("progress_outbox_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_job_progress_outbox_id"), "outbox", ["progress_outbox_id"], ["id"]
        )

    with op.batch_alter_table("playbook", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("review_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("roles", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("teams", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.create_foreign_key(
            batch_op.f("fk_playbook_owner_id"), "person", ["owner_id"], ["id"]
        )
