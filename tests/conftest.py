"""Which tests run where, and no silent skipping in continuous integration."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DESELECTED = pytest.StashKey[int]()
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --all: the tests that need a browser run too."""
    parser.addoption("--all", action="store_true", help="also run the tests that need a browser")


def pytest_configure(config: pytest.Config) -> None:
    """Start counting the browser tests that are left out."""
    config.stash[DESELECTED] = 0


def killers_file() -> Path | None:
    """Where the tests are noted that noticed a change of the function under mutation."""
    function = os.environ.get("MUTANT_UNDER_TEST", "").rpartition("__mutmut_")[0]
    return Path("killers", f"{function}.txt") if function else None


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note a test that noticed a mutant."""
    killers = killers_file()
    if killers is not None and report.failed:
        killers.parent.mkdir(exist_ok=True)
        with killers.open("a", encoding="utf-8") as file:
            file.write(f"{report.nodeid}\n")


def wants_browser_tests(config: pytest.Config) -> bool:
    """Browser tests run with --all, or when the marker is asked for by name."""
    return bool(config.getoption("--all")) or "browser" in config.getoption("markexpr")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the browser tests out unless they were asked for."""
    if killers := killers_file():
        # mutmut hands the tests over in any order. What noticed another change of the same
        # function notices this one soonest; else the captured plans do.
        known = killers.read_text(encoding="utf-8").split("\n") if killers.exists() else []
        rank = {nodeid: position for position, nodeid in enumerate(reversed(known))}
        items.sort(key=lambda i: (rank.get(i.nodeid, len(rank)), "tests/replay" not in i.nodeid))
    if wants_browser_tests(config):
        return
    browser = [item for item in items if item.get_closest_marker("browser")]
    items[:] = [item for item in items if not item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=browser)
    config.stash[DESELECTED] = len(browser)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With several workers, each one tells the main process how many tests it left out."""
    workeroutput = getattr(session.config, "workeroutput", None)
    if workeroutput is not None:
        workeroutput["browser_deselected"] = session.config.stash[DESELECTED]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Take a worker's count: every worker collects all tests, so one count is the count."""
    output = getattr(node, "workeroutput", {})
    node.config.stash[DESELECTED] = output.get("browser_deselected", 0)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say loudly what did not run on this machine."""
    count = config.stash[DESELECTED]
    if count:
        line = f"not run here: {count} browser tests; ./dev test --all runs them"
        terminalreporter.write_line(line, yellow=True, bold=True)


def fail_if_skipped(report: Report) -> Report:
    """In continuous integration a skipped test is a failure: nothing there may be missing."""
    if report.skipped and os.environ.get("CI"):
        reason = getattr(report, "wasxfail", None) or report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped, which is not allowed in continuous integration: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip during a test into a failure."""
    return fail_if_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skip of a whole file into a failure."""
    return fail_if_skipped((yield))


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """The Chromium of this machine: one for all tests, as one process can drive only one."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path is not None, "Chromium is not installed"
    with sync_playwright() as playwright:
        # Inside a container there is no user to keep the sandbox for.
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()
