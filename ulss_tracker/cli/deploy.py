"""`flask deploy ...`: whether this is fit to serve the public with, and keys that change."""

import click
from flask import current_app
from flask.cli import AppGroup

from config import Config
from ulss_tracker import clock
from ulss_tracker.services.operations import deployment
from ulss_tracker.services.operations.deployment import Point
from ulss_tracker.services.people import factor_keys

CONFIG = "ulss-config"

deploy_cli = AppGroup("deploy", help="Whether the tracker is fit to serve, and its keys.")


@deploy_cli.command("check")
@click.option("--without-services", is_flag=True, help="where what is rung is not there yet")
def check(without_services: bool) -> None:
    """Print each point that production is held to, and what to do; fails where one is not right.

    A new release is asked this in its own folder, before anything is switched. Each service is
    rung and each folder written to; nothing is changed, and no secret is printed.
    """
    config: Config = current_app.extensions[CONFIG]
    points = [
        *deployment.of_settings(config, clock.today()),
        *deployment.of_database(),
        *deployment.of_release(config),
        *(() if without_services else deployment.of_services(config)),
        *deployment.of_machine(config),
    ]
    for point in points:
        click.echo(f"{_state(point):8}{point.name}{': ' if point.to_do else ''}{point.to_do}")
    refused = sum(point.is_refused for point in points)
    warned = sum(bool(point.to_do) for point in points) - refused
    click.echo(f"{len(points)} points: {refused} to put right, {warned} to look at")
    if refused:
        raise SystemExit(1)


@deploy_cli.command("encrypt-again")
def encrypt_again() -> None:
    """Encrypt the authenticator apps' secrets with the newest key, so that older ones may go."""
    done, unreadable = factor_keys.encrypt_again(str(current_app.config["SECOND_FACTOR_KEY"]))
    click.echo(f"{done} encrypted with the newest key")
    if unreadable:
        raise click.ClickException(
            f"{unreadable} cannot be read with any of the keys: their owners need a reset"
        )


def _state(point: Point) -> str:
    if point.is_refused:
        return "REFUSED"
    return "warning" if point.to_do else "ok"
