"""Numbered controls over proposals: each may narrow, hold or refuse, never widen."""
