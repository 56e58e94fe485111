"""A contract for import-linter that it does not bring: what may be imported, all else refused."""

from collections.abc import Iterator
from typing import Any

from grimp import ImportGraph
from importlinter.application import output
from importlinter.domain import fields
from importlinter.domain.contract import Contract, ContractCheck


class AllowListContract(Contract):
    """Refuses every direct import from one package but those of the modules named.

    `source_modules`, with all below them, may import from the package `within` only
    `allowed_modules`: each by its own name, so that allowing a package allows no module of it. A
    module that is added later is refused until somebody names it; a name that no longer fits any
    module is an error, so that the list says what is true.
    """

    type_name = "allow_list"

    source_modules: Any = fields.SetField(subfield=fields.ModuleField())
    within: Any = fields.ModuleField()
    allowed_modules: Any = fields.SetField(subfield=fields.ModuleField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at each import of the source modules."""
        refused = list(self._refused(graph))
        output.verbose_print(verbose, f"{len(refused)} imports are not on the list.")
        return ContractCheck(kept=not refused, metadata={"refused": refused})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import that is not on the list, with its line."""
        for importer, imported, line in check.metadata["refused"]:
            output.print_error(f"{importer} is not allowed to import {imported} (l.{line})")
        output.new_line()

    def _refused(self, graph: ImportGraph) -> Iterator[tuple[str, str, int]]:
        sources = {module.name for module in self.source_modules}
        allowed = {module.name for module in self.allowed_modules}
        for name in sorted(sources | allowed):
            if name not in graph.modules:
                raise ValueError(f"There is no module {name}.")
        importers = sources.union(*(graph.find_descendants(name) for name in sources))
        for importer in sorted(importers):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if f"{imported}.".startswith(f"{self.within.name}.") and imported not in allowed:
                    details = graph.get_import_details(importer=importer, imported=imported)
                    yield importer, imported, details[0]["line_number"]
