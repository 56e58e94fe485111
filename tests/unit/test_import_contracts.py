"""The contract that lists what may be imported refuses all else, and a list that is out of date."""

import pytest
from grimp import ImportGraph
from importlinter.domain.contract import ContractCheck

from tests.support.import_contracts import AllowListContract

SERVICES = ("intake", "history", "users", "letters", "letters.batch")


def check(
    *imports: tuple[str, str], allowed: tuple[str, ...] = ("office.services.intake",)
) -> ContractCheck:
    """The contract's word on an office whose modules import one another so."""
    graph = ImportGraph()
    for name in ("web", "web.public", "web.public.pages", "web.casework", "services"):
        graph.add_module(f"office.{name}")
    for name in SERVICES:
        graph.add_module(f"office.services.{name}")
    for importer, imported in imports:
        graph.add_import(
            importer=f"office.{importer}",
            imported=f"office.{imported}",
            line_number=7,
            line_contents="import",
        )
    contract = AllowListContract(
        name="The public side",
        session_options={"root_packages": ["office"]},
        contract_options={
            "source_modules": ["office.web.public"],
            "within": "office.services",
            "allowed_modules": list(allowed),
        },
    )
    return contract.check(graph, verbose=False)


def test_a_module_on_the_list_may_be_imported() -> None:
    assert check(("web.public.pages", "services.intake")).kept


def test_what_is_outside_the_package_is_not_asked_about() -> None:
    assert check(("web.public.pages", "web.casework")).kept


def test_another_package_may_import_what_it_likes() -> None:
    assert check(("web.casework", "services.history")).kept


@pytest.mark.parametrize("service", ["history", "users", "letters", "letters.batch"])
def test_everything_else_is_refused_and_named(service: str) -> None:
    checked = check(("web.public.pages", f"services.{service}"))
    assert not checked.kept
    assert checked.metadata["refused"] == [
        ("office.web.public.pages", f"office.services.{service}", 7)
    ]


def test_the_package_itself_is_refused() -> None:
    """`from office.services import something_new` must not pass by the package's own name."""
    assert not check(("web.public", "services")).kept


def test_a_package_on_the_list_allows_no_module_of_it() -> None:
    allowed = ("office.services.letters",)
    assert check(("web.public", "services.letters"), allowed=allowed).kept
    assert not check(("web.public", "services.letters.batch"), allowed=allowed).kept


def test_a_name_that_fits_no_module_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"office\.services\.gone"):
        check(allowed=("office.services.gone",))
