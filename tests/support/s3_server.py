"""A server that speaks S3 on a port of 127.0.0.1: moto's, which is a mock of Amazon's.

It keeps objects in memory, takes any sign-in and checks no signature: what boto3 sends and reads is
tried, no store's own ways are.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

import boto3
from moto.server import ThreadedMotoServer

KEY = "f3-Lw8tRk5VbQz1eXc7DgYh2SpMa9JnTo4uWi6"


@contextmanager
def serving() -> Iterator[str]:
    """Serve until the block ends; yields the address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield "http://{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()


def new_bucket(address: str) -> dict[str, str]:
    """The settings of a bucket of its own, and who keeps files there."""
    own = {"OBJECT_STORE_URL": address, "OBJECT_STORE_BUCKET": f"files-{token_hex(8)}"}
    client = boto3.client(
        "s3", endpoint_url=address, aws_access_key_id="tracker", aws_secret_access_key="secret"
    )
    client.create_bucket(Bucket=own["OBJECT_STORE_BUCKET"])
    signing = {"OBJECT_STORE_KEY_ID": "tracker", "OBJECT_STORE_SECRET": "secret"}
    return own | signing | {"FILES_KEY": KEY, "FILES_STORE": "object-store"}
