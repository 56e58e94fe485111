"""Email: mail servers, files in their place, GOV.UK Notify; and texts, by Notify alone."""
