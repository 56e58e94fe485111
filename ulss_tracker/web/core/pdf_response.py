"""A PDF as the answer to a web request."""

from flask import Response, make_response


def pdf_response(content: bytes, name: str) -> Response:
    """A PDF, shown in the browser, with the name to save it by."""
    response = make_response(content)
    response.headers["Content-Type"] = "application/pdf"
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response
