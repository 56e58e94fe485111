"""The world outside: making PDFs, sending mail, scanning files. No rule of the office's is here."""
