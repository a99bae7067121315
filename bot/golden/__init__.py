"""Golden questions: what the playbooks must answer, asked again whenever they change."""
