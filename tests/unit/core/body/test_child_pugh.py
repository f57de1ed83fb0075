"""The class of a Child-Pugh score; the points are in the goldens."""

import pytest

from hepatica.core.body.child_pugh import grade_child_pugh


@pytest.mark.parametrize(("letter", "points"), [("A", (5, 6)), ("B", (7, 9)), ("C", (10, 15))])
def test_first_and_last_of_each_class(letter: str, points: tuple[int, int]) -> None:
    """A 5 and 6, B 7 to 9, C 10 to 15."""
    assert [letter, letter] == [grade_child_pugh(each) for each in points]
