"""May this patient fly, have an MRI, …: the answer from data, and what it does to the date."""
