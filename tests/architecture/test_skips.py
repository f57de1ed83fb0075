"""Nothing is left out silently: browser tests are counted, and skips fail in CI."""

from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"

# Plugins that the small suite does without: they take a second of each run.
UNUSED = ["xdist", "cacheprovider", "hypothesispytest", "pytest_cov"]

SKIPPED = """
    import pytest

    @pytest.mark.skip(reason="no pump here")
    def test_pump():
        assert True
"""
BROWSER = """
    import pytest

    @pytest.mark.browser
    def test_page():
        assert True

    def test_dose():
        assert True
"""


@pytest.fixture
def other_suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """A small suite of its own that uses this project's conftest."""
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makeini("[pytest]\nmarkers = browser: needs a browser")
    return pytester


@pytest.fixture
def in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment says that this is continuous integration."""
    monkeypatch.setenv("CI", "true")


def run(suite: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """Run the small suite in this process, without the workers of the outer run."""
    return suite.runpytest_inprocess(*(f"-pno:{name}" for name in UNUSED), *arguments)


@pytest.mark.usefixtures("in_ci")
def test_a_skip_fails_in_continuous_integration(other_suite: pytest.Pytester) -> None:
    """A test marked as skipped counts as an error, and says why."""
    other_suite.makepyfile(SKIPPED)
    result = run(other_suite)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*skipped, which is not allowed*no pump here*"])


@pytest.mark.usefixtures("in_ci")
def test_a_skipped_file_fails_in_continuous_integration(other_suite: pytest.Pytester) -> None:
    """A file that skips itself when it is read counts as an error."""
    other_suite.makepyfile('import pytest\npytest.importorskip("no_such_module_anywhere")')
    run(other_suite).assert_outcomes(errors=1)


def test_browser_tests_left_out_are_counted(other_suite: pytest.Pytester) -> None:
    """Without --all the browser tests do not run, and one line says how many."""
    other_suite.makepyfile(BROWSER)
    result = run(other_suite)
    result.assert_outcomes(passed=1, deselected=1)
    result.stdout.fnmatch_lines(["not run here: 1 browser tests; ./dev test --all runs them"])


@pytest.mark.parametrize("arguments", [["--all"], ["-m", "browser or not browser"]])
def test_browser_tests_run_when_asked_for(
    other_suite: pytest.Pytester, arguments: list[str]
) -> None:
    """Asking for all, or naming the marker, runs them."""
    other_suite.makepyfile(BROWSER)
    run(other_suite, *arguments).assert_outcomes(passed=2)
