"""Run a proof and record what it gave: `python -m tests.proofs NAME`. Without a name, list them."""

import pkgutil
import shlex
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from importlib import import_module
from types import ModuleType

import tests.proofs
from tests.proofs import _record
from tests.proofs._findings import Findings, say


def main(arguments: list[str]) -> int:
    """Run the proof that is named; 0 when what it proves holds."""
    if not arguments:
        for name in names():
            say(f"{name:16} {summary(_module(name))}")
        return 0
    name, *rest = arguments
    if name not in names():
        say(f"There is no proof {name}: there are {', '.join(names())}")
        return 2
    module = _module(name)
    options = _options(name, module, rest)
    findings = Findings(longest_wait=options.longest)
    command = f"make prove {name}" + (f' OPTIONS="{shlex.join(rest)}"' if rest else "")
    commit = _record.commit()
    try:
        module.prove(options, findings)
    except BaseException as error:  # Ctrl and C too: what was not seen does not hold
        findings.hold(False, f"it broke off: {type(error).__name__}")
        raise
    finally:
        _record.append(name, command, commit, options.seed, findings)
    say(f"{name} holds" if findings.holds else f"{name} DOES NOT HOLD")
    return 0 if findings.holds else 1


def names() -> list[str]:
    """The proofs there are, as they are asked for."""
    found = (each.name for each in pkgutil.iter_modules(tests.proofs.__path__))
    return sorted(each.replace("_", "-") for each in found if not each.startswith("_"))


def summary(module: ModuleType) -> str:
    """The first line of a proof's docstring: what it proves."""
    return (module.__doc__ or "").strip().partition("\n")[0]


def _module(name: str) -> ModuleType:
    return import_module(f"tests.proofs.{name.replace('-', '_')}")


def _options(name: str, module: ModuleType, arguments: list[str]) -> Namespace:
    parser = ArgumentParser(
        prog=f"python -m tests.proofs {name}",
        description=module.__doc__,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seed", type=int, default=13, help="what is left to chance follows it")
    parser.add_argument("--short", action="store_true", help="a minute or two instead of hours")
    parser.add_argument("--longest", type=float, default=30.0, help="seconds; more if others run")
    if hasattr(module, "add_options"):
        module.add_options(parser)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
