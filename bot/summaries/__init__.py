"""What a period brought, for those who lead."""
