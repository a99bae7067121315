"""What the playbooks do not answer: the gap queue, and the trainers' own answers to it."""
