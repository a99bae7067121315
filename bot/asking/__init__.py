"""A question, answered from the playbooks with its sources, or honestly not."""
