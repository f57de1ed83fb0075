"""The way of an order: signed, verified, prepared, checked, given; and the visit at the bedside."""
