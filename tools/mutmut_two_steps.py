"""mutmut, but a mutant meets the captured plans first, and the other tests only if it survives.

    python -m tools.mutmut_two_steps run [arguments of mutmut]

Most mutants change a captured plan. To collect those tests alone takes a second; to collect all
that reach a function, up to ten. What counts as noticed stays the same: some test fails.
"""

from collections.abc import Iterable

from mutmut.__main__ import cli
from mutmut.runners.harness import PytestRunner

SOONEST = "tests/replay/"
TESTS_FAILED = 1

_run_all = PytestRunner.run_tests


def run_tests(self: PytestRunner, *, mutant_name: str | None, tests: Iterable[str]) -> int:
    """The exit code of pytest for one mutant."""
    listed = list(tests)
    soonest = [test for test in listed if test.startswith(SOONEST)]
    others = [test for test in listed if not test.startswith(SOONEST)]
    if mutant_name is not None and soonest and others:
        if _run_all(self, mutant_name=mutant_name, tests=soonest) == TESTS_FAILED:
            return TESTS_FAILED
        listed = others
    return _run_all(self, mutant_name=mutant_name, tests=listed)


if __name__ == "__main__":
    PytestRunner.run_tests = run_tests  # type: ignore[method-assign]
    cli()
