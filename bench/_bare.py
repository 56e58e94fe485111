"""A Flask page with nothing in it: what the server gives before the tracker does any work."""

from flask import Flask

app = Flask(__name__)


@app.get("/live")
def page() -> str:
    """Say that the server answers, which is all there is to say."""
    return "<!doctype html><title>Bare</title><p>Nothing.</p>"
