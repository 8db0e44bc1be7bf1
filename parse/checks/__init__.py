"""What the rules say of reports: one module a kind of rule, and what they share."""
