"""Hepatica: decision support for hepatic artery infusion pump chemotherapy.

It computes, checks and explains; a person decides. It is used under local
clinical governance and is not a certified medical device.
"""

__version__ = "0.1.0"
