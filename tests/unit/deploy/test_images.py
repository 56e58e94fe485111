"""The images hold what serves, are told settings there are, and the jail has no way out."""

import re
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from config import ROOT, Config

DEPLOY = ROOT / "deploy"
SETTINGS = set(Config.model_fields) | {"SECRETS_DIRECTORY", "DATABASE_URL"}
KUBERNETES = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "tracker.yaml").read_text()))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_an_image_holds_what_serves_and_neither_tests_nor_benches() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    sources = " ".join(re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.M)).split()
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert {"ulss_tracker", "migrations", "templates"} <= set(sources)
    assert not {"tests", "bench", "."} & set(sources)
    assert text.count("\nUSER ") == 2


def test_settings_are_those_of_the_tracker() -> None:
    services = COMPOSE["services"]
    named = set(services["web"]["environment"]) | set(services["web"]["secrets"])
    named |= set(next(part for part in KUBERNETES if part["kind"] == "ConfigMap")["data"])
    assert named - SETTINGS == set()


@pytest.mark.parametrize(
    "part", [part for part in KUBERNETES if "template" in part.get("spec", {})]
)
def test_each_pod_is_read_only_and_has_no_right(part: dict[str, Any]) -> None:
    pod = part["spec"]["template"]["spec"]
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        held = container["securityContext"]
        assert held["readOnlyRootFilesystem"] and held["runAsNonRoot"]
        assert held["capabilities"] == {"drop": ["ALL"]} and not held["allowPrivilegeEscalation"]


def test_the_jail_has_no_network_and_no_secret() -> None:
    jail = COMPOSE["services"]["jail"]
    assert jail["network_mode"] == "none" and "secrets" not in jail and "environment" not in jail
    policy = next(part for part in KUBERNETES if part["kind"] == "NetworkPolicy")["spec"]
    assert set(policy) == {"podSelector", "policyTypes"}
    assert policy["podSelector"]["matchLabels"] == {"app": "tracker-jail"}
    jails = next(part for part in KUBERNETES if part["kind"] == "DaemonSet")
    assert {volume["name"] for volume in jails["spec"]["template"]["spec"]["volumes"]} == {
        "door",
        "memory",
    }
