"""The organisation's playbooks as they are searched: storage and knowledge, joined."""
