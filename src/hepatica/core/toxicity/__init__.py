"""How severe an adverse event is, by published tables of grades; it never says what to give."""
