"""Loading playbooks and seeing what was understood of them."""
