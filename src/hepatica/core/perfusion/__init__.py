"""The perfusion scan and the gate it opens."""
