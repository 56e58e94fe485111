"""Who may see what: restrictions, sealed cases, and the audit of reading."""
