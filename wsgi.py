"""Where the server finds the application: `gunicorn wsgi:app`, `flask --app wsgi ...`."""

from ulss_tracker import create_app

app = create_app()
