"""The screens: everything that knows what a web request is."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.utils import find_modules, import_string

from ulss_tracker.web.accounts import routes as accounts
from ulss_tracker.web.admin import routes as admin
from ulss_tracker.web.casework import blueprint as casework
from ulss_tracker.web.core import (
    access,
    assets,
    calendars,
    edit_conflicts,
    errors,
    flags,
    health,
    hosts,
    ids,
    kept_forms,
    language,
    law_obeyed,
    metrics,
    navigation,
    planned_work,
    rate_limits,
    reauthentication,
    security_headers,
    security_log,
    sessions,
    step_up,
    stored_files,
    template_env,
    uploads,
)
from ulss_tracker.web.law import blueprint as law_desk
from ulss_tracker.web.public import blueprint as public
from ulss_tracker.web.supervision import blueprint as supervision
from ulss_tracker.web.supervision import register, statistics


def set_up(app: Flask) -> None:
    """Join every screen, and what stands around all of them, to the application."""
    proxies = int(app.config["TRUSTED_PROXIES"])
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    for part in (
        ids,
        metrics,
        health,
        hosts,
        security_log,
        uploads,
        security_headers,
        stored_files,
        rate_limits,
        law_obeyed,
        sessions,
        language,
        access,
        kept_forms,
        planned_work,
        step_up,
        errors,
        template_env,
        assets,
        navigation,
        flags,
        edit_conflicts,
        reauthentication,
    ):
        part.set_up(app)
    # Each module adds its pages to the blueprint of its package.
    for name in find_modules(__name__, recursive=True):
        import_string(name)
    for blueprint in (
        health.blueprint,
        calendars.blueprint,
        stored_files.blueprint,
        accounts.blueprint,
        admin.blueprint,
        casework,
        law_desk,
        public,
        supervision,
        register.blueprint,
        statistics.blueprint,
    ):
        app.register_blueprint(blueprint)
