"""No sentence that people read changes without being seen."""

from tests.replay.captured import SENTENCES, all_plans, sentences


def test_every_sentence_is_as_captured() -> None:
    """No sentence is lost, added or changed unseen."""
    captured = SENTENCES.read_text(encoding="utf-8").splitlines()
    assert captured == sentences(all_plans()).splitlines()
