"""The closed sets of words: their order is their meaning."""

from hepatica.core.systemic.words import DrugWord, Effect


def test_a_dose_goes_with_two_words_only() -> None:
    """Give and reduce."""
    assert [DrugWord.REDUCE, DrugWord.GIVE] == [word for word in DrugWord if word.is_given]


def test_strictest_first() -> None:
    """Before its day a visit is not due, whatever else (behaviour E-a)."""
    order = "stop avoid omit signed-decision hold not-due delay cannot-decide reduce give"
    assert order.split() == [word.value for word in DrugWord]


def test_mildest_effect_first() -> None:
    """A drug that was stopped is not merely lowered."""
    assert ["lower", "omit", "stop"] == [effect.value for effect in Effect]
