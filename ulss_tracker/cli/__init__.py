"""Commands, one module a noun: `flask --app wsgi scheme ...`, `letters ...`, `jobs ...`."""

import click
from flask import Flask, current_app, has_app_context
from flask.cli import AppGroup
from flask_migrate import Migrate

from config import ROOT, Config, ConfigurationError, is_command
from ulss_tracker.cli import database_file, drill
from ulss_tracker.cli.audit import audit_cli
from ulss_tracker.cli.clock import clock_cli
from ulss_tracker.cli.data import data_cli
from ulss_tracker.cli.demo import demo_cli
from ulss_tracker.cli.deploy import CONFIG, deploy_cli
from ulss_tracker.cli.equality import equality_cli
from ulss_tracker.cli.errors import reporting
from ulss_tracker.cli.jobs import jobs_cli
from ulss_tracker.cli.law import law_cli
from ulss_tracker.cli.letters import letters_cli
from ulss_tracker.cli.mailbox import mailbox_cli
from ulss_tracker.cli.match import match_cli
from ulss_tracker.cli.outage import outage_cli
from ulss_tracker.cli.papers import papers_cli
from ulss_tracker.cli.planned_work import planned_work_cli
from ulss_tracker.cli.rebuild import old_name, rebuild
from ulss_tracker.cli.register import register_cli
from ulss_tracker.cli.retention import retention_cli
from ulss_tracker.cli.scheme import scheme_cli
from ulss_tracker.cli.users import users_cli
from ulss_tracker.cli.welsh import welsh_cli
from ulss_tracker.models import db
from ulss_tracker.scheme.law.law import Law, obeying, of_the_files
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.operations import deployment


def set_up(app: Flask, create_app: drill.Factory, config: Config) -> None:
    """Join the commands and migrations to the application; `create_app` makes another: a drill."""
    Migrate(app, db, directory=str(ROOT / "migrations"), compare_type=True)
    app.extensions[drill.FACTORY] = create_app
    app.extensions[CONFIG] = config
    app.cli.add_command(deploy_cli)
    data_cli.add_command(rebuild)
    match_cli.add_command(old_name("index", "matches"))
    clock_cli.add_command(old_name("rebuild", "deadlines"))
    scheme_cli.add_command(old_name("reassess", "answers"))
    search_cli = AppGroup("search", help="What the search box looks in.")
    search_cli.add_command(old_name("rebuild", "search"))
    for group in (
        scheme_cli,
        law_cli,
        retention_cli,
        mailbox_cli,
        match_cli,
        search_cli,
        register_cli,
        letters_cli,
        clock_cli,
        jobs_cli,
        users_cli,
        equality_cli,
        welsh_cli,
        outage_cli,
        papers_cli,
        planned_work_cli,
        data_cli,
        audit_cli,
        demo_cli,
    ):
        group.callback = _begin
        app.cli.add_command(group)


def _begin() -> None:
    """Let the command obey the law in force, which it asks the database for when it needs it.

    In production no command but `deploy` and `db` runs with settings that nothing would serve with.
    """
    config = current_app.extensions[CONFIG] if has_app_context() else None
    if is_command() and config and config.environment == "production":
        with reporting(ConfigurationError):
            deployment.refuse(deployment.of_settings(config))
    click.get_current_context().with_resource(obeying(_law))


def _law() -> Law:
    if not has_app_context() or database_file.is_missing():
        return of_the_files()
    return law_in_force.law()
