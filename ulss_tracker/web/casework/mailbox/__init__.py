"""The mailbox: what people sent, and what a person says it is for."""
