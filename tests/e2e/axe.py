"""What axe finds on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Light and dark differ in colours alone.
COLOURS = {"runOnly": ["color-contrast"]}


def serious(page: Page, *, colours_only: bool = False) -> list[str]:
    """The findings that are serious or critical, each with the element it is about."""
    found = Axe().run(page, options=COLOURS if colours_only else None).response["violations"]
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"][:3]
    ]
