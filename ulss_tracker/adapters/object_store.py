"""An object store that speaks S3: objects by name, whose bytes are nobody's business there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from ulss_tracker.errors import ServiceFault

_PATIENCE = {"connect_timeout": 3, "read_timeout": 10}  # seconds
_TRIES = 2


@dataclass(frozen=True)
class Bucket:
    """One bucket, with the sign-in for it. Each method raises `ServiceFault`."""

    url: str
    region: str
    name: str
    key_id: str = ""
    secret: str = field(default="", repr=False)

    def put(self, key: str, content: bytes) -> None:
        """Keep an object, in place of one of the same name."""
        with _answering():
            _client(self).put_object(Bucket=self.name, Key=key, Body=content)

    def get(self, key: str) -> bytes | None:
        """The bytes of an object; None where there is none of this name."""
        with _answering():
            client = _client(self)
            try:
                body = client.get_object(Bucket=self.name, Key=key)["Body"]
            except client.exceptions.NoSuchKey:
                return None
            content: bytes = body.read()
            return content

    def pages(self, prefix: str) -> Iterator[dict[str, datetime]]:
        """The names that begin so, without that beginning, and since when each is there (UTC).

        A thousand at a time.
        """
        with _answering():
            listing = _client(self).get_paginator("list_objects_v2")
            for page in listing.paginate(Bucket=self.name, Prefix=prefix):
                listed = page.get("Contents", ())
                yield {one["Key"].removeprefix(prefix): one["LastModified"] for one in listed}

    def rename(self, key: str, to: str) -> None:
        """Give an object another name, and the moment of now; it is never there under neither."""
        with _answering():
            source = {"Bucket": self.name, "Key": key}
            _client(self).copy_object(Bucket=self.name, Key=to, CopySource=source)
        self.delete(key)

    def delete(self, key: str) -> None:
        """Delete an object, or none where there is none."""
        with _answering():
            _client(self).delete_object(Bucket=self.name, Key=key)


@contextmanager
def _answering() -> Iterator[None]:
    """Say of a store that does not answer, or refuses, no more than the kind of its fault."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        reply = getattr(error, "response", None) or {}
        kind = reply.get("Error", {}).get("Code") or type(error).__name__
        raise ServiceFault(
            "Files cannot be reached just now. Nothing is lost: try again in a few minutes. "
            f"(The object store: {kind}.)"
        ) from error


@cache
def _client(bucket: Bucket) -> Any:
    import boto3  # thirty megabytes, which only whoever keeps files there needs
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=bucket.url,
        region_name=bucket.region,
        aws_access_key_id=bucket.key_id or None,
        aws_secret_access_key=bucket.secret or None,
        # Not every store that speaks S3 knows Amazon's newer checksums. Ours is the object's name.
        config=Config(
            s3={"addressing_style": "path"},
            retries={"total_max_attempts": _TRIES, "mode": "standard"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            **_PATIENCE,
        ),
    )
