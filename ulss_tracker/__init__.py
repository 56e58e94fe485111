"""The ULS tracker: requests to review unduly lenient sentences, from first word to served letter.

Only `create_app` is here, and it imports what it joins when it is called, so that the law in
`ulss_tracker.scheme` can be read and used without a web framework or a database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Config


def create_app(config: Config | None = None) -> Flask:
    """Make the application from `config`, or from the environment when none is given.

    One read from the environment is held to `services.operations.deployment` in production, which
    raises `config.ConfigurationError`; a command is told so when it runs. What is made for a server
    has no commands: reading them, and the migrations' libraries, would take 11 MB of its memory.
    """
    from flask import Flask

    import config as environment
    from ulss_tracker import models, web
    from ulss_tracker.adapters.gate import jail
    from ulss_tracker.services.core import changed_records, office_details
    from ulss_tracker.services.correspondence import settling
    from ulss_tracker.services.deadlines import deadlines
    from ulss_tracker.services.history import request_versions, review_versions
    from ulss_tracker.services.matching import indexing as matching_keys
    from ulss_tracker.services.search import index as search_index
    from ulss_tracker.services.waiting import waits

    is_served = config is None and not environment.is_command()
    config = config or environment.from_environment()
    app = Flask(
        "ulss_tracker",
        root_path=str(environment.ROOT / "ulss_tracker"),
        static_url_path=web.assets.url_path(environment.ROOT / "ulss_tracker" / "static"),
        template_folder=str(environment.ROOT / "templates"),
        instance_path=str(environment.ROOT / "instance"),
    )
    app.config.update(config.settings())
    office = office_details.configure(app.config)
    jail.SOCKET = office.GATE_JAIL
    changed_records.subscribe(
        [
            settling.sync,
            review_versions.sync,
            request_versions.sync,
            matching_keys.sync,
            search_index.sync,
            deadlines.sync,
            waits.sync,
        ]
    )
    models.set_up(app)
    web.set_up(app)
    if not is_served:
        from ulss_tracker import cli

        cli.set_up(app, create_app, config)
    elif config.environment == "production":
        _refuse_if_unfit(app, config)
    return app


def _refuse_if_unfit(app: Flask, config: Config) -> None:
    """Raise `ConfigurationError` with all that must be done before production serves."""
    from ulss_tracker.models import db
    from ulss_tracker.services.operations import deployment

    deployment.refuse(deployment.of_settings(config))
    deployment.refuse(deployment.of_jail())
    with app.app_context():
        try:
            deployment.refuse(deployment.of_database())
        finally:
            db.session.remove()
            db.engine.dispose()  # the server forks after this: no worker may inherit a connection
